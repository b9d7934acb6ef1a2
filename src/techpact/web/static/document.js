// A record lights its passage, a passage its record.
"use strict";
const panels = { marks: [...document.querySelectorAll("a.mark")], records: [...document.querySelectorAll(".record")] };
function light(id, from) {
  for (const record of panels.records) record.classList.toggle("lit", record.dataset.record === id);
  let first = null;
  for (const mark of panels.marks) {
    const lit = mark.dataset.records.split(" ").includes(id);
    mark.classList.toggle("lit", lit);
    if (lit && !first) first = mark;
  }
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  const target = from === "record" ? first : document.getElementById("r-" + id);
  if (target) {
    target.scrollIntoView({ block: "nearest", behavior: still });
    const link = from === "record" ? target : target.querySelector("a.goto");
    if (link) link.focus({ preventScroll: true });
  }
  history.replaceState(null, "", "#" + (from === "record" ? "s-" : "r-") + id);
}
document.addEventListener("click", (event) => {
  const mark = event.target.closest("a.mark");
  if (mark) {
    event.preventDefault();
    light(mark.dataset.records.split(" ").pop(), "text");
    return;
  }
  const record = event.target.closest(".record");
  if (record) {
    event.preventDefault();
    light(record.dataset.record, "record");
  }
});
const asked = /^#[rs]-(.+)$/.exec(decodeURIComponent(location.hash));
if (asked && document.getElementById("r-" + asked[1])) light(asked[1], "record");
