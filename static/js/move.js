// Moves pieces between places: matches in the timetable, teams between pools. Mouse and pen drag; a finger drags after
// a long press, or taps the piece and then the place; by keyboard Enter picks up, arrows move, Enter drops, Escape puts
// back, Ctrl+Z takes back.
//   [data-piece]  a link to the page that moves it by form (what one gets without script); data-name
//   [data-place]  data-name; data-closed = why nothing can stand there
//   [data-move-form]    its fields `piece` and `place` are filled in, then it is sent
//   [data-move-status]  role=status
//   [data-undo-form]    anywhere on the page: what takes the latest change back
// Asks by places.js. Texts: data-picked, data-picked-by-hand, data-free, data-cancelled, data-checking; # is the name.

import { drag } from "./drag.js";
import { neighbour } from "./neighbour.js";
import { askAll, askOne } from "./places.js";

export function start(root) {
  const form = root.querySelector("[data-move-form]");
  const status = root.querySelector("[data-move-status]");
  const places = [...root.querySelectorAll("[data-place]")];
  let piece = null;
  let target = null;
  let answers = new Map();
  let justDragged = false;

  const say = (text) => {
    status.textContent = text;
  };
  const worded = (key, element) => root.dataset[key].replace("#", element.dataset.name);

  function mark(place, answer) {
    place.classList.toggle("is-forbidden", !answer.allowed);
    place.classList.toggle("is-costly", answer.allowed && answer.problems.length > 0);
    if (place !== target) return;
    say(`${place.dataset.name}. ${answer.problems.join(" ") || root.dataset.free}`);
  }

  function check(place) {
    if (!answers.has(place)) answers.set(place, askOne(root, piece, place));
    return answers.get(place);
  }

  async function markAll() {
    const carried = piece;
    const found = await askAll(root, carried, places);
    if (!found || piece !== carried) return;
    const home = carried.closest("[data-place]");
    for (const place of places.filter((each) => each !== home)) {
      place.classList.toggle("is-forbidden", found.isForbidden(place));
      place.classList.toggle("is-costly", found.isCostly(place));
    }
    root.dataset.marked = carried.dataset.piece;
  }

  function aim(place, isFollowed = true) {
    if (!place || place === target) return;
    target?.classList.remove("is-target");
    target = place;
    target.classList.add("is-target");
    if (isFollowed) target.scrollIntoView({ block: "nearest", inline: "nearest" });
    say(worded("checking", place));
    const carried = piece;
    check(place).then((answer) => piece === carried && mark(place, answer));
  }

  function pickUp(element, isByHand) {
    piece = element;
    answers = new Map();
    root.classList.add("is-moving");
    piece.classList.add("is-picked");
    places.filter((place) => place.dataset.closed).forEach((place) => place.classList.add("is-forbidden"));
    target = piece.closest("[data-place]");
    say(worded(isByHand ? "pickedByHand" : "picked", piece));
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
    else if (!piece && clicked) pickUp(clicked, event.detail > 0); // 0: a press of Enter
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

  drag(root, {
    isCarrying: () => piece !== null,
    isHome: () => target === piece.closest("[data-place]"),
    pickUp: (element) => pickUp(element, true),
    aim: (place) => aim(place, false),
    drop,
    swallowClick: (isSwallowed) => (justDragged = isSwallowed),
  });

  // After a move the page comes back at the piece that was moved: the keyboard goes on from there.
  places.map((place) => place.querySelector("[data-piece]")).find((each) => each && `#${each.id}` === location.hash)?.focus();
}
