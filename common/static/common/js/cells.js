/* Writing into cells: each text is saved by itself when its writer pauses. What has not reached the server stays in the
   browser under person, row, cell and version, and is sent when the line is back; what somebody else wrote meanwhile is
   shown, never overwritten. Without this file the form's own button saves the row. */
(() => {
  "use strict";
  const PAUSE = 900, AGAIN = 15000, PREFIX = "qatysu-cell";
  const home = () => document.querySelector("[data-amendments]");
  const say = (name) => home()?.dataset[name] || "";
  const pageWord = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const token = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
  const clock = () => new Date().toLocaleTimeString("ru", { hour: "2-digit", minute: "2-digit" });

  // --- What the browser keeps: {url, text, version, place, edit} ------------------------------------------------
  const shelf = (() => { try { localStorage.setItem(PREFIX, "1"); localStorage.removeItem(PREFIX); return localStorage; } catch { return null; } })();
  const drawer = () => `${PREFIX}:${home().dataset.person}:${home().dataset.table}:`;
  const keyOf = (cell, version) => `${drawer()}${ownerOf(cell)}:${cell.name}:${version}`;
  const keep = (cell, state) => {
    if (!shelf) return;
    const form = cell.form;
    const kept = { url: cell.dataset.save, text: cell.value, version: state.version, place: form.dataset.place, edit: form.dataset.edit };
    try { shelf.setItem(keyOf(cell, state.version), JSON.stringify(kept)); } catch { /* full: the server is the only place then */ }
  };
  const forget = (cell) => {
    for (const key of keptKeys()) if (key.startsWith(`${drawer()}${ownerOf(cell)}:${cell.name}:`)) shelf.removeItem(key);
  };
  const keptKeys = () => (shelf && home() ? Object.keys(shelf).filter((key) => key.startsWith(drawer())) : []);
  const ownerOf = (cell) => cell.form.dataset.owner;

  // --- The state of each text on the page -----------------------------------------------------------------------
  const states = new WeakMap();
  const stateOf = (cell) => {
    if (!states.has(cell)) states.set(cell, { version: Number(cell.form.elements.version.value), sent: cell.value, timer: 0, flight: null, stuck: false });
    return states.get(cell);
  };
  const foot = (cell) => cell.closest(".q-cell, .q-field").querySelector("[data-foot]");
  const tell = (cell, text, unsaved = false) => { const line = foot(cell); line.textContent = text; line.classList.toggle("is-unsaved", unsaved); };
  const chip = (cell, filled) => {
    const box = cell.closest(".q-cell")?.querySelector("[data-chip] .q-chip");
    if (!box) return;
    box.className = `q-chip is-${filled ? "soon" : "late"}`;
    box.textContent = say(filled ? "sayDraft" : "sayMissing");
  };
  const sameText = (one, other) => one.replace(/\r\n?/g, "\n") === other.replace(/\r\n?/g, "\n");

  // --- Saving ---------------------------------------------------------------------------------------------------
  const post = (url, text, version, page) => fetch(url, {
    method: "POST", credentials: "same-origin", keepalive: text.length < 20000, headers: { "X-CSRFToken": token(), "X-Requested-With": "fetch" },
    body: new URLSearchParams({ text, version, page }),
  });
  const save = async (cell) => {
    const state = stateOf(cell);
    clearTimeout(state.timer);
    if (state.flight) { await state.flight; return save(cell); }
    if (state.stuck || sameText(cell.value, state.sent)) return;
    keep(cell, state);
    const text = cell.value;
    tell(cell, say("saySaving"));
    state.flight = post(cell.dataset.save, text, state.version, pageWord).then((answer) => answered(cell, text, answer), () => later(cell, say("sayKept")));
    await state.flight;
    state.flight = null;
  };
  const answered = async (cell, text, answer) => {
    const state = stateOf(cell);
    if (answer.redirected || answer.status === 403) return later(cell, say("saySignedOut"));
    if (answer.status === 409) return showConflict(cell, await answer.text());
    if (answer.status >= 500) return later(cell, say("sayKept"));
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) { state.stuck = Boolean(said.final); return tell(cell, said.refused || say("sayKept"), true); }
    state.version = said.version;
    state.sent = text;
    forget(cell);
    const form = cell.form;
    const scope = form.closest("[data-row], section") || form;
    for (const field of scope.querySelectorAll("input[name=version]")) field.value = Math.max(Number(field.value), said.version);
    tell(cell, `${say("saySaved")} ${clock()}`);
    chip(cell, cell.value.trim() !== "");
    if (!sameText(cell.value, text)) plan(cell);
  };
  const later = (cell, why) => {
    const state = stateOf(cell);
    tell(cell, why, true);
    clearTimeout(state.timer);
    state.timer = setTimeout(() => save(cell), AGAIN);
  };
  const plan = (cell) => {
    const state = stateOf(cell);
    clearTimeout(state.timer);
    if (sameText(cell.value, state.sent) || state.stuck) return;
    keep(cell, state);
    tell(cell, say("sayTyping"));
    state.timer = setTimeout(() => save(cell), PAUSE);
  };

  // --- Somebody else wrote ----------------------------------------------------------------------------------------
  const showConflict = (cell, html) => {
    const state = stateOf(cell);
    state.stuck = true;
    tell(cell, "");
    const line = foot(cell);
    line.innerHTML = html;
    const box = line.querySelector("[data-conflict]");
    box.addEventListener("click", (event) => {
      const button = event.target.closest("[data-choose]");
      if (!button) return;
      const theirs = box.querySelector("[data-theirs]").value;
      if (button.dataset.choose === "theirs") cell.value = theirs;
      if (button.dataset.choose === "both") cell.value = `${theirs}\n${cell.value}`;
      forget(cell);
      Object.assign(state, { version: Number(box.dataset.version), sent: theirs, stuck: false });
      tell(cell, "");
      cell.focus();
      if (button.dataset.choose === "mine" || button.dataset.choose === "both") plan(cell);
    });
  };

  // --- Texts that an earlier page could not send -------------------------------------------------------------------
  const cellFor = (key) => {
    const [owner, name] = key.slice(drawer().length).split(":");
    const form = document.querySelector(`form[data-owner="${CSS.escape(owner)}"]`);
    return form && form.elements[name];
  };
  const restore = (within) => {
    for (const key of keptKeys()) {
      const cell = cellFor(key);
      if (!cell || !within.contains(cell) || states.has(cell)) continue;
      const kept = JSON.parse(shelf.getItem(key));
      if (sameText(kept.text, cell.value)) { shelf.removeItem(key); continue; }
      const state = stateOf(cell);
      shelf.removeItem(key);
      state.version = kept.version;
      cell.value = kept.text;
      tell(cell, say("sayRestored"), true);
      keep(cell, state);
      state.timer = setTimeout(() => save(cell), PAUSE);
    }
  };
  const sendKept = async () => {
    for (const key of keptKeys()) {
      if (cellFor(key)) continue;
      const kept = JSON.parse(shelf.getItem(key));
      const answer = await post(kept.url, kept.text, kept.version, pageWord).catch(() => null);
      if (answer) await answer.text().catch(() => "");
      if (answer && answer.ok && !answer.redirected) shelf.removeItem(key);
    }
    showKept();
  };
  const showKept = () => {
    const notice = document.querySelector("[data-kept]");
    if (!notice) return;
    const waiting = new Map();
    for (const key of keptKeys()) if (!cellFor(key)) { const kept = JSON.parse(shelf.getItem(key)); waiting.set(kept.edit, kept.place); }
    notice.hidden = waiting.size === 0;
    const list = notice.querySelector("[data-kept-rows]");
    list.replaceChildren(...[...waiting].map(([address, place]) => Object.assign(document.createElement("a"), { href: address, textContent: `${place} ` })));
  };

  // --- Steps of a row wait until its texts are saved --------------------------------------------------------------
  const pending = (scope) => [...scope.querySelectorAll("[data-save]")].filter((cell) => {
    const state = states.get(cell);
    return state && (state.flight || !sameText(cell.value, state.sent));
  });
  const flush = async (scope) => { for (const cell of pending(scope)) await save(cell); return pending(scope).length === 0; };
  document.addEventListener("htmx:confirm", (event) => {
    const scope = event.detail.elt.closest("[data-row]");
    if (!scope || !pending(scope).length) return;
    event.preventDefault();
    flush(scope).then((saved) => { if (saved) event.detail.issueRequest(true); });
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("form[data-cells]")) { event.preventDefault(); flush(form); return; }
    if (!home()?.contains(form) || event.defaultPrevented || form.dataset.flushed) return;
    if (!pending(document).length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    flush(document).then((saved) => { if (saved) { form.dataset.flushed = "yes"; form.requestSubmit(); } });
  }, true);

  // --- The order of rows --------------------------------------------------------------------------------------------
  const bodies = () => [...document.querySelectorAll("#rows > tbody[data-row]")];
  const renumber = () => bodies().forEach((body, index) => { for (const box of body.querySelectorAll("[data-number]")) box.textContent = index + 1; });
  document.addEventListener("rowMoved", (event) => {
    const body = document.getElementById(`row-${event.detail.row}`);
    const others = bodies().filter((other) => other !== body);
    const focused = document.activeElement;
    if (event.detail.to > others.length) body.parentElement.append(body);
    else others[event.detail.to - 1].before(body);
    renumber();
    if (body.contains(focused)) focused.focus();
    body.scrollIntoView({ block: "nearest" });
  });
  let dragged = null;
  const unmark = () => { for (const body of bodies()) body.classList.remove("is-dragged", "is-target"); };
  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[draggable]")?.closest("tbody[data-move]") || null;
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.id);
    dragged.classList.add("is-dragged");
  });
  document.addEventListener("dragover", (event) => {
    const over = dragged && event.target.closest?.("tbody[data-move]");
    if (!over) return;
    event.preventDefault();
    for (const body of bodies()) body.classList.toggle("is-target", body === over && over !== dragged);
  });
  document.addEventListener("drop", (event) => {
    const over = dragged && event.target.closest?.("tbody[data-move]");
    if (!over || over === dragged) return;
    event.preventDefault();
    const to = bodies().filter((body) => body !== dragged).indexOf(over) + 1;
    window.htmx.ajax("POST", dragged.dataset.move, { source: dragged, swap: "none", values: { to } });
  });
  document.addEventListener("dragend", () => { dragged = null; unmark(); });

  // --- Wiring ------------------------------------------------------------------------------------------------------
  document.addEventListener("input", (event) => { if (event.target.matches("[data-save]")) plan(event.target); });
  document.addEventListener("change", (event) => { if (event.target.matches("[data-save]")) save(event.target); });
  document.addEventListener("focusin", (event) => { if (event.target.matches("[data-save]")) stateOf(event.target); });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-insert]");
    if (!button) return;
    const cell = document.getElementById(button.dataset.insert);
    stateOf(cell);
    cell.value = [cell.value.trimEnd(), button.dataset.text].filter(Boolean).join("\n");
    plan(cell);
    cell.focus();
  });
  const waiting = () => [...document.querySelectorAll("[data-save]")].filter((cell) => states.has(cell));
  addEventListener("online", () => { for (const cell of waiting()) save(cell); sendKept(); });
  addEventListener("pagehide", () => { for (const cell of waiting()) save(cell); });
  const arrive = (within) => {
    for (const cell of within.querySelectorAll("[data-save]")) if (!keptKeys().some((key) => cellFor(key) === cell)) stateOf(cell);
    restore(within);
    document.querySelector("[data-until-rows]")?.toggleAttribute("hidden", bodies().length > 0);
    document.querySelector("#rows > thead")?.toggleAttribute("hidden", bodies().length === 0);
    renumber();
  };
  document.addEventListener("htmx:afterSettle", (event) => {
    arrive(event.target.isConnected ? event.target : document);
    const target = event.target;
    const opened = target.matches("#rows") ? target.lastElementChild : target;
    if (!opened?.matches("tbody[data-row]") || opened.contains(document.activeElement)) return;
    if (opened.matches(".is-open")) opened.querySelector("[data-save]")?.focus({ preventScroll: true });
    else opened.querySelector(".q-steps a")?.focus();
  });
  const begin = () => { if (home()) { arrive(document); sendKept(); } };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin); else begin();
})();
