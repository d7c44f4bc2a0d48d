// Narrows by dragging across the bars of the texts by year, or with the keyboard: arrow keys choose a bar,
// Shift extends, Enter narrows, Escape gives up. Both fill the form beside the bars and send it; without this
// file the form does the same, and so do the links of the table.
"use strict";

(() => {
  const chart = document.querySelector("[data-timeline]");
  const form = document.querySelector("[data-range]");
  const columns = chart ? [...chart.querySelectorAll(".chart-column")] : [];
  if (!form || columns.length < 2) return;
  let anchor = -1; // where the selection began
  let active = -1; // where it has got to
  let isDragging = false;

  const range = () => [Math.min(anchor, active), Math.max(anchor, active)];

  const show = () => {
    const [first, last] = range();
    columns.forEach((column, place) => {
      const isPicked = active >= 0 && place >= first && place <= last;
      column.classList.toggle("is-picked", isPicked);
      column.setAttribute("aria-selected", String(isPicked));
    });
    if (active < 0) chart.removeAttribute("aria-activedescendant");
    else chart.setAttribute("aria-activedescendant", columns[active].id);
  };

  const pick = (from, to) => {
    anchor = from;
    active = to;
    show();
  };

  const give = () => pick(-1, -1);

  const narrow = () => {
    if (active < 0) return;
    const [first, last] = range();
    form.elements.from.value = columns[first].dataset.first;
    form.elements.to.value = columns[last].dataset.last;
    form.requestSubmit();
  };

  const columnAt = (event) => {
    const places = columns.map((column) => column.querySelector(".chart-strip").getBoundingClientRect());
    const found = places.findIndex((place) => event.clientX < place.right);
    return found < 0 ? columns.length - 1 : found;
  };

  chart.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    chart.focus();
    chart.setPointerCapture(event.pointerId);
    isDragging = true;
    const place = columnAt(event);
    pick(place, place);
  });
  chart.addEventListener("pointermove", (event) => {
    if (isDragging) pick(anchor, columnAt(event));
  });
  chart.addEventListener("pointerup", () => {
    if (isDragging) narrow();
    isDragging = false;
  });
  chart.addEventListener("pointercancel", () => {
    isDragging = false;
    give();
  });

  const move = (place, isExtending) => {
    const to = Math.min(Math.max(place, 0), columns.length - 1);
    pick(isExtending && anchor >= 0 ? anchor : to, to);
  };
  const last = columns.length - 1;
  const keys = {
    ArrowLeft: (event) => move(active < 0 ? last : active - 1, event.shiftKey),
    ArrowRight: (event) => move(active + 1, event.shiftKey),
    Home: (event) => move(0, event.shiftKey),
    End: (event) => move(last, event.shiftKey),
    Enter: narrow,
    Escape: give,
  };
  chart.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    if (active < 0 && event.key === "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    act(event);
  });
  chart.addEventListener("focusout", () => {
    if (!isDragging) give();
  });

  columns.forEach((column, place) => {
    column.id = `timeline-${place}`;
    column.setAttribute("role", "option");
    column.setAttribute("aria-label", column.dataset.words);
  });
  chart.setAttribute("role", "listbox");
  chart.setAttribute("aria-multiselectable", "true");
  chart.setAttribute("aria-orientation", "horizontal");
  chart.setAttribute("aria-label", said("Years. Arrow keys choose, Shift extends, Enter narrows."));
  chart.setAttribute("tabindex", "0");
  chart.classList.add("can-drag");
  document.querySelector("[data-timeline-hint]").hidden = false;
  show();
})();
