// Time left, counted in the browser so that a cached page is never wrong.
//   data-at        the moment, ISO 8601 with offset
//   data-minutes   text with # for the minutes ("# min"); or, inside: data-clock-number and data-clock-unit
//   data-seconds   present: show m:ss instead
//   data-over      the text when the moment has passed
//   data-up        instead of all these: so many seconds have passed; counted on from there, as m:ss
// live.js keeps <html data-skew> (server minus device, in ms), because an old phone's clock may be off.

const running = new Set();
const begins = new WeakMap();
let timer = 0;

function minutesAndSeconds(whole) {
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function leftOf(element) {
  const skew = Number(document.documentElement.dataset.skew || 0);
  return Date.parse(element.dataset.at) - (Date.now() + skew);
}

function textOf(element, left) {
  const { minutes, seconds, over } = element.dataset;
  if (left <= 0) return over;
  if (seconds === undefined) return minutes.replace("#", Math.ceil(left / 60000));
  return minutesAndSeconds(Math.ceil(left / 1000));
}

function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function show(element) {
  if (element.dataset.up !== undefined) {
    put(element, minutesAndSeconds(Math.floor((Date.now() - begins.get(element)) / 1000)));
    return;
  }
  const left = leftOf(element);
  element.classList.toggle("is-over", left <= 0);
  const number = element.querySelector("[data-clock-number]");
  if (!number) {
    put(element, textOf(element, left));
    return;
  }
  put(number, left > 0 ? String(Math.ceil(left / 60000)) : element.dataset.over);
  element.querySelector("[data-clock-unit]").hidden = left <= 0;
}

function tick() {
  for (const element of running) {
    if (element.isConnected) show(element);
    else running.delete(element);
  }
}

export function start(element) {
  if (!timer) timer = setInterval(tick, 1000);
  if (element.dataset.up !== undefined) begins.set(element, Date.now() - Number(element.dataset.up) * 1000);
  running.add(element);
  show(element);
}
