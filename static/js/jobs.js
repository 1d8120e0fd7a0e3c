// A job's page looks again every two seconds while the work goes on, and replaces only what has changed.
"use strict";

async function lookAgain() {
  const old = document.querySelector("[data-job]");
  try {
    const response = await fetch(window.location.href, { headers: { Accept: "text/html" } });
    if (response.ok && !response.redirected) {
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.querySelector("[data-job]");
      if (fresh && fresh.innerHTML !== old.innerHTML) {
        const focused = old.contains(document.activeElement) && fresh.dataset.jobActive !== undefined;
        old.innerHTML = fresh.innerHTML;
        if (fresh.dataset.jobActive === undefined) delete old.dataset.jobActive;
        if (focused) old.querySelector("a")?.focus();
      }
    }
  } catch {
    // The server is away for a moment: the next look will tell.
  }
  if (old.dataset.jobActive !== undefined) window.setTimeout(lookAgain, 2000);
}

window.setTimeout(lookAgain, 2000);
