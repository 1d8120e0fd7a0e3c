// A file that is too large is not sent at all: the server would refuse it, but only the browser can say so at once.
"use strict";

const upload = document.querySelector("form[data-upload]");
const file = upload?.querySelector("input[data-max-bytes]");

function check() {
  const isTooLarge = file.files.length > 0 && file.files[0].size > Number(file.dataset.maxBytes);
  file.setCustomValidity(isTooLarge ? file.dataset.tooLarge : "");
  return !isTooLarge;
}

file?.addEventListener("change", () => check() || file.reportValidity());
upload?.addEventListener("submit", (event) => {
  if (!check()) {
    event.preventDefault();
    file.reportValidity();
  }
});
