// A row more without the way to the server: the button of a formset copies its template. Without this script it is sent.
"use strict";

function addRow(part) {
  const total = part.querySelector(`input[name="${part.dataset.formset}-TOTAL_FORMS"]`);
  const number = Number(total.value);
  if (number >= Number(part.dataset.most)) return false;
  const template = part.querySelector("template");
  const holder = document.createElement("div");
  holder.innerHTML = template.innerHTML.replaceAll("__prefix__", number);
  const row = holder.firstElementChild;
  template.before(row);
  total.value = number + 1;
  row.querySelector("input:not([type=hidden]), select").focus();
  return true;
}

for (const part of document.querySelectorAll("[data-formset]")) {
  part.querySelector(`button[name="${part.dataset.formset}-mehr"]`).addEventListener("click", (event) => {
    if (addRow(part)) event.preventDefault();
  });
}
