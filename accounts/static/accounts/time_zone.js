// Says what time it is in the zone that is being chosen. Without this file the field says it of the one that was saved.
const partOf = (zone, options, type) =>
  new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options })
    .formatToParts(new Date())
    .find((part) => part.type === type).value

for (const select of document.querySelectorAll("select[data-time-zone]")) {
  select.addEventListener("change", () => {
    const hint = document.getElementById(select.getAttribute("aria-describedby"))
    const zone = select.value
    const time = new Intl.DateTimeFormat("en-GB", { timeZone: zone, timeStyle: "short" }).format(new Date())
    const offset = partOf(zone, { timeZoneName: "longOffset" }, "timeZoneName").replace("GMT", "UTC")
    hint.textContent = select.dataset.timeZone
      .replace("%(time)s", time)
      .replace("%(offset)s", offset === "UTC" ? "UTC+00:00" : offset)
  })
}
