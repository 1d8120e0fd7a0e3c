// Quick exit: by link or by pressing Shift three times within two seconds.
// Ends the session here, wipes this page from the history entry and opens a neutral page.
"use strict";

const exit = document.querySelector("[data-exit]");

function leave() {
  document.documentElement.hidden = true;
  fetch(exit.href, { keepalive: true, redirect: "manual", cache: "no-store" }).catch(() => {});
  window.location.replace(exit.dataset.exit);
}

if (exit) {
  let presses = [];
  exit.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift") {
      presses = [];
      return;
    }
    presses = [...presses.filter((at) => event.timeStamp - at < 2000), event.timeStamp];
    if (presses.length === 3) leave();
  });
}
