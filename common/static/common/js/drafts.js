/* A long form keeps what is being written in this browser until it is saved on the server; rows are added and taken out
   on the spot; a page is printed. Without this file the form's own buttons do all of it but the keeping. */
(() => {
  "use strict";
  const PREFIX = "qatysu-draft:", PAUSE = 400;
  const shelf = (() => { try { localStorage.setItem(PREFIX, "1"); localStorage.removeItem(PREFIX); return localStorage; } catch { return null; } })();
  const read = (key) => { try { return JSON.parse(shelf.getItem(PREFIX + key)); } catch { return null; } };
  const forget = (key) => { if (shelf) shelf.removeItem(PREFIX + key); };

  // --- What a form holds: [name, value] in order, without what belongs to one page only -------------------------
  const isOwn = (field) => field.name && field.name !== "csrfmiddlewaretoken" && !["file", "submit", "button"].includes(field.type);
  const valuesOf = (form) => [...form.elements].filter(isOwn).filter((field) => !["checkbox", "radio"].includes(field.type) || field.checked)
    .map((field) => [field.name, field.value.replace(/\r\n?/g, "\n")]);
  const sameValues = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const fill = (form, values) => {
    const given = new Map(values);
    makeRows(form, given);
    for (const field of [...form.elements].filter(isOwn)) {
      if (field.type === "checkbox" || field.type === "radio") field.checked = values.some(([name, value]) => name === field.name && value === field.value);
      else if (given.has(field.name)) field.value = given.get(field.name);
    }
    for (const tick of form.querySelectorAll("[data-group-row] input[name$='-DELETE']")) showRow(tick);
  };

  // --- Rows -------------------------------------------------------------------------------------------------------
  const total = (box) => box.querySelector(`input[name="${box.dataset.prefix}-TOTAL_FORMS"]`);
  const addRow = (box) => {
    const count = total(box), number = Number(count.value);
    if (number >= Number(box.dataset.most)) return null;
    const holder = document.createElement("div");
    holder.innerHTML = box.querySelector("template").innerHTML.replaceAll("__prefix__", number);
    const row = holder.firstElementChild;
    box.querySelector("[data-group-rows]").append(row);
    count.value = number + 1;
    return row;
  };
  const makeRows = (form, given) => {
    for (const box of form.querySelectorAll("[data-groups]")) {
      const wanted = Number(given.get(total(box).name)) || 0;
      while (Number(total(box).value) < wanted && addRow(box));
      for (const row of [...box.querySelectorAll("[data-group-row]")].slice(wanted)) row.remove();
    }
  };
  const showRow = (tick) => tick.closest("[data-group-row]").classList.toggle("is-out", tick.checked);

  // --- Keeping ----------------------------------------------------------------------------------------------------
  const say = (form, text, unsaved = false) => {
    const line = form.querySelector("[data-draft-said]");
    if (line) { line.textContent = text; line.classList.toggle("is-unsaved", unsaved); }
  };
  const baseOf = (form) => Number(form.elements[form.dataset.draftBase]?.value || 0);
  const keep = (form) => {
    if (!shelf) return;
    try { shelf.setItem(PREFIX + form.dataset.draft, JSON.stringify({ base: baseOf(form), values: valuesOf(form) })); } catch { return; }
    say(form, form.dataset.sayKept || "", true);
  };
  const watch = (form) => {
    const key = form.dataset.draft, fresh = valuesOf(form);
    const notice = form.querySelector("[data-draft-restored]");
    const without = (values) => values.filter(([name]) => name !== form.dataset.draftBase);
    const kept = shelf && read(key);
    if (form.hasAttribute("data-draft-posted")) keep(form);
    else if (kept && !sameValues(without(kept.values), without(fresh))) {
      fill(form, kept.values);
      if (notice) notice.hidden = false;
      say(form, form.dataset.sayKept || "", true);
    } else if (!form.hasAttribute("data-draft-local")) forget(key);
    let timer = 0;
    const later = () => { clearTimeout(timer); timer = setTimeout(() => keep(form), PAUSE); };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    addEventListener("pagehide", () => { clearTimeout(timer); if (shelf && read(key)) keep(form); });
    notice?.querySelector("[data-draft-forget]").addEventListener("click", () => { clearTimeout(timer); forget(key); location.reload(); });
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-draft]") || form.method !== "post") return;
    keep(form);
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    say(form, form.dataset.sayOffline || "", true);
  }, true);

  // --- Wiring -----------------------------------------------------------------------------------------------------
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-add-group], [data-print]");
    if (!button) return;
    if (button.matches("[data-print]")) { print(); return; }
    event.preventDefault();
    addRow(button.closest("[data-groups]"))?.querySelector("textarea, input")?.focus();
  });
  document.addEventListener("change", (event) => { if (event.target.matches("[data-group-row] input[name$='-DELETE']")) showRow(event.target); });
  const begin = () => {
    const saved = document.querySelector("[data-draft-saved]");
    if (saved && shelf) {
      const kept = read(saved.dataset.draftSaved);
      if (kept && kept.base < Number(saved.dataset.draftNumber)) forget(saved.dataset.draftSaved);
    }
    for (const form of document.querySelectorAll("form[data-draft]")) watch(form);
    for (const tick of document.querySelectorAll("[data-group-row] input[name$='-DELETE']")) showRow(tick);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin); else begin();
})();
