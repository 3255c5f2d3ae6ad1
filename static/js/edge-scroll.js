// Scrolls while something is dragged near the edge of the window, or of a box that scrolls sideways.

const EDGE = 72;
const STEP = 14;

function pull(at, from, to) {
  if (at < from + EDGE) return -STEP;
  return at > to - EDGE ? STEP : 0;
}

export function edgeScroll(box) {
  let point = null;
  let frame = 0;

  function step() {
    if (!point) return;
    window.scrollBy(0, pull(point.y, 0, innerHeight));
    if (box) {
      const { left, right } = box.getBoundingClientRect();
      box.scrollLeft += pull(point.x, Math.max(left, 0), Math.min(right, innerWidth));
    }
    frame = requestAnimationFrame(step);
  }

  return {
    at(x, y) {
      const isFirst = !point;
      point = { x, y };
      if (isFirst) frame = requestAnimationFrame(step);
    },
    stop() {
      point = null;
      cancelAnimationFrame(frame);
    },
  };
}
