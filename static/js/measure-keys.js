// What a number pad may write: digits, one comma where there are decimals, and in a time colons between hours,
// minutes and seconds. "x" is an attempt that does not count.

const LONGEST = 12;
const PLAIN = /^\d+(,\d+)?$/;
const CLOCK = /^(\d{1,2}:[0-5]\d|\d{1,3}):[0-5]\d(,\d+)?$/;

export const FAILED = "x";

// The text after a key: a digit, ",", ":" or "back". What cannot be written changes nothing.
export function press(text, key, { decimals, isTime }) {
  if (key === "back") return text === FAILED ? "" : text.slice(0, -1);
  const before = text === FAILED ? "" : text;
  const [, fraction] = before.split(",");
  const fits = {
    ",": decimals > 0 && fraction === undefined && /\d$/.test(before),
    ":": isTime && fraction === undefined && /\d$/.test(before) && before.split(":").length < 3,
  }[key] ?? (/^\d$/.test(key) && (fraction === undefined || fraction.length < decimals));
  return fits && before.length < LONGEST ? before + key : text;
}

// What somebody typed on a keyboard, as the pad would have written it.
export function tidy(text, rules) {
  if (text.trim().toLowerCase() === FAILED) return FAILED;
  return [...text.replaceAll(".", ",")].reduce((made, key) => press(made, key, rules), "");
}

export function isWhole(text, { isTime }) {
  return text === FAILED || PLAIN.test(text) || (isTime && CLOCK.test(text));
}

// Attempts as they are sent: nothing after the last one made; one that was left out does not count.
export function finished(attempts) {
  const made = attempts.map((text) => text || "");
  while (made.length > 0 && made[made.length - 1] === "") made.pop();
  return made.map((text) => text || FAILED);
}
