/* What the pages do beyond HTML and htmx. Each of these is a nicety: without this file everything still works.
   Loaded in the head without defer, because the theme must be set before the first paint. */
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("has-script");

  // --- Theme: chosen on the server by the cookie; without a choice, the device's wish. ---------------------------
  const deviceIsDark = matchMedia("(prefers-color-scheme: dark)");
  const chosenTheme = () => (document.cookie.match(/(?:^|; )theme=(light|dark)/) || [])[1] || "";
  const showTheme = () => {
    root.dataset.bsTheme = chosenTheme() || (deviceIsDark.matches ? "dark" : "light");
    for (const button of document.querySelectorAll("[data-theme-choice]"))
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === chosenTheme()));
  };
  const chooseTheme = (theme) => {
    const age = theme ? 31536000 : 0;
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `theme=${theme}; Max-Age=${age}; Path=/; SameSite=Lax${secure}`;
    showTheme();
  };
  showTheme();
  deviceIsDark.addEventListener("change", showTheme);

  const say = (name) => document.body.dataset[name] || "";
  const closest = (event, selector) => event.target instanceof Element && event.target.closest(selector);

  // --- Clicks --------------------------------------------------------------------------------------------------
  const copy = async (button) => {
    const source = document.getElementById(button.dataset.copy);
    source.select();
    try { await navigator.clipboard.writeText(source.value); } catch { document.execCommand("copy"); }
    const label = button.querySelector("span");
    const before = label.textContent;
    label.textContent = say("sayCopied");
    setTimeout(() => { label.textContent = before; }, 2000);
  };
  const closeMenus = (except) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]"))
      if (!except || !menu.contains(except)) menu.open = false;
  };
  document.addEventListener("click", (event) => {
    closeMenus(event.target);
    let button;
    if ((button = closest(event, "[data-theme-choice]"))) chooseTheme(button.dataset.themeChoice);
    if ((button = closest(event, "[data-copy]"))) copy(button);
    if ((button = closest(event, "[data-close-notice]"))) button.closest("[data-notice]").remove();
    if (closest(event, "[data-close-trouble]")) trouble("");
  });
  document.addEventListener("toggle", (event) => {
    const card = event.target.matches("details.q-due[open]") && event.target.lastElementChild;
    if (card && card.getBoundingClientRect().right > innerWidth) event.target.classList.add("is-flipped");
  }, true);
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && closest(event, "details[data-menu][open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
    const free = !event.ctrlKey && !event.metaKey && !event.altKey && !closest(event, "input, textarea, select, [contenteditable]");
    const wanted = event.key.length === 1 && free && document.querySelector(`[data-focus-key="${CSS.escape(event.key)}"]`);
    if (wanted) { event.preventDefault(); wanted.focus(); wanted.select(); }
  });

  // --- Forms ---------------------------------------------------------------------------------------------------
  document.addEventListener("change", (event) => {
    const form = closest(event, "form[data-submits-on-change]");
    if (form) form.requestSubmit();
  });
  document.addEventListener("formdata", (event) => {
    // An address says only what was asked for.
    if (event.target.method !== "get") return;
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });
  const hold = (form) => {
    form.dataset.sent = "yes";
    for (const button of form.querySelectorAll("button:not([type=button])")) button.setAttribute("aria-disabled", "true");
    // An answer that is a file leaves the page where it is.
    setTimeout(() => release(form), 8000);
  };
  const release = (form) => {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
  };
  const isGuarded = (form) => form.matches && form.matches("form") && !form.matches("[data-autosave]");
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (form.matches("[data-keeps-page]")) form.elements.next.value = location.pathname + location.search;
    hold(form);
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));

  // --- htmx: what the server answered, or that it did not ----------------------------------------------------------
  const trouble = (kind) => {
    const region = document.getElementById("trouble");
    if (!region) return;
    region.hidden = !kind;
    for (const line of region.querySelectorAll("[data-trouble]")) line.hidden = line.dataset.trouble !== kind;
  };
  const tellSaved = (element, state) => {
    const form = element.closest && element.closest("form[data-autosave]");
    const output = form && form.querySelector("[data-saved]");
    if (!output) return;
    const time = new Date().toLocaleTimeString("ru", { hour: "2-digit", minute: "2-digit" });
    output.textContent = state === "saved" ? `${say("saySaved")}, ${time}` : say(state === "saving" ? "saySaving" : "sayUnsaved");
    output.classList.toggle("is-unsaved", state === "unsaved");
  };
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (isGuarded(event.target) && event.target.dataset.sent) { event.preventDefault(); return; }
    if (isGuarded(event.target)) hold(event.target);
    tellSaved(event.target, "saving");
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (isGuarded(event.target)) release(event.target);
    tellSaved(event.target, event.detail.successful ? "saved" : "unsaved");
    if (event.detail.successful) trouble("");
  });
  document.addEventListener("htmx:sendError", () => trouble("offline"));
  document.addEventListener("htmx:timeout", () => trouble("offline"));
  document.addEventListener("htmx:responseError", (event) => trouble(event.detail.xhr.status < 500 ? "refused" : "broken"));
  addEventListener("offline", () => trouble("offline"));
  addEventListener("online", () => trouble(""));

  // --- Once the page is there, and after each piece that htmx brings ----------------------------------------------
  const fadeNotices = (within) => {
    // One with a way back stays until it is closed: nobody should have to hurry.
    for (const notice of within.querySelectorAll(".q-notice:is(.is-success, .is-info):not(:has(form))"))
      setTimeout(() => { if (!notice.matches(":hover, :focus-within")) notice.remove(); }, 12000);
  };
  const arrive = (within) => {
    const summary = within.querySelector("[data-focus-me]");
    if (summary) summary.focus();
    fadeNotices(within);
  };
  const showOpenTab = () => {
    const tab = document.querySelector(".q-tabs [aria-current]");
    if (tab) tab.parentElement.scrollLeft = tab.offsetLeft - (tab.parentElement.clientWidth - tab.offsetWidth) / 2;
  };
  document.addEventListener("DOMContentLoaded", () => { showTheme(); showOpenTab(); arrive(document); });
  document.addEventListener("htmx:afterSettle", (event) => arrive(event.target));
})();
