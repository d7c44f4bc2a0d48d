// Progressive enhancement only: every page works without this file.
// Keys: / search, ? the list of keys, j k through rows, Enter opens, b basket, n p next and previous record,
// e amend, Esc leaves. Single letters can be switched off (WCAG 2.1.4) and never act inside a field.
"use strict";

// A sentence in the language of the page: `said("{count} names.", { count: 3 })`. Pages in English bring
// no words along (`app/web/script_words.py`), and the sentence stands as it is.
const said = (() => {
  const brought = document.querySelector("meta[name='chancery-words']");
  const words = brought ? JSON.parse(brought.content) : {};
  return (sentence, values = {}) =>
    (words[sentence] ?? sentence).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
})();

(() => {
  const STORE = "chancery.single-keys";
  const FIELDS = "input, select, textarea, [contenteditable]";

  const remembered = () => {
    try {
      return window.localStorage.getItem(STORE);
    } catch {
      return null; // storage refused by the browser: the keys stay on
    }
  };
  // What was chosen in this browser counts; else what the account says (`data-single-keys`).
  const keysAreOn = () => (remembered() ?? document.documentElement.dataset.singleKeys) !== "off";
  const remember = (value) => {
    try {
      window.localStorage.setItem(STORE, value);
    } catch {
      // nothing to do: the choice then lasts for this page only
    }
  };

  const searchField = () => {
    const fields = [...document.querySelectorAll("[data-search-field]")];
    return fields.find((field) => field.offsetParent !== null);
  };

  const rows = () =>
    [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent !== null);
  const rowLink = (row) => row.querySelector("a[href]");
  const current = () => rows().findIndex((row) => row.classList.contains("is-current"));

  const goToRow = (step) => {
    const all = rows();
    if (all.length === 0) return;
    const index = Math.min(Math.max(current() + step, 0), all.length - 1);
    all.forEach((row) => row.classList.remove("is-current"));
    all[index].classList.add("is-current");
    const link = rowLink(all[index]);
    if (link) link.focus();
    all[index].scrollIntoView({ block: "nearest" });
  };

  const follow = (selector) => {
    const link = document.querySelector(selector);
    if (link) link.click();
  };

  // The line that j and k chose, else the record that the page is about.
  const pickIntoBasket = () => {
    const row = rows()[current()];
    const button = (row ?? document).querySelector(
      row ? "[data-basket] button" : "[data-basket-of-page] button"
    );
    if (!button) return false;
    button.click();
    return true;
  };

  const actions = {
    "/": () => {
      const field = searchField();
      if (!field) return false;
      field.focus();
      field.select();
      return true;
    },
    "?": () => follow("[data-keyboard-page]"),
    j: () => goToRow(1),
    k: () => goToRow(-1),
    b: pickIntoBasket,
    n: () => follow("main a[rel='next']"),
    p: () => follow("main a[rel='prev']"),
    e: () => follow("[data-amend]"),
  };

  const leave = (event) => {
    if (event.target.matches(FIELDS)) {
      event.target.blur();
      return;
    }
    const menu = document.querySelector("details.menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") {
      leave(event);
      return;
    }
    if (event.target.matches(FIELDS) || !keysAreOn()) return;
    const action = actions[event.key];
    if (action && action() !== false) event.preventDefault();
  });

  // The list of keys: a switch that works only here, so it is made here.
  const place = document.querySelector("[data-key-switch]");
  if (place) {
    const words = document.createElement("p");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    const show = () => {
      words.textContent = keysAreOn()
        ? said("Single letters are switched on in this browser.")
        : said("Single letters are switched off in this browser.");
      button.textContent = keysAreOn()
        ? said("Switch single letters off")
        : said("Switch single letters on");
    };
    button.addEventListener("click", () => {
      remember(keysAreOn() ? "off" : "on");
      show();
    });
    words.setAttribute("role", "status");
    show();
    place.replaceChildren(words, button);
  }

  // Saving the choice with the account takes this browser's own choice back.
  const settings = document.querySelector("form[data-keys-of-account]");
  if (settings) {
    settings.addEventListener("submit", () => {
      try {
        window.localStorage.removeItem(STORE);
      } catch {
        // nothing was kept here
      }
    });
  }

  // Lists that can be narrowed while typing; the form beside the field does the same without script.
  document.querySelectorAll("[data-filter]").forEach((field) => {
    const table = document.getElementById(field.dataset.filter);
    if (!table) return;
    const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    field.addEventListener("input", () => {
      const wanted = plain(field.value.trim());
      table.querySelectorAll("tbody tr").forEach((row) => {
        row.hidden = !plain(row.textContent).includes(wanted);
      });
    });
  });

  // On paper nothing stays folded away; browsers that know ::details-content need no help.
  if (!CSS.supports("selector(::details-content)")) {
    let opened = [];
    window.addEventListener("beforeprint", () => {
      opened = [...document.querySelectorAll("main details:not([open], .as-list)")];
      opened.forEach((one) => { one.open = true; });
    });
    window.addEventListener("afterprint", () => opened.forEach((one) => { one.open = false; }));
  }

  // A summary of errors takes the focus, so that it is read first.
  const errors = document.querySelector(".notice[role='alert'][tabindex='-1']");
  if (errors) errors.focus();
})();
