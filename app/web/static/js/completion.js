// Completes names as one types: <input data-complete="persons"> becomes a combobox with a listbox (ARIA
// Authoring Practices, list autocomplete with manual selection). Without this file it is a plain field.
// data-complete-many: several names in one field, divided by semicolons; the last one is completed.
// data-complete="query": the query language; the server says what stands before the cursor.
"use strict";

(() => {
  const PAUSE_MS = 150;
  const COMPLETE = "/complete/";
  const QUERY = "query";
  const AFTER_A_WORD = /^[\s)]/;
  let number = 0;

  const element = (tag, attributes = {}, text = "") => {
    const made = document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    made.textContent = text;
    return made;
  };

  const enhance = (field) => {
    number += 1;
    const listId = `completions-${number}`;
    const kind = field.dataset.complete;
    const isQuery = kind === QUERY;
    const isMany = "completeMany" in field.dataset;
    const frame = element("div", { class: "combobox" });
    const list = element("ul", { id: listId, role: "listbox", class: "combobox-list", hidden: "" });
    const status = element("div", { role: "status", class: "visually-hidden" });
    const label = field.id && document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
    const named = label ? label.textContent : said("Names");
    list.setAttribute("aria-label", isQuery ? said("Ways to go on") : named);
    const hadFocus = document.activeElement === field;
    field.replaceWith(frame);
    frame.append(field, list, status);
    if (hadFocus) field.focus();
    if (isQuery) {
      field.type = "text"; // a search field may not be a combobox (ARIA in HTML)
      field.setAttribute("enterkeyhint", "search");
    }
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-expanded", "false");
    field.setAttribute("aria-controls", listId);
    field.setAttribute("autocomplete", "off");

    let timer = 0;
    let request = null;
    let offered = [];
    let chosen = -1;
    let start = 0; // where the value that is completed begins
    let isEscapeOurs = false; // a list stands, is on its way, or was looked for in vain

    const isOpen = () => !list.hidden;
    const split = () => (isMany ? field.value.lastIndexOf(";") + 1 : 0);
    const cursor = () => field.selectionStart ?? field.value.length;
    const behind = () => field.value.slice(cursor());
    // In the middle of a word nothing is completed.
    const query = () => (!behind() || AFTER_A_WORD.test(behind()) ? field.value.slice(0, cursor()) : "");
    const typed = () => field.value.slice(split()).trim();

    const close = () => {
      window.clearTimeout(timer);
      if (request) request.abort();
      list.hidden = true;
      list.replaceChildren();
      offered = [];
      chosen = -1;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    };

    const choose = (index) => {
      chosen = index;
      [...list.children].forEach((option, place) => {
        option.setAttribute("aria-selected", String(place === index));
      });
      const option = list.children[index];
      if (!option) {
        field.removeAttribute("aria-activedescendant");
        return;
      }
      field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    };

    // A field goes on with its values; a value ends with a space.
    const putIntoQuery = (value) => {
      const rest = behind();
      const isField = value.endsWith(":");
      const put = isField || AFTER_A_WORD.test(rest) ? value : `${value} `;
      field.value = field.value.slice(0, start) + put + rest;
      field.setSelectionRange(start + put.length, start + put.length);
      return isField;
    };

    const take = (index) => {
      const { value } = offered[index];
      let goesOn = false;
      if (isQuery) {
        goesOn = putIntoQuery(value);
      } else {
        const kept = field.value.slice(0, split());
        field.value = (kept ? `${kept.trimEnd()} ` : "") + value;
      }
      close();
      isEscapeOurs = false;
      status.textContent = said("{value} taken.", { value });
      field.dispatchEvent(new Event("change", { bubbles: true }));
      if (goesOn) ask();
    };

    const option = (one, index) => {
      const made = element("li", {
        id: `${listId}-${index}`,
        role: "option",
        "aria-selected": "false",
        dir: "auto",
      });
      made.append(element("bdi", {}, one.label));
      if (one.hint) made.append(element("span", { class: "hint" }, one.hint));
      made.addEventListener("pointerdown", (event) => event.preventDefault());
      made.addEventListener("click", () => take(index));
      return made;
    };

    const show = (found) => {
      offered = found;
      chosen = -1;
      list.replaceChildren(...found.map(option));
      list.hidden = found.length === 0;
      field.setAttribute("aria-expanded", String(found.length > 0));
      field.removeAttribute("aria-activedescendant");
      const count = found.length;
      if (isQuery && count === 0) status.textContent = ""; // any word may be searched
      else if (count === 0) status.textContent = said("No name found.");
      else if (isQuery && count === 1) status.textContent = said("1 way to go on. Use the arrow keys.");
      else if (isQuery) status.textContent = said("{count} ways to go on. Use the arrow keys.", { count });
      else if (count === 1) status.textContent = said("1 name. Use the arrow keys.");
      else status.textContent = said("{count} names. Use the arrow keys.", { count });
    };

    const ask = async () => {
      const wanted = isQuery ? query() : typed();
      isEscapeOurs = true;
      if (request) request.abort();
      if (!wanted.trim()) {
        close();
        return;
      }
      request = new AbortController();
      try {
        const address = `${COMPLETE}${encodeURIComponent(kind)}?q=${encodeURIComponent(wanted)}`;
        const answer = await fetch(address, { signal: request.signal });
        if (!answer.ok) throw new Error(answer.statusText);
        const found = await answer.json();
        if (isQuery && query() !== wanted) return; // typed on, or moved away, meanwhile
        start = found.start ?? 0;
        if (document.activeElement === field) show(found.completions);
      } catch {
        // aborted, signed out or offline: the field stays a plain one
      }
    };

    const move = (step) => {
      if (!isOpen()) {
        ask();
        return;
      }
      const places = offered.length;
      choose(chosen < 0 ? (step > 0 ? 0 : places - 1) : (chosen + step + places) % places);
    };

    // The first Escape after typing never leaves the field, even where no list has come (yet): whoever
    // presses it to be rid of the list goes on with Enter, which would be lost outside the field.
    const escape = () => {
      const isTaken = isEscapeOurs;
      isEscapeOurs = false;
      close();
      return isTaken;
    };

    const keys = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      Enter: () => isOpen() && chosen >= 0 && (take(chosen), true),
      Escape: escape,
    };

    field.addEventListener("input", () => {
      isEscapeOurs = true;
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, PAUSE_MS);
    });
    field.addEventListener("keydown", (event) => {
      if (event.isComposing || event.ctrlKey || event.metaKey) return;
      const act = keys[event.key];
      if (!act || act() === false) return;
      event.preventDefault();
      event.stopPropagation(); // Escape is rid of the list first; only then does it leave the field
    });
    field.addEventListener("blur", () => {
      isEscapeOurs = false;
      close();
    });
  };

  const enhanceAll = (root) => {
    const plain = "input[data-complete]:not([role='combobox'], [list])"; // a list of its own is enough
    root.querySelectorAll(plain).forEach(enhance);
  };
  enhanceAll(document);
  // Rows that a form adds later ask for it with an event on the new row.
  document.addEventListener("chancery:added", (event) => enhanceAll(event.target));
})();
