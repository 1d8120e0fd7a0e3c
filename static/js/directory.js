// Looks while one types: fetches the list part of the page and shows it. Without this script the form's button does.
"use strict";

const search = document.querySelector("form[data-search]");
const results = document.querySelector(search.dataset.search);
const WAIT = 250;
let waiting = 0;
let running = null;

function addressOfSearch() {
  const asked = new URLSearchParams(new FormData(search));
  for (const [name, value] of [...asked]) if (!value.trim()) asked.delete(name);
  return `${search.getAttribute("action")}?${asked}`.replace(/\?$/, "");
}

function show(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").body;
  const status = results.querySelector("[role=status]");
  const told = fresh.querySelector("[role=status]");
  // The line that screen readers watch stays; only its words change.
  if (status.textContent !== told.textContent) status.textContent = told.textContent;
  told.remove();
  while (status.nextSibling) status.nextSibling.remove();
  status.after(...fresh.childNodes);
}

async function look() {
  const address = addressOfSearch();
  running?.abort();
  running = new AbortController();
  try {
    const response = await fetch(address, { signal: running.signal, headers: { "X-Requested-With": "fetch" } });
    if (!response.ok || response.redirected) throw new Error(response.status);
    show(await response.text());
    window.history.replaceState(null, "", address);
  } catch (error) {
    if (error.name !== "AbortError") search.submit(); // signed out meanwhile, or a fault: the page itself says so
  }
}

search.addEventListener("input", () => {
  window.clearTimeout(waiting);
  waiting = window.setTimeout(look, WAIT);
});
search.addEventListener("submit", (event) => {
  event.preventDefault();
  window.clearTimeout(waiting);
  look();
});
