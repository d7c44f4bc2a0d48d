// The marking panel answers in place; without this file its button sends the whole form, which works too.
"use strict";

(() => {
  // What the panel itself holds: a form that registers may carry whole files, which a check does not need.
  const sentFor = (panel, form) => {
    const own = new Set(Array.from(panel.querySelectorAll("[name]"), (field) => field.name));
    own.add("dated"); // the letter's date, on which the members of a grouping hang
    const sent = new FormData();
    for (const [name, value] of new FormData(form)) {
      if (own.has(name) || name === "csrf_token") sent.append(name, value);
    }
    sent.set("partial", "1");
    return sent;
  };

  document.querySelectorAll("[data-marking-panel]").forEach((panel) => {
    const button = panel.querySelector("[data-marking-check]");
    const result = panel.querySelector("[data-marking-result]");
    const form = panel.closest("form");
    // On the page of a record the check also shows who gains and loses: there the form is sent.
    if (!button || !result || !form || form.querySelector("[name='revision']")) return;

    button.addEventListener("click", async (event) => {
      event.preventDefault();
      button.disabled = true;
      try {
        const answer = await fetch(panel.dataset.markingPanel, { method: "POST", body: sentFor(panel, form) });
        if (!answer.ok) throw new Error(String(answer.status));
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        result.replaceChildren(...page.body.childNodes);
      } catch {
        button.disabled = false;
        form.requestSubmit(button); // something is wrong: the whole page says what, and takes the focus
        return;
      }
      button.disabled = false;
    });
  });
})();
