// Shows similar wishes while one types the title. Without this script they are shown when the form is sent.
"use strict";

const place = document.querySelector("[data-similar]");
const title = place.querySelector("#id_title");
const similar = place.querySelector("#aehnliche");
const WAIT = 400;
let waiting = 0;
let running = null;

async function look() {
  running?.abort();
  running = new AbortController();
  const address = `${place.dataset.similar}?${new URLSearchParams({ title: title.value })}`;
  try {
    const response = await fetch(address, { signal: running.signal, headers: { "X-Requested-With": "fetch" } });
    if (!response.ok || response.redirected) return;
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html").body;
    if (similar.textContent !== fresh.textContent) similar.replaceChildren(...fresh.childNodes);
  } catch {
    // A hint that does not come is no fault: the form itself looks once more.
  }
}

title.addEventListener("input", () => {
  window.clearTimeout(waiting);
  waiting = window.setTimeout(look, WAIT);
});
