// Everything works without this file. It saves a click or two where it can.
const filters = document.querySelector("form.filters");
if (filters) {
  // On a wide screen the filters stand open beside the list, and a tick is enough.
  const fold = filters.querySelector(":scope > details");
  if (fold && matchMedia("(min-width: 60rem)").matches) fold.open = true;
  filters.addEventListener("change", () => filters.requestSubmit());
}

// An error summary is read out and seen first.
document.getElementById("errors")?.focus();

// Leaving at once replaces the page, so that "back" does not lead to it. Escape twice does it too.
const leave = document.querySelector("[data-leave]");
if (leave) {
  const go = (e) => {
    e?.preventDefault();
    document.body.hidden = true;
    location.replace(leave.href);
  };
  leave.addEventListener("click", go);
  let pressed = 0;
  document.addEventListener("keydown", (e) => {
    if (e.key === "Escape") {
      if (Date.now() - pressed < 600) go();
      pressed = Date.now();
    }
  });
  // What the browser kept of the page to go back to is shown to nobody.
  addEventListener("pageshow", (e) => {
    if (e.persisted) {
      document.body.hidden = true;
      location.reload();
    }
  });
}

// A menu closes when the person turns to something else.
document.addEventListener("click", (e) => {
  for (const d of document.querySelectorAll(".languages[open]")) if (!d.contains(e.target)) d.open = false;
});

// The buyer's draft: the reach is asked again a moment after the last change.
const draft = document.querySelector("form[data-reach]");
if (draft) {
  let wait;
  const ask = async () => {
    const answer = await fetch(draft.dataset.reach, { method: "POST", body: new URLSearchParams(new FormData(draft)) });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(".reach");
    if (!fresh) return;
    document.querySelector(".reach")?.replaceWith(fresh);
    const line = draft.querySelector(".reach-line a"),
      said = fresh.querySelector(".lead");
    if (line && said) line.textContent = said.textContent;
  };
  draft.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(ask, 600);
  });
}

// Rows of a list in a form (lots, references) can be added beyond those on the page.
for (const list of document.querySelectorAll("[data-rows]")) {
  const button = list.querySelector("[data-add]");
  button?.addEventListener("click", (e) => {
    const hidden = list.querySelector(":scope > [hidden]");
    if (hidden) {
      e.preventDefault();
      hidden.hidden = false;
      hidden.querySelector("input,select,textarea")?.focus();
    }
  });
}
