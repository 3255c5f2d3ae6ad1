// Moves pieces between places: matches in the timetable, teams between pools. Mouse and pen drag; on a touch screen
// one taps the piece and then the place; by keyboard Enter picks up, arrows move, Enter drops, Escape puts back.
//   [data-piece]  a link to the page that moves it by form (what one gets without script); data-name
//   [data-place]  data-name; data-closed = why nothing can stand there
//   [data-move-form]    its fields `piece` and `place` are filled in, then it is sent
//   [data-move-status]  role=status
// data-check-url?piece=…&place=… answers {"allowed": true, "problems": ["…"]}. Texts: data-picked, data-free,
// data-cancelled, data-checking; # is the name of the piece or place.

import { neighbour } from "./neighbour.js";

const DRAG_FROM = 6;

export function start(root) {
  const form = root.querySelector("[data-move-form]");
  const status = root.querySelector("[data-move-status]");
  const places = [...root.querySelectorAll("[data-place]")];
  let piece = null;
  let target = null;
  let answers = new Map();
  let pressed = null;
  let justDragged = false;

  const say = (text) => {
    status.textContent = text;
  };
  const worded = (key, element) => root.dataset[key].replace("#", element.dataset.name);

  function mark(place, answer) {
    place.classList.toggle("is-forbidden", !answer.allowed);
    if (place !== target) return;
    say([place.dataset.name, ...(answer.problems.length ? answer.problems : [root.dataset.free])].join(". "));
  }

  function check(place) {
    if (place.dataset.closed) return Promise.resolve({ allowed: false, problems: [place.dataset.closed] });
    if (!answers.has(place)) {
      const query = new URLSearchParams({ piece: piece.dataset.piece, place: place.dataset.place });
      answers.set(
        place,
        fetch(`${root.dataset.checkUrl}?${query}`, { headers: { Accept: "application/json" } })
          .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
          // No answer: the server judges when the form is sent.
          .catch(() => ({ allowed: true, problems: [] })),
      );
    }
    return answers.get(place);
  }

  function aim(place) {
    if (!place || place === target) return;
    target?.classList.remove("is-target");
    target = place;
    target.classList.add("is-target");
    target.scrollIntoView({ block: "nearest", inline: "nearest" });
    say(worded("checking", place));
    const carried = piece;
    check(place).then((answer) => piece === carried && mark(place, answer));
  }

  function pickUp(element) {
    piece = element;
    answers = new Map();
    root.classList.add("is-moving");
    piece.classList.add("is-picked");
    places.filter((place) => place.dataset.closed).forEach((place) => place.classList.add("is-forbidden"));
    target = piece.closest("[data-place]");
    say(worded("picked", piece));
  }

  function putBack(text) {
    root.classList.remove("is-moving");
    piece.classList.remove("is-picked");
    places.forEach((place) => place.classList.remove("is-target", "is-forbidden"));
    piece.focus();
    piece = null;
    target = null;
    if (text) say(text);
  }

  async function drop() {
    const [carried, place] = [piece, target];
    if (!place || place === carried.closest("[data-place]")) {
      putBack(worded("cancelled", carried));
      return;
    }
    const answer = await check(place);
    if (piece !== carried) return;
    if (!answer.allowed) {
      mark(place, answer);
      return;
    }
    form.elements.piece.value = carried.dataset.piece;
    form.elements.place.value = place.dataset.place;
    form.requestSubmit();
  }

  root.addEventListener("click", (event) => {
    const clicked = event.target.closest("[data-piece]");
    const place = event.target.closest("[data-place]");
    if (clicked || piece) event.preventDefault();
    if (justDragged) justDragged = false;
    else if (!piece && clicked) pickUp(clicked);
    else if (piece && place) {
      aim(place);
      drop();
    }
  });

  root.addEventListener("keydown", (event) => {
    if (event.key === " " && event.target.matches("[data-piece]")) {
      event.preventDefault();
      if (!piece) pickUp(event.target);
      else drop();
    } else if (piece && event.key === "Enter") {
      event.preventDefault();
      drop();
    } else if (piece && event.key === "Escape") {
      putBack(worded("cancelled", piece));
    } else if (piece && event.key.startsWith("Arrow")) {
      event.preventDefault();
      aim(neighbour(places, target, event.key));
    }
  });

  root.addEventListener("dragstart", (event) => event.preventDefault());
  root.addEventListener("pointerdown", (event) => {
    const held = event.target.closest("[data-piece]");
    justDragged = false;
    if (held && !piece && event.pointerType !== "touch" && event.button === 0) pressed = { held, x: event.clientX, y: event.clientY };
  });
  document.addEventListener("pointermove", (event) => {
    if (!pressed) return;
    if (!piece && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > DRAG_FROM) pickUp(pressed.held);
    if (piece) aim(document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-place]"));
  });
  document.addEventListener("pointerup", () => {
    if (pressed && piece) {
      // The click that follows a drag is no new press.
      justDragged = true;
      drop();
    }
    pressed = null;
  });
}
