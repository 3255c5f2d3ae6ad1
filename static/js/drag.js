// Dragging with a mouse, a pen, or a finger after a long press; move.js says what carrying and dropping mean:
//   isCarrying() · isHome() (aimed where the piece stood) · pickUp(piece) · aim(place) · drop()
//   swallowClick(yes)   the click that follows a drag is no new press

import { edgeScroll } from "./edge-scroll.js";

const DRAG_FROM = 6;
const LONG_PRESS = 400;
const TURN_COURT = 500;

export function drag(root, hand) {
  const scroll = edgeScroll(root.querySelector(".scroll-x"));
  let pressed = null;
  let chip = null;
  let chipTimer = 0;

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
    hand.aim(under?.closest("[data-place]"));
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
    hand.swallowClick(false);
    if (!held || hand.isCarrying() || event.button !== 0) return;
    const isTouch = event.pointerType === "touch";
    pressed = { held, x: event.clientX, y: event.clientY, isTouch, timer: 0 };
    if (isTouch) pressed.timer = setTimeout(() => hand.pickUp(held), LONG_PRESS);
  });
  // A finger that carries a piece does not scroll the page.
  root.addEventListener(
    "touchmove",
    (event) => {
      if (pressed && hand.isCarrying()) event.preventDefault();
    },
    { passive: false },
  );
  document.addEventListener("pointermove", (event) => {
    if (!pressed) return;
    const isFar = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > DRAG_FROM;
    if (!hand.isCarrying() && isFar) {
      // A finger that moves before the press is long scrolls; a mouse drags.
      if (pressed.isTouch) release();
      else hand.pickUp(pressed.held);
    }
    if (pressed && hand.isCarrying() && isFar) follow(event.clientX, event.clientY);
  });
  document.addEventListener("pointerup", () => {
    if (pressed && hand.isCarrying()) {
      hand.swallowClick(true);
      // A long press that went nowhere leaves the piece taken up.
      if (!hand.isHome() || !pressed.isTouch) hand.drop();
    }
    release();
  });
  document.addEventListener("pointercancel", release);
}
