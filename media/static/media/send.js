// Sending one picture to the library, with its progress; what goes wrong is said in words.
const gettext = window.gettext || ((text) => text)

const inMegabytes = (bytes) => `${(bytes / 1024 ** 2).toFixed(1).replace(/\.0$/, "")} MB`

// What can be said without asking the server, which would have to receive all of it first; null: nothing.
export function refusal(file, maxBytes) {
  if (file.type && !file.type.startsWith("image/")) return gettext("This is not a picture. JPEG, PNG, WebP, GIF, AVIF and HEIC are.")
  if (file.size <= maxBytes) return null
  return `${gettext("This picture has")} ${inMegabytes(file.size)}, ${gettext("the most accepted are")} ${inMegabytes(maxBytes)}. ${gettext("Save it smaller and upload it again.")}`
}

// The cookie is newer than the form where somebody has signed in anew in another window.
export const csrfToken = (form) =>
  document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? form.elements.csrfmiddlewaretoken.value

// Resolves to the picture as the library describes it. One that the library has already comes back as a ``twin``, and
// is kept a second time only when it is sent ``again``.
export function send(url, token, file, onProgress = () => {}, { again = false } = {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const body = new FormData()
    if (again) body.append("again", "1")
    body.append("file", file)
    request.open("POST", url)
    request.setRequestHeader("X-CSRFToken", token)
    request.responseType = "json"
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total)
    request.onload = () => {
      if ([200, 201].includes(request.status) && request.response) resolve(request.response)
      else reject(new Error(request.response?.error || gettext("The server did not accept it. Try again.")))
    }
    request.onerror = () => reject(new Error(gettext("The connection was lost. Try again.")))
    request.send(body)
  })
}
