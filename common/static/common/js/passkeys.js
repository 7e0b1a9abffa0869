/* Asks the device for a passkey and puts its answer into the form, which then goes to the server as any form does.
   Forms that need it are hidden until it is known that the browser can. Also prints the codes on paper. */
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-print]")) print();
  });
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  for (const note of document.querySelectorAll("[data-no-passkeys]")) note.hidden = true;

  // --- The server speaks JSON with base64url, the browser bytes -----------------------------------------------------
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const understood = (options) => {
    const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));
    const whole = { ...options, challenge: bytes(options.challenge) };
    if (options.user) whole.user = { ...options.user, id: bytes(options.user.id) };
    if (options.excludeCredentials) whole.excludeCredentials = named(options.excludeCredentials);
    if (options.allowCredentials) whole.allowCredentials = named(options.allowCredentials);
    return whole;
  };
  const ANSWERS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const told = (credential) => JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: {},
    response: Object.fromEntries(
      ANSWERS.filter((name) => credential.response[name]).map((name) => [name, text(credential.response[name])]),
    ),
  });

  // --- One form, one question --------------------------------------------------------------------------------------
  const ask = async (form) => {
    const token = form.elements.csrfmiddlewaretoken.value;
    const answer = await fetch(form.dataset.options, {
      method: "POST", credentials: "same-origin", headers: { "X-CSRFToken": token, "X-Requested-With": "fetch" },
    });
    if (!answer.ok || answer.redirected) { location.reload(); return null; }
    const publicKey = understood(await answer.json());
    return navigator.credentials[form.dataset.passkey]({ publicKey });
  };
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const trouble = form.querySelector("[data-passkey-trouble]");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      if (form.elements.credential.value) return;
      event.preventDefault();
      trouble.hidden = true;
      try {
        const credential = await ask(form);
        if (!credential) return;
        form.elements.credential.value = told(credential);
        form.requestSubmit();
      } catch {
        trouble.hidden = false;
      }
    });
  }
  // The way back shows the form as it was sent; its answer has been used up.
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-passkey]")) form.elements.credential.value = "";
  });
});
