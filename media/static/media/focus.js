// Moves the focal point of a picture, by pointer and by arrow keys, and shows what each place would crop of it.
// Without this file its two fields can be moved and saved.
const STEP = 0.01
const FAR = 0.1 // with Shift

const root = document.querySelector("[data-focus]")
const picture = root.querySelector(".focus-picture")
const point = root.querySelector(".focus-point")
// Who may not change the picture has no fields; the point then stays where it is.
const [x, y] = ["x", "y"].map((axis) => document.querySelector(`input[name="focal_${axis}"]`))
const isMovable = Boolean(x && y)

function paint([across, down]) {
  const [left, top] = [across, down].map((part) => `${Math.round(part * 100)}%`)
  point.style.left = left
  point.style.top = top
  for (const crop of root.querySelectorAll("[data-crop] img")) crop.style.objectPosition = `${left} ${top}`
}

function change(input, part) {
  input.value = Math.min(1, Math.max(0, part)).toFixed(2)
  input.ariaValueText = input.dataset.said.replace("%s", `${Math.round(input.value * 100)} %`)
  paint([x.value, y.value])
}

function place({ clientX, clientY }) {
  const box = picture.getBoundingClientRect()
  change(x, (clientX - box.left) / box.width)
  change(y, (clientY - box.top) / box.height)
}

function press(event) {
  const ways = { ArrowLeft: [x, -1], ArrowRight: [x, 1], ArrowUp: [y, -1], ArrowDown: [y, 1] }
  const [input, sign] = ways[event.key] ?? []
  if (!input || event.altKey || event.ctrlKey || event.metaKey) return
  event.preventDefault()
  change(input, Number(input.value) + sign * (event.shiftKey ? FAR : STEP))
  input.focus() // so that the field that moved is the one whose value is said
}

point.hidden = root.querySelector(".crops").hidden = false
if (isMovable) {
  root.dataset.movable = ""
  for (const input of [x, y]) {
    change(input, Number(input.value))
    input.addEventListener("input", () => change(input, Number(input.value)))
    input.addEventListener("keydown", press)
  }
  picture.addEventListener("dragstart", (event) => event.preventDefault())
  picture.addEventListener("pointerdown", (event) => {
    if (event.button) return
    // A finger that is put on the picture may be about to scroll: it drags by the point alone.
    if (event.pointerType !== "touch" || event.target === point) picture.setPointerCapture(event.pointerId)
  })
  picture.addEventListener("pointermove", (event) => picture.hasPointerCapture(event.pointerId) && place(event))
  picture.addEventListener("click", place)
} else {
  paint([root.dataset.x, root.dataset.y])
}
