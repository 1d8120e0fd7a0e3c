// Passkeys: shows the forms a browser can answer, joins them to allauth's scripts, and says when one gives up.
"use strict";

const JOIN = { login: "loginForm", authenticate: "authenticateForm", add: "addForm" };
const fault = document.querySelector("[data-passkey-error]");

function tell(name) {
  if (!fault) return;
  const known = fault.querySelector(`[data-fault="${name}"]`) ? name : "other";
  for (const text of fault.querySelectorAll("[data-fault]")) text.hidden = text.dataset.fault !== known;
  fault.hidden = false;
  fault.scrollIntoView({ block: "nearest" });
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  tell(event.detail.exception.name);
});

if (window.PublicKeyCredential) {
  for (const missing of document.querySelectorAll("[data-passkey-missing]")) missing.hidden = true;
  for (const form of document.querySelectorAll("[data-passkey]")) {
    form.hidden = false;
    const button = form.querySelector("#passkey-knopf");
    window.allauth.webauthn.forms[JOIN[form.dataset.passkey]]({
      ids: {
        login: button.id,
        authenticate: button.id,
        add: button.id,
        credential: form.querySelector("[name=credential]").id,
        passwordless: "id_passwordless",
        data: document.getElementById("js_data") ? "js_data" : undefined,
      },
    });
    button.addEventListener("click", (event) => {
      event.preventDefault(); // allauth's script sends the form once the device has answered
      if (fault) fault.hidden = true;
    });
  }
}
