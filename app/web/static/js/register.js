// Progressive enhancement of the forms that register and amend: they work without this file.
// The draft is kept every few seconds and on leaving; Ctrl+Enter saves.
"use strict";

(() => {
  const form = document.querySelector("[data-register-form]");
  if (!form) return;
  const EVERY_MS = 5000;
  const status = document.querySelector("[data-draft-status]");
  const keeps = status !== null; // the page of a conflict keeps nothing by itself: the server has
  let isChanged = false;
  let isSending = false;
  let isLeaving = false;

  const say = (words) => {
    if (status) status.textContent = words;
  };

  // Files are left out: they are sent when a button is pressed, not every few seconds.
  const typed = () => {
    const body = new FormData(form);
    body.delete("files");
    body.set("do", "autosave");
    return body;
  };

  const keep = async () => {
    if (!keeps || !isChanged || isSending || isLeaving) return;
    isChanged = false;
    isSending = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body: typed(), redirect: "manual" });
      if (answer.status === 204) {
        const now = new Date();
        say(said("Draft kept at {time} UTC.", { time: now.toISOString().slice(11, 16) }));
      } else {
        isChanged = true;
        say(
          answer.status === 401
            ? said(
                "You are signed out. Press Save as draft: you can sign in then, and nothing is lost."
              )
            : said("The draft could not be kept. Press Save as draft.")
        );
      }
    } catch {
      isChanged = true;
      say(said("The draft could not be kept: the server does not answer."));
    } finally {
      isSending = false;
    }
  };

  form.addEventListener("input", () => {
    isChanged = true;
  });

  // Which sections are open is sent along, so that they are open again in the answer. (Toggling does not
  // bubble, so it is heard on its way down.)
  form.addEventListener("toggle", (event) => {
    const section = event.target;
    if (!section.id.startsWith("section-")) return;
    const value = section.id.replace("section-", "section.");
    form.querySelectorAll(`input[name="open"][value="${value}"]`).forEach((one) => one.remove());
    if (!section.open) return;
    const kept = document.createElement("input");
    kept.type = "hidden";
    kept.name = "open";
    kept.value = value;
    form.append(kept);
  }, true);
  form.addEventListener("submit", () => {
    isLeaving = true; // the button itself sends everything
  });
  window.setInterval(keep, EVERY_MS);
  document.addEventListener("visibilitychange", () => {
    if (!keeps || document.visibilityState !== "hidden" || !isChanged || isLeaving) return;
    if (navigator.sendBeacon(form.action, typed())) isChanged = false;
  });
  window.addEventListener("pageshow", () => {
    isLeaving = false;
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const save = form.querySelector("[data-save]");
    if (!save) return;
    event.preventDefault();
    form.requestSubmit(save);
  });
})();
