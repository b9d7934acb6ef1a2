// Follows the progress of a job and shows its result when it is there.
"use strict";
const bar = document.getElementById("progress");
if (bar) {
  const text = document.getElementById("progress-text");
  const source = new EventSource(bar.dataset.events);
  source.onmessage = (event) => {
    const job = JSON.parse(event.data);
    if (job.total) {
      bar.max = job.total;
      bar.value = job.done;
      text.textContent = job.done.toLocaleString() + " / " + job.total.toLocaleString();
    }
    if (job.state !== "working") {
      source.close();
      location.reload();
    }
  };
}
