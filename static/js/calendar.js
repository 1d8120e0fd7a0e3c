// Copies the address of one's calendar. Without this script the field can be marked and copied by hand.
"use strict";

const button = document.querySelector("button[data-copy]");
const field = button && document.getElementById(button.dataset.copy);

async function copy() {
  field.select();
  await navigator.clipboard.writeText(field.value);
  document.querySelector("[data-copy-status]").textContent = button.dataset.done;
  button.querySelector(".kern-label").textContent = button.dataset.done;
}

if (button && navigator.clipboard) {
  button.hidden = false;
  button.addEventListener("click", copy);
  field.addEventListener("focus", () => field.select());
}
