// Moves pieces between places: matches in the timetable, teams between pools. Mouse and pen drag; a finger drags after
// a long press, or taps the piece and then the place; by keyboard Enter picks up, arrows move, Enter drops, Escape puts
// back, Ctrl+Z takes back.
//   [data-piece]  a link to the page that moves it by form (what one gets without script); data-name
//   [data-place]  data-name; data-closed = why nothing can stand there
//   [data-move-form]    its fields `piece` and `place` are filled in, then it is sent
//   [data-move-status]  role=status
//   [data-undo-form]    anywhere on the page: what takes the latest change back
// data-check-url?piece=…&place=… answers {"allowed": true, "problems": ["…"]}. data-places-url?piece=…&minutes=0.15…
// (where there is one; places are "court.minute") answers {"forbidden": [place, …], "costly": [place, …]}, so that all
// of them are marked as soon as a piece is taken up. Texts: data-picked, data-free, data-cancelled, data-checking; # is
// the name of the piece or place.

import { edgeScroll } from "./edge-scroll.js";
import { neighbour } from "./neighbour.js";

const DRAG_FROM = 6;
const LONG_PRESS = 400;
const TURN_COURT = 500;

export function start(root) {
  const form = root.querySelector("[data-move-form]");
  const status = root.querySelector("[data-move-status]");
  const places = [...root.querySelectorAll("[data-place]")];
  const scroll = edgeScroll(root.querySelector(".scroll-x"));
  let piece = null;
  let target = null;
  let answers = new Map();
  let pressed = null;
  let justDragged = false;
  let chip = null;
  let chipTimer = 0;

  const say = (text) => {
    status.textContent = text;
  };
  const worded = (key, element) => root.dataset[key].replace("#", element.dataset.name);

  function mark(place, answer) {
    place.classList.toggle("is-forbidden", !answer.allowed);
    place.classList.toggle("is-costly", answer.allowed && answer.problems.length > 0);
    if (place !== target) return;
    say([place.dataset.name, ...(answer.problems.length ? answer.problems : [root.dataset.free])].join(". "));
  }

  async function ask(url, query) {
    const answer = await fetch(`${url}?${new URLSearchParams(query)}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  function check(place) {
    if (place.dataset.closed) return Promise.resolve({ allowed: false, problems: [place.dataset.closed] });
    if (!answers.has(place)) {
      const asked = ask(root.dataset.checkUrl, { piece: piece.dataset.piece, place: place.dataset.place });
      // No answer: the server judges when the form is sent.
      answers.set(place, asked.catch(() => ({ allowed: true, problems: [] })));
    }
    return answers.get(place);
  }

  async function markAll() {
    if (!root.dataset.placesUrl) return;
    const carried = piece;
    const minutes = [...new Set(places.map((place) => place.dataset.place.split(".")[1]))].join(".");
    try {
      const found = await ask(root.dataset.placesUrl, { piece: carried.dataset.piece, minutes });
      if (piece !== carried) return;
      const forbidden = new Set(found.forbidden);
      const costly = new Set(found.costly);
      const home = carried.closest("[data-place]");
      for (const place of places) {
        const isForbidden = place !== home && (forbidden.has(place.dataset.place) || Boolean(place.dataset.closed));
        place.classList.toggle("is-forbidden", isForbidden);
        place.classList.toggle("is-costly", !isForbidden && place !== home && costly.has(place.dataset.place));
      }
      root.dataset.marked = carried.dataset.piece;
    } catch {
      // Not marked then; each place is asked about when one aims at it.
    }
  }

  function aim(place) {
    if (!place || place === target) return;
    target?.classList.remove("is-target");
    target = place;
    target.classList.add("is-target");
    if (!pressed) target.scrollIntoView({ block: "nearest", inline: "nearest" });
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
    markAll();
  }

  function putBack(text) {
    root.classList.remove("is-moving");
    delete root.dataset.marked;
    piece.classList.remove("is-picked");
    places.forEach((place) => place.classList.remove("is-target", "is-forbidden", "is-costly"));
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
    if (clicked || (piece && place)) event.preventDefault();
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

  document.addEventListener("keydown", (event) => {
    const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z";
    const undo = document.querySelector("[data-undo-form]");
    if (!isUndo || !undo || event.target.closest("input, textarea, select")) return;
    event.preventDefault();
    undo.requestSubmit();
  });

  // Over the chip of another court for a moment: on a phone that court is shown, so that one can drag there.
  function hover(element) {
    const over = element?.closest("a[data-court]");
    if (over === chip) return;
    clearTimeout(chipTimer);
    chip = over;
    if (chip) chipTimer = setTimeout(() => chip?.click(), TURN_COURT);
  }

  function follow(x, y) {
    const under = document.elementFromPoint(x, y);
    hover(under);
    scroll.at(x, y);
    aim(under?.closest("[data-place]"));
  }

  function release() {
    clearTimeout(pressed?.timer);
    clearTimeout(chipTimer);
    scroll.stop();
    chip = null;
    pressed = null;
  }

  root.addEventListener("dragstart", (event) => event.preventDefault());
  root.addEventListener("contextmenu", (event) => {
    if (pressed?.isTouch) event.preventDefault();
  });
  root.addEventListener("pointerdown", (event) => {
    const held = event.target.closest("[data-piece]");
    justDragged = false;
    if (!held || piece || event.button !== 0) return;
    const isTouch = event.pointerType === "touch";
    pressed = { held, x: event.clientX, y: event.clientY, isTouch, timer: 0 };
    if (isTouch) pressed.timer = setTimeout(() => pickUp(held), LONG_PRESS);
  });
  // A finger that carries a piece does not scroll the page.
  root.addEventListener(
    "touchmove",
    (event) => {
      if (pressed && piece) event.preventDefault();
    },
    { passive: false },
  );
  document.addEventListener("pointermove", (event) => {
    if (!pressed) return;
    const isFar = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > DRAG_FROM;
    if (!piece && isFar) {
      // A finger that moves before the press is long scrolls; a mouse drags.
      if (pressed.isTouch) release();
      else pickUp(pressed.held);
    }
    if (piece && pressed && isFar) follow(event.clientX, event.clientY);
  });
  document.addEventListener("pointerup", () => {
    if (pressed && piece) {
      // The click that follows a drag is no new press. A long press that went nowhere leaves the piece taken up.
      justDragged = true;
      if (target !== piece.closest("[data-place]") || !pressed.isTouch) drop();
    }
    release();
  });
  document.addEventListener("pointercancel", release);

  // After a move the page comes back at the piece that was moved: the keyboard goes on from there.
  places.map((place) => place.querySelector("[data-piece]")).find((each) => each && `#${each.id}` === location.hash)?.focus();
}
