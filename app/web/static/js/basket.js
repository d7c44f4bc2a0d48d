// Puts records into the basket and takes them out without leaving the page. Without this file, or when
// something goes wrong, the button is a form that leads back to the same place.
"use strict";

(() => {
  const counts = () => document.querySelectorAll("[data-basket-count]");

  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  document.body.append(status);

  const show = (form, isIn) => {
    const button = form.querySelector("button");
    const words = form.querySelector("[data-basket-words]");
    form.elements.do.value = isIn ? "remove" : "add";
    button.classList.toggle("is-in", isIn);
    words.textContent = isIn ? words.dataset.remove : words.dataset.add;
  };

  const send = async (form) => {
    const record = form.elements.record.value;
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { Accept: "application/json" },
      redirect: "manual",
    });
    if (!answer.ok) {
      form.submit(); // signed out, or gone: the page that answers says what to do
      return;
    }
    const { count, is_in: isIn, problem } = await answer.json();
    document.querySelectorAll("form[data-basket]").forEach((one) => {
      if (one.elements.record.value === record) show(one, isIn);
    });
    counts().forEach((one) => {
      one.textContent = count;
    });
    status.textContent = problem || form.querySelector("button").textContent;
    if (problem) form.submit();
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-basket]")) return;
    event.preventDefault();
    if (form.dataset.isSending) return;
    form.dataset.isSending = "yes";
    send(form)
      .catch(() => {
        status.textContent = said("The basket could not be changed: the server does not answer.");
      })
      .finally(() => {
        delete form.dataset.isSending;
      });
  });
})();
