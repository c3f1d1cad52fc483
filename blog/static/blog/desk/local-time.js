// Says, while a date and a time are typed, which offset from UTC that is. Without this file the page says it when saved.
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

const fields = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" }

function offsetAt(moment, timeZone) {
  const parts = new Intl.DateTimeFormat("en", { timeZone, hourCycle: "h23", ...fields }).formatToParts(moment)
  const { year, month, day, hour, minute, second } = Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)]))
  return Math.round((Date.UTC(year, month - 1, day, hour, minute, second) - moment) / MINUTE)
}

// One offset; two, the earlier moment first, where the clocks go back; none where they skip.
function offsetsOf(clock, timeZone) {
  const around = new Set([offsetAt(clock - DAY, timeZone), offsetAt(clock + DAY, timeZone)])
  const fits = (offset) => offsetAt(clock - offset * MINUTE, timeZone) === offset
  return [...around].filter(fits).sort((one, other) => other - one)
}

function label(offset) {
  const rest = Math.abs(offset) % 60
  const size = `${Math.floor(Math.abs(offset) / 60)}${rest ? `:${String(rest).padStart(2, "0")}` : ""}`
  return offset ? `UTC${offset > 0 ? "+" : "−"}${size}` : "UTC"
}

for (const input of document.querySelectorAll("input[data-time-zone]")) {
  const { timeZone, or, skipped, twice } = input.dataset
  const place = document.getElementById(`${input.id}_helptext`)?.querySelector("[data-offset]")
  const which = input.parentElement.querySelector("fieldset.which")
  if (!place) continue
  input.addEventListener("input", () => {
    const clock = Date.parse(`${input.value}Z`)
    const now = Date.now()
    const offsets = Number.isNaN(clock) ? [offsetAt(now - (now % 1000), timeZone)] : offsetsOf(clock, timeZone)
    const labels = offsets.length ? offsets.map(label).join(or) : skipped
    place.textContent = labels === timeZone ? timeZone : `${timeZone}, ${labels}${offsets.length > 1 ? `: ${twice}` : ""}`
    if (which) which.hidden = which.disabled = offsets.length < 2
  })
}
