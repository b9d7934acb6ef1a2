// Small comforts; every page works without them.
"use strict";
// Submit a form when one of its filters changes; empty fields stay out of the address.
for (const form of document.querySelectorAll("form.tools, form.alliance, form.find")) {
  form.addEventListener("submit", () => {
    for (const field of form.querySelectorAll("input, select")) {
      if (!field.value) field.disabled = true;
    }
  });
}
window.addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("form input:disabled, form select:disabled")) field.disabled = false;
});
for (const select of document.querySelectorAll("form.tools select:not([data-keep])")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}
