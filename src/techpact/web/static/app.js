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
// A note is read where it is asked for: pressing its number shows it there, Escape or a press elsewhere hides it.
{
  const peek = document.createElement("div");
  peek.id = "peek";
  peek.hidden = true;
  peek.setAttribute("role", "note");
  document.body.append(peek);
  let asked = null;
  function hide(back) {
    if (!asked) return;
    peek.hidden = true;
    asked.setAttribute("aria-expanded", "false");
    if (back) asked.focus();
    asked = null;
  }
  function show(link, note) {
    hide(false);
    asked = link;
    peek.replaceChildren(...[...note.childNodes].map((n) => n.cloneNode(true)));
    peek.hidden = false;
    link.setAttribute("aria-expanded", "true");
    const at = link.getBoundingClientRect();
    const left = Math.min(at.left, document.documentElement.clientWidth - peek.offsetWidth - 16);
    peek.style.left = Math.max(8, left) + scrollX + "px";
    peek.style.top = at.bottom + scrollY + 6 + "px";
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest('sup a[href^="#n"]');
    if (!link) {
      if (!event.target.closest("#peek")) hide(false);
      return;
    }
    const note = document.getElementById(link.hash.slice(1));
    if (!note || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (asked === link) hide(true);
    else show(link, note);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    hide(true);
    for (const open of document.querySelectorAll("details.picker[open]")) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    for (const open of document.querySelectorAll("details.picker[open]")) {
      if (!open.contains(event.target)) open.open = false;
    }
  });
}
