// The day's set-up: what it costs, and what stands in each part, follow the form while one types. Without script a
// button does the same.
//   data-preview-url     the form is posted there; the answer's [data-part] take the place of those on the page
//   data-unsaved         the page is an answer: what stands in the form is not stored
//   [data-costs-status]  role=status; its texts: data-busy, data-done, data-faulty, data-lost
//   [data-unsaved-note]  shown as soon as something was typed

import { KEPT, isTouched } from "./draft.js";

const PAUSE = 350;
const NARROW = "(max-width: 999px)";

export function start(root) {
  const form = root.querySelector("form");
  const status = root.querySelector("[data-costs-status]");
  const note = root.querySelector("[data-unsaved-note]");
  const costs = root.querySelector(".day-costs details");
  let waiting = null;
  let asked = null;

  const say = (key, more = "") => {
    status.textContent = `${status.dataset[key]} ${more}`.trim();
  };

  function replace(html) {
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    for (const part of fresh.content.querySelectorAll("[data-part]")) {
      const old = root.querySelector(`[data-part="${part.dataset.part}"]`);
      // One may stand with the keyboard inside: then that part waits for the next time.
      if (old && !old.contains(document.activeElement)) old.replaceWith(part);
    }
  }

  async function ask() {
    asked?.abort();
    asked = new AbortController();
    const mine = asked;
    say("busy");
    try {
      const answer = await fetch(root.dataset.previewUrl, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "text/html" },
        signal: mine.signal,
      });
      if (answer.ok) replace(await answer.text());
      const fault = answer.status === 422 ? (await answer.json()).first : "";
      if (mine === asked) say(answer.ok ? "done" : answer.status === 422 ? "faulty" : "lost", fault);
    } catch (fault) {
      if (fault.name !== "AbortError") say("lost");
    }
  }

  const touched = () => [...form.querySelectorAll(KEPT)].filter(isTouched);

  // What was put back from a draft is not folded away.
  function unfold(field) {
    for (let box = field.closest("details"); box && form.contains(box); box = box.parentElement.closest("details")) box.open = true;
  }

  function askSoon(event) {
    if (event) unfold(event.target);
    note.hidden = touched().length === 0 && root.dataset.unsaved === undefined;
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  }

  root.classList.add("day-setup--script");
  root.querySelector(".day-setup__try").hidden = true;
  if (matchMedia(NARROW).matches) costs.open = false;
  form.addEventListener("input", askSoon);
  form.addEventListener("change", askSoon);
  // The browser may have put back what was typed before one went to another page.
  touched().forEach(unfold);
  if (touched().length > 0) askSoon();
}
