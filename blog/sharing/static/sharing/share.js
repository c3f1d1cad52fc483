// Two more ways to pass a post on, where the browser knows them: a copy of its address, and what the system offers.
for (const nav of document.querySelectorAll(".share")) {
  const { address: url, title } = nav.dataset
  const ways = nav.querySelector("template").content
  const said = ways.querySelector("[role=status]")
  const steps = {
    async copy() {
      await navigator.clipboard.writeText(url)
      said.textContent = said.dataset.words
      setTimeout(() => (said.textContent = ""), 4000)
    },
    share: () => navigator.share({ title, url }).catch(() => {}), // the reader thought better of it
  }
  const isKnown = { copy: navigator.clipboard, share: navigator.share }
  for (const button of ways.querySelectorAll("button")) {
    button.addEventListener("click", steps[button.value])
    if (!isKnown[button.value]) button.closest("li").remove()
  }
  nav.querySelector("ul").append(ways)
}
