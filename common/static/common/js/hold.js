/* A hearing as it goes on. The moderator's screen: each entry is written into this browser first, shown at once, and sent in
   order; without a connection it waits, over a reload too, and arrives once, because it carries a key of its own. The
   screen of the room: shows itself anew. Without this file the screen works by plain forms. */
(() => {
  "use strict";
  const home = document.querySelector("[data-live]");
  if (!home) return;
  const POLL = 4000, AGAIN = 4000, PATIENCE = 20000;
  const writes = Boolean(home.dataset.entryUrl);
  const say = (name) => home.dataset[name] || "";
  const all = (selector, within = home) => [...within.querySelectorAll(selector)];
  const rowOf = (key) => (key ? home.querySelector(`[data-row="${CSS.escape(key)}"]`) : null);

  // --- The clock of the server: the browser's may be wrong ---------------------------------------------------------
  let ahead = 0;
  const meta = () => home.querySelector("[data-piece=meta]");
  const readClock = () => { ahead = Date.now() - Number(meta().dataset.now); };
  const seconds = (moment) => Math.round((moment - ahead) / 1000);
  const clock = (total) => `${Math.floor(total / 60)}:${String(total % 60).padStart(2, "0")}`;

  const tick = () => {
    const now = seconds(Date.now());
    for (const row of all("[data-timer]")) {
      const box = row.closest("[data-started]");
      if (!box || box.dataset.state !== "speaking") continue;
      const spent = Math.max(0, now - Number(box.dataset.started)), limit = Number(box.dataset.limit);
      row.textContent = `${clock(spent)} / ${clock(limit)}`;
      row.classList.toggle("is-late", spent > limit);
      row.classList.toggle("is-soon", spent <= limit && spent > limit - 30);
    }
    const line = home.querySelector("[data-late]");
    if (line && home.dataset.state !== "held") showLate(line, late(now));
  };
  // As hearings.lateness counts it.
  const late = (now) => {
    const items = all("[data-item]"), length = (row) => Number(row.dataset.minutes) * 60;
    const startsAt = Number(meta().dataset.startsAt);
    const planned = startsAt + items.reduce((sum, row) => sum + length(row), 0);
    const toCome = items.filter((row) => row.dataset.state === "waiting").reduce((sum, row) => sum + length(row), 0);
    const current = items.find((row) => row.dataset.state === "going_on");
    const ended = items.map((row) => Number(row.dataset.ended || 0)).filter(Boolean);
    if (current) return Math.max(Number(current.dataset.started) + length(current), now) + toCome - planned;
    if (ended.length) return (toCome ? Math.max(now, ...ended) : Math.max(...ended)) + toCome - planned;
    return Math.max(now, startsAt) + toCome - planned;
  };
  const showLate = (line, by) => {
    const minutes = Math.trunc(by / 60);
    const text = minutes > 0 ? say("sayLate") : minutes < 0 ? say("sayAhead") : say("sayOnTime");
    const said = text.replace("#", Math.abs(minutes));
    if (line.textContent !== said) line.textContent = said;
    line.classList.toggle("is-late", minutes > 0);
    line.classList.toggle("is-good", minutes <= 0);
  };

  // --- What waits in this browser ------------------------------------------------------------------------------------
  const QUEUE = `qatysu-hold:${home.dataset.person}:${home.dataset.hearing}:`;
  const REFUSED = `qatysu-hold-refused:${home.dataset.person}:${home.dataset.hearing}:`;
  const memory = new Map();  // where the browser keeps nothing
  let keepsNothing = false;
  const put = (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); } catch { memory.set(key, value); keepsNothing = true; } };
  const drop = (key) => { memory.delete(key); try { localStorage.removeItem(key); } catch { /* nothing is kept there */ } };
  const read = (key) => { if (memory.has(key)) return memory.get(key); try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  const kept = (prefix) => {
    let keys = [...memory.keys()];
    try { keys = keys.concat(Object.keys(localStorage)); } catch { /* nothing is kept there */ }
    return keys.filter((key) => key.startsWith(prefix)).sort().map((key) => [key, read(key)]).filter(([, value]) => value);
  };
  const newKey = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64; bytes[8] = (bytes[8] & 63) | 128;
    return Array.from(bytes, (byte, at) => ([4, 6, 8, 10].includes(at) ? "-" : "") + byte.toString(16).padStart(2, "0")).join("");
  };
  let last = 0;
  const write = (kind, fields, label) => {
    const earlier = kept(QUEUE).at(-1);
    last = Math.max(Date.now(), last + 1, earlier ? Number(earlier[0].slice(QUEUE.length).split("-")[0]) + 1 : 0);
    const entry = { key: newKey(), kind, made: Date.now(), fields, label };
    put(`${QUEUE}${String(last).padStart(15, "0")}-${entry.key}`, entry);
    apply(entry);
    showWaiting();
    drain();
    return entry;
  };

  let trouble = "";
  const showWaiting = () => {
    if (!writes) return;
    const count = kept(QUEUE).length, line = home.querySelector("[data-waiting]");
    line.hidden = count === 0;
    if (count) line.querySelector("[data-waiting-text]").textContent = `${say("sayWaiting").replace("#", count)} ${keepsNothing ? say("sayKeepOpen") : trouble}`.trim();
    const box = home.querySelector("[data-refused]"), refused = kept(REFUSED);
    box.hidden = refused.length === 0;
    box.querySelector("ul").replaceChildren(...refused.map(([key, one]) => {
      const row = document.createElement("li"), text = document.createElement("span"), button = document.createElement("button");
      text.textContent = `${one.label}. ${one.why}`;
      Object.assign(button, { type: "button", className: "btn btn-sm btn-quiet", textContent: say("sayDismiss") });
      button.dataset.dismiss = key;
      row.append(text, " ", button);
      return row;
    }));
  };

  // --- Sending ---------------------------------------------------------------------------------------------------------
  const token = () => meta().dataset.token || "";
  const ask = async (url, options = {}) => {
    const stop = new AbortController(), timer = setTimeout(() => stop.abort(), PATIENCE);
    try { return await fetch(url, { credentials: "same-origin", signal: stop.signal, ...options }); } finally { clearTimeout(timer); }
  };
  let sending = false, timer = 0, arrived = 0;
  const drain = async () => {
    if (!writes || sending) return;
    sending = true;
    clearTimeout(timer);
    const run = async () => { let sent = false; while (await sendNext()) sent = true; return sent; };
    let sent = false;
    try {
      // Two pages of one browser share the queue: one of them sends.
      sent = navigator.locks ? await navigator.locks.request(QUEUE, { ifAvailable: true }, (lock) => (lock ? run() : false)) : await run();
    } finally { sending = false; }
    showWaiting();
    if (kept(QUEUE).length) timer = setTimeout(drain, AGAIN);
    if (sent) await refresh();
  };
  const sendNext = async () => {
    const [place, entry] = kept(QUEUE)[0] || [];
    if (!entry) return false;
    const body = new URLSearchParams(entry.fields);
    body.set("kind", entry.kind);
    body.set("entry_key", entry.key);
    body.set("age", Math.max(0, Date.now() - entry.made));
    let answer, said;
    try {
      answer = await ask(home.dataset.entryUrl, { method: "POST", body, headers: { "X-CSRFToken": token(), "X-Requested-With": "fetch" } });
      said = answer.redirected ? null : await answer.json().catch(() => null);
    } catch { trouble = say("sayOffline"); return false; }
    if (answer.redirected || answer.status === 401 || answer.status === 403) {
      // Whoever has signed in again in another tab has another token.
      trouble = say("saySignedOut");
      meta().dataset.seen = "";
      await refresh();
      return false;
    }
    if (answer.status === 422 && said?.refused) put(`${REFUSED}${place.slice(QUEUE.length)}`, { label: entry.label, why: said.refused });
    else if (!answer.ok || !said?.written) { trouble = say("sayOffline"); return false; }
    trouble = "";
    arrived += 1;
    drop(place);
    showWaiting();
    return true;
  };

  // --- The page anew, without disturbing whoever writes in it ----------------------------------------------------------
  const TEXT = "textarea, select, input:not([type=hidden]):not([type=checkbox]):not([type=radio])";
  // A button that is gone between the finger's coming down and going up is never pressed.
  let held = null;
  const isBusy = (piece) => Boolean(piece.querySelector("[data-dirty]")) || piece.contains(held) || (piece.contains(document.activeElement) && document.activeElement.matches(TEXT));
  let asking = false, again = false;
  const refresh = async () => {
    again = true;
    if (asking) return;
    asking = true;
    try { while (again) { again = false; await draw(); } } finally { asking = false; }
  };
  const draw = async () => {
    const before = arrived;
    let answer, html;
    try {
      answer = await ask(`${home.dataset.boardUrl}?seen=${meta().dataset.seen}`);
      if (answer.status === 204 || !answer.ok || answer.redirected) return;
      html = await answer.text();
    } catch { return; }
    // Asked before the last entry arrived, the page does not hold it yet.
    if (arrived !== before) { again = true; return; }
    const fresh = new DOMParser().parseFromString(html, "text/html");
    if (!fresh.querySelector("[data-piece=meta]")) return;
    let isWhole = true;
    for (const piece of fresh.querySelectorAll("[data-piece]")) {
      const old = home.querySelector(`[data-piece="${piece.dataset.piece}"]`);
      if (!old || piece.dataset.piece === "meta") continue;
      if (isBusy(old)) { isWhole = false; continue; }
      const focused = old.contains(document.activeElement) ? document.activeElement.id : null;
      for (const open of all("details[open][id]", old)) { const same = piece.querySelector(`#${CSS.escape(open.id)}`); if (same) same.open = true; }
      old.replaceWith(document.adoptNode(piece));
      if (focused !== null) refocus(focused, piece);
    }
    const next = document.adoptNode(fresh.querySelector("[data-piece=meta]"));
    if (!isWhole) next.dataset.seen = "";
    meta().replaceWith(next);
    home.dataset.state = next.dataset.state;
    home.dataset.vote = next.dataset.vote;
    readClock();
    for (const [, entry] of kept(QUEUE)) apply(entry);
    tick();
  };
  // The button that was pressed may be gone: the next one of its row, else the heading of its part.
  const refocus = (id, piece) => {
    const row = id && piece.querySelector(`[data-row="${CSS.escape(id.slice(id.indexOf("-") + 1))}"]`);
    const shown = (element) => element && element.offsetParent !== null;
    const same = id && document.getElementById(id);
    const next = shown(same) ? same : row && all("button, summary", row).find(shown);
    const target = next || piece.closest("section")?.querySelector("h2");
    if (!target) return;
    if (target.matches("h2")) target.tabIndex = -1;
    target.focus({ preventScroll: true });
  };

  // --- What an entry changes on the page before it has arrived -----------------------------------------------------------
  const fill = (row, entry) => {
    row.dataset.row = entry.key;
    row.classList.add("is-kept");
    for (const field of all("[data-key]", row)) field.value = entry.key;
    for (const field of all("[id]", row)) field.id = field.id + entry.key;
    for (const label of all("[for]", row)) label.htmlFor = label.htmlFor + entry.key;
    const given = Object.fromEntries(entry.fields);
    for (const box of all("[data-said]", row)) box.textContent = box.dataset.said.split(" ").map((name) => given[name]).filter(Boolean).join(" · ");
    return row;
  };
  const stamp = (name, entry, list, where = "append") => {
    const target = home.querySelector(list);
    if (!target || rowOf(entry.key)) return null;
    const row = fill(document.getElementById(name).content.firstElementChild.cloneNode(true), entry);
    target[where](row);
    target.hidden = false;
    return row;
  };
  const set = (row, state) => { if (row) row.dataset.state = state; };
  const swap = (row, to) => {
    const isWaiting = (other) => other.dataset.state === "waiting";
    const rows = all("[data-list=queue] > [data-row]").filter(isWaiting), at = rows.indexOf(row);
    if (to === "up" && at > 0) rows[at - 1].before(row);
    if (to === "down" && at >= 0 && at < rows.length - 1) rows[at + 1].after(row);
  };
  const showCount = (row, given) => {
    const pressed = (choice) => all(`[data-voter] [aria-pressed=true][value=${choice}]`, row).length;
    const isNamed = row.dataset.way === "named", count = (name, choice) => (isNamed ? pressed(choice) : Number(given[name] || 0));
    const counts = { inFavour: count("votes_for", "for"), against: count("votes_against", "against"), abstained: count("votes_abstained", "abstained"), spoilt: Number(given.votes_spoilt || 0) };
    const outcome = window.voteOutcome({ ...row.dataset, quorum: Number(row.dataset.quorum) }, counts, Number(given.present));
    row.querySelector("[data-counted]").textContent = `${counts.inFavour} : ${counts.against} : ${counts.abstained} · ${row.dataset[{ adopted: "sayAdopted", not_adopted: "sayNotAdopted", no_quorum: "sayNoQuorum" }[outcome]]}`;
  };
  const CHANGES = {
    open: () => { home.dataset.state = "open"; },
    reopen: () => { home.dataset.state = "open"; },
    close: () => { home.dataset.state = "held"; },
    item_start: (given, entry) => {
      for (const row of all("[data-item][data-state=going_on]")) { set(row, "over"); row.dataset.ended = seconds(entry.made); }
      const row = home.querySelector(`[data-item="${CSS.escape(given.item)}"]`);
      if (row) { set(row, "going_on"); row.dataset.started = row.dataset.started || seconds(entry.made); row.dataset.ended = ""; }
    },
    item_end: (given, entry) => { const row = home.querySelector(`[data-item="${CSS.escape(given.item)}"]`); set(row, "over"); if (row) row.dataset.ended = seconds(entry.made); },
    check_in: (given) => { const row = given.registration && home.querySelector(`[data-registration="${CSS.escape(given.registration)}"]`); if (row) row.hidden = true; },
    turn_add: (given, entry) => { const row = stamp("new-turn", entry, "[data-list=queue]"); if (row) row.dataset.limit = given.limit_seconds || 180; },
    turn_start: (given, entry) => {
      const row = rowOf(given.turn);
      if (!row || row.dataset.state === "speaking") return;
      for (const other of all("[data-list=queue] > [data-state=speaking]")) set(other, "spoken");
      set(row, "speaking");
      row.dataset.started = seconds(entry.made);
    },
    turn_end: (given) => set(rowOf(given.turn), "spoken"),
    turn_back: (given) => set(rowOf(given.turn), "waiting"),
    turn_drop: (given) => set(rowOf(given.turn), "dropped"),
    turn_move: (given) => { const row = rowOf(given.turn); if (row) swap(row, given.to); },
    proposal_add: (given, entry) => stamp("new-proposal", entry, "[data-list=proposals]", "prepend"),
    proposal_state: (given) => set(rowOf(given.proposal), given.state),
    vote_declare: (given, entry) => {
      const row = stamp("new-vote", entry, "[data-list=vote]");
      if (row) Object.assign(row.dataset, { way: given.way, rule: given.rule, base: given.base, quorum: given.quorum });
      home.dataset.vote = "going_on";
    },
    vote_cast: (given) => {
      const row = rowOf(given.vote);
      if (row) for (const button of all(`[data-voter="${CSS.escape(given.check_in)}"] button`, row)) button.setAttribute("aria-pressed", String(button.value === given.choice));
    },
    vote_close: (given) => {
      const row = rowOf(given.vote);
      if (!row || given.again) return;
      showCount(row, given);
      set(row, "counted");
      home.dataset.vote = "";
    },
    vote_drop: (given) => { set(rowOf(given.vote), "dropped"); home.dataset.vote = ""; },
  };
  const apply = (entry) => {
    // A move that is shown already is not made again on the same rows.
    if (entry.kind === "turn_move" && shown.has(entry.key) && home.querySelector("[data-list=queue]") === shown.get(entry.key)) return;
    CHANGES[entry.kind]?.(Object.fromEntries(entry.fields), entry);
    if (entry.kind === "turn_move") shown.set(entry.key, home.querySelector("[data-list=queue]"));
    tick();
  };
  const shown = new Map();

  // --- Forms become entries ----------------------------------------------------------------------------------------------
  const OWN = ["csrfmiddlewaretoken", "entry_key", "kind"];
  const possible = (form, given) => {
    if (!form.matches("[data-sum]")) return true;
    const sum = ["votes_for", "votes_against", "votes_abstained", "votes_spoilt"].reduce((total, name) => total + Number(given[name] || 0), 0);
    const field = form.elements.present, cast = form.dataset.sum === "named" ? all("[data-voter] [aria-pressed=true]", form.closest("[data-row]")).length : sum;
    field.setCustomValidity(cast > Number(field.value) ? say("sayImpossible").replace("#", cast).replace("#", field.value) : "");
    return field.reportValidity();
  };
  const labelOf = (form, submitter, given) => {
    const what = (submitter?.dataset.label || submitter?.textContent || "").trim().replace(/\s+/g, " ");
    const whom = given.name || given.text || given.question_kk || given.question_ru || form.closest("[data-row]")?.querySelector("[data-named]")?.textContent || "";
    return whom ? `${what}: ${whom.trim().slice(0, 200)}` : what;
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!writes || !form.matches("form[data-entry]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.elements.question_kk) form.elements.question_kk.required = !form.elements.question_ru.value && !form.elements.proposal.value;
    if (!form.checkValidity()) { form.reportValidity(); return; }
    const data = new FormData(form, event.submitter);
    const kind = data.get("kind"), fields = [...data].filter(([name]) => !OWN.includes(name)).map(([name, value]) => [name, String(value)]);
    const given = Object.fromEntries(fields);
    if (!possible(form, given)) return;
    form.removeAttribute("data-dirty");
    write(kind, fields, labelOf(form, event.submitter, given));
    if (!form.matches("[data-fresh]")) return;
    const keep = all("select", form).map((select) => [select, select.value]);
    form.reset();
    for (const field of all("[data-forget]", form)) field.value = "";
    for (const [select, value] of keep) select.value = value;
    const fold = form.closest("details[data-folds]");
    if (fold) fold.open = false; else form.querySelector("input:not([type=hidden]), textarea")?.focus();
  }, true);
  document.addEventListener("input", (event) => {
    event.target.setCustomValidity?.("");
    event.target.closest?.("[data-piece] form[data-entry]")?.setAttribute("data-dirty", "");
    const form = event.target.closest?.("[data-sum]");
    if (form) form.elements.present.setCustomValidity("");
  });
  document.addEventListener("click", (event) => {
    const dismissed = event.target.closest?.("[data-dismiss]");
    if (dismissed) { drop(dismissed.dataset.dismiss); showWaiting(); home.querySelector("h2").tabIndex = -1; home.querySelector("h2").focus(); }
    const put = event.target.closest?.("[data-put-to-vote]");
    if (!put) return;
    event.preventDefault();
    const row = put.closest("[data-row]"), form = document.getElementById("declare"), language = put.dataset.language || "kk";
    form.closest("details").open = true;
    form.elements.proposal.value = row.dataset.row;
    form.elements[`question_${language}`].value = row.querySelector("[data-text]").textContent.trim();
    form.elements[`question_${language}`].focus();
  });
  // Most proposals come from whoever has the floor.
  document.addEventListener("focusin", (event) => {
    const form = event.target.form, speaker = home.querySelector("[data-list=queue] > [data-state=speaking] [data-named]");
    if (event.target.name === "text" && form?.matches("[data-fresh]") && speaker && !form.elements.name.value) form.elements.name.value = speaker.textContent.trim();
  });
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, (event) => { held = event.target; }, true);
  for (const kind of ["pointerup", "pointercancel", "keyup"]) addEventListener(kind, () => setTimeout(() => { held = null; }), true);
  addEventListener("blur", () => { held = null; });
  addEventListener("online", () => { drain(); refresh(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { drain(); refresh(); } });

  readClock();
  for (const [, entry] of kept(QUEUE)) apply(entry);
  showWaiting();
  tick();
  drain();
  setInterval(tick, 1000);
  setInterval(() => { if (!asking && (!document.hidden || !writes)) refresh(); }, POLL);
})();
