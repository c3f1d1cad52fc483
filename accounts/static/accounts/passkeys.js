// Offers passkeys where the browser knows them, and says in words why one was refused. The ceremony itself is allauth’s.
if (window.PublicKeyCredential) {
  for (const offer of document.querySelectorAll("[data-passkeys]")) offer.hidden = false
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault()
  const words = document.getElementById("passkey_words").dataset
  const isNumbers = /^[\d.]+$|^\[/.test(location.hostname)
  let place = document.querySelector("[data-passkey-error]")
  if (!place) {
    place = document.createElement("p")
    place.className = "error"
    place.dataset.passkeyError = ""
    place.setAttribute("role", "alert")
    document.querySelector("main").prepend(place)
  }
  place.textContent = isNumbers ? words.address : words.refused
})
