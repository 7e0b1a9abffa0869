/* Compares a file with the hashes of an issued document without sending it. Where this cannot run (no script, no secure
   address, a file too large to be held), the form goes to the server as any form does. */
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  const form = document.querySelector("form[data-verify]");
  const verdict = document.querySelector("[data-verdict]");
  if (!form || !verdict || !window.crypto || !crypto.subtle) return;
  const LARGEST = 200000000;
  const known = form.dataset.verify.split(" ");

  const show = (tone, sentence, digest) => {
    const line = document.createElement("p");
    line.append(Object.assign(document.createElement("b"), { textContent: sentence }));
    const hash = document.createElement("p");
    if (digest) hash.append("sha256 ", Object.assign(document.createElement("code"), { textContent: digest }));
    verdict.className = `q-alert is-${tone}`;
    verdict.setAttribute("role", "status");
    verdict.replaceChildren(line, ...(digest ? [hash] : []));
    verdict.hidden = false;
    for (const old of form.parentElement.querySelectorAll(".q-alert:not([data-verdict])")) old.remove();
  };

  form.addEventListener("submit", async (event) => {
    const file = form.elements.file.files[0];
    if (!file || file.size > LARGEST) return;
    event.preventDefault();
    show("soon", form.dataset.sayReading, "");
    const hashed = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    const digest = [...new Uint8Array(hashed)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    show(known.includes(digest) ? "good" : "late", known.includes(digest) ? form.dataset.sayYes : form.dataset.sayNo, digest);
  });
});
