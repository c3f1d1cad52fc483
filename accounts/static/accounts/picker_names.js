// Gives the admin's pickers the names of their fields, which a screen reader would otherwise not say.
// jQuery’s own turn comes after the one in which the admin makes its pickers.
django.jQuery(() => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const label = document.querySelector(`label[for="${select.id}"]`)?.textContent.trim().replace(/:$/, "")
    for (const named of select.nextElementSibling?.querySelectorAll("[role=combobox], [role=textbox]") ?? []) {
      named.removeAttribute("aria-labelledby")
      named.setAttribute("aria-label", label)
    }
  }
})
