// The answer to a form gets its own address, so that the way back and a reload send nothing a second time.
"use strict";

const step = document.querySelector("[data-own-address]");

if (step) history.replaceState(null, "", step.dataset.ownAddress);
