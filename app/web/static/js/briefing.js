// Counts words while a section is written, saves with Ctrl+Enter, and asks before words that were not saved
// are left behind. The page works without this file.
"use strict";

(() => {
  const field = document.querySelector("[data-counted]");
  const place = document.querySelector("[data-words]");
  if (!field || !place) return;
  // As `count_words` in app/domain/briefing_drafts.py: where a script puts no blanks, characters.
  const UNSPACED = /[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/gu;
  const count = (text) =>
    (text.match(/\S+/g) ?? []).reduce(
      (sum, word) => sum + Math.max(1, (word.match(UNSPACED) ?? []).length),
      0
    );
  field.addEventListener("input", () => {
    place.textContent = said("Words: {count}", { count: count(field.value) });
  });
  let isLeft = false; // by saving: nothing is left behind
  field.form.addEventListener("submit", () => {
    isLeft = true;
  });
  window.addEventListener("pageshow", () => {
    isLeft = false;
  });
  window.addEventListener("beforeunload", (event) => {
    const isUnsaved = "unsaved" in field.dataset || field.value !== field.defaultValue;
    if (!isLeft && isUnsaved) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const save = field.form.querySelector("[data-save]");
    if (!save) return;
    event.preventDefault();
    field.form.requestSubmit(save);
  });
})();
