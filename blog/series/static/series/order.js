// Parts in order: dragged, or moved with two buttons each. Without this file a number stands before each part.
for (const list of document.querySelectorAll("[data-order]")) {
  const said = document.querySelector("[data-order-said]")
  const rows = () => [...list.children]
  const number = (row) => row.querySelector("input[type=number]")
  let dragged = null

  const renumber = () => rows().forEach((row, at) => { number(row).value = at + 1 })

  const move = (row, step) => {
    const other = step < 0 ? row.previousElementSibling : row.nextElementSibling
    if (!other) return
    if (step < 0) other.before(row)
    else other.after(row)
    renumber()
    said.textContent = `${row.querySelector("a").textContent}: ${list.dataset.moved} ${number(row).value}`
  }

  const button = (row, step, sign, label) => {
    const made = document.createElement("button")
    made.type = "button"
    made.textContent = sign
    made.setAttribute("aria-label", `${label}: ${row.querySelector("a").textContent}`)
    made.addEventListener("click", () => {
      move(row, step)
      made.focus()
    })
    return made
  }

  for (const row of rows()) {
    row.draggable = true
    row.querySelector("a").draggable = false
    row.prepend(button(row, -1, "↑", list.dataset.up), button(row, 1, "↓", list.dataset.down))
    row.addEventListener("dragstart", (event) => {
      dragged = row
      row.dataset.state = "dragged"
      event.dataTransfer.effectAllowed = "move"
    })
    row.addEventListener("dragend", () => {
      delete row.dataset.state
      dragged = null
      renumber()
    })
    row.addEventListener("dragover", (event) => {
      if (!dragged) return
      event.preventDefault()
      const { top, height } = row.getBoundingClientRect()
      if (dragged !== row) row[event.clientY < top + height / 2 ? "before" : "after"](dragged)
    })
  }
  list.dataset.state = "sortable"
}
