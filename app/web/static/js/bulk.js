// Looks at the progress of a bulk amendment by itself, and ticks all boxes at once. Both pages work
// without this file: there is a link to look again, and every box can be ticked.
"use strict";

(() => {
  const PAUSE_MS = 2000;
  const place = document.querySelector("[data-progress]");
  if (place) {
    const bar = place.querySelector("progress");
    const words = place.querySelector("[data-progress-words]");
    const look = async () => {
      try {
        const answer = await fetch(place.dataset.progress);
        if (!answer.ok) return; // signed out or gone: the link still says what to do
        const { is_going_on: goesOn, done, total, words: said } = await answer.json();
        bar.max = total;
        bar.value = done;
        words.textContent = said;
        if (!goesOn) {
          window.location.reload();
          return;
        }
      } catch {
        // offline for a moment: look again
      }
      window.setTimeout(look, PAUSE_MS);
    };
    window.setTimeout(look, PAUSE_MS);
  }

  const all = document.querySelector("[data-tick-all]");
  if (all) {
    const boxes = [...document.querySelectorAll("input[name='record'][type='checkbox']")];
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = said("Tick all on this page");
    button.addEventListener("click", () => {
      const tick = boxes.some((box) => !box.checked);
      boxes.forEach((box) => {
        box.checked = tick;
      });
      button.textContent = tick
        ? said("Untick all on this page")
        : said("Tick all on this page");
    });
    all.append(button);
  }
})();
