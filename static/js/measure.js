// A discipline on a referee's tablet. Without script it is a list of plain forms; with it one screen with large keys that
// works without net and survives a reload: list, pad, read back, saved. What it shows stands in measure-screens.js, the
// lines in measure-list.js, what is sent in measure-sender.js. The element's hooks beside theirs:
//   data-stage, -attempts (0: free), -most, -decimals, -time (present for times) · data-unclear, -empty (faults)
//   data-ok, -conflict, -refused (headings of the answer), -disputed
//   [data-key="7"] [data-try] [data-failed] [data-status-key=dns] [data-list] [data-save] [data-back] [data-following]
//   [data-undo] · a form around the pad

import { FAILED, finished, isWhole, press, tidy } from "./measure-keys.js";
import { hasMark, openList } from "./measure-list.js";
import { openScreens } from "./measure-screens.js";
import { openSender } from "./measure-sender.js";

export function start(root) {
  const words = root.dataset;
  const key = `measure:${words.stage}`;
  const rules = { decimals: Number(words.decimals), isTime: words.time !== undefined };
  // Where attempts are free one is enough, and another may always be added.
  const wanted = Number(words.attempts) || 1;
  const most = Number(words.attempts) || Number(words.most);
  const list = openList(root);
  const screens = openScreens(root);
  const number = root.querySelector("[data-number]");
  const state = { screen: "list", entry: "", attempts: [], index: 0, status: "ok", base: "", before: null, sent: "" };

  const line = () => list.get(state.entry);
  const next = () => line() && list.following(line(), wanted);

  function show() {
    const count = Math.min(most, Math.max(wanted, state.attempts.length, state.index + 1));
    screens.show(state, line(), next(), count);
  }

  function keep() {
    if (["pad", "readback"].includes(state.screen)) localStorage.setItem(key, JSON.stringify(state));
    else localStorage.removeItem(key);
  }

  function turnTo(screen) {
    state.screen = screen;
    screens.complain("");
    keep();
    show();
    if (screen === "list") line()?.element.focus();
    else root.querySelector(`[data-screen=${screen}] h2`).focus();
    if (screen !== "list") window.scrollTo(0, 0);
  }

  function open(entry) {
    const { attempts } = list.get(entry);
    const index = attempts.length < most ? attempts.length : most - 1;
    Object.assign(state, { entry, attempts: [...attempts], index, status: "ok", base: JSON.stringify(attempts) });
    turnTo("pad");
  }

  function write(text) {
    while (state.attempts.length < state.index) state.attempts.push("");
    state.attempts[state.index] = text;
    screens.complain("");
    keep();
    show();
  }

  function end(status) {
    const made = finished(state.attempts);
    const fault = !made.every((text) => isWhole(text, rules)) ? words.unclear : status === "ok" && !made.length && words.empty;
    if (fault) {
      screens.complain(fault);
      return;
    }
    Object.assign(state, { attempts: made, index: Math.max(0, Math.min(state.index, made.length - 1)), status });
    turnTo("readback");
  }

  function send(mark) {
    sender.send(line(), mark, (item) => {
      state.sent = item.id;
      list.change(line(), item);
    });
  }

  function save() {
    const { attempts, status } = line();
    state.before = hasMark(line()) ? { attempts, status } : { attempts: [], status: "open" };
    screens.hear(words.ok, "");
    send(state);
    turnTo("saved");
  }

  function undo() {
    send(state.before);
    state.base = JSON.stringify(line().attempts);
    turnTo("pad");
  }

  function hear(item, outcome) {
    const about = list.get(item.entry);
    if (!about) return;
    const name = outcome.outcome === "duplicate" ? outcome.first : outcome.outcome;
    if (outcome.version !== undefined) about.seen = outcome.version;
    if (name !== "ok") list.say(about, name === "conflict" ? words.disputed : words.refused);
    if (item.id === state.sent) screens.hear(words[name], outcome.text || "");
  }

  function recall() {
    for (const item of sender.waiting()) list.change(list.get(item.entry), item);
    const kept = JSON.parse(localStorage.getItem(key) || "null");
    if (!kept || !list.get(kept.entry)) return;
    open(kept.entry);
    // Somebody else may have measured meanwhile: then only what was being typed is taken along.
    if (kept.base === state.base) Object.assign(state, kept);
    else state.attempts[state.index] = kept.attempts[kept.index];
    turnTo(kept.base === state.base ? kept.screen : "pad");
  }

  const actions = {
    key: (value) => write(press(state.attempts[state.index] || "", value, rules)),
    try: (value) => { state.index = Number(value); keep(); show(); },
    failed: () => { write(FAILED); end("ok"); },
    statusKey: end,
    list: () => turnTo("list"),
    save,
    back: () => turnTo("pad"),
    following: () => open(next().entry),
    undo,
  };

  root.addEventListener("click", (event) => {
    const link = event.target.closest("[data-entry]");
    if (link) {
      event.preventDefault();
      open(link.dataset.entry);
    }
    const button = event.target.closest("button");
    const name = button && Object.keys(actions).find((action) => button.dataset[action] !== undefined);
    if (name) actions[name](button.dataset[name]);
  });
  root.addEventListener("submit", (event) => { event.preventDefault(); end("ok"); });
  number.addEventListener("input", () => write(tidy(number.value, rules)));

  const sender = openSender(root, hear);
  recall();
  root.classList.add("is-live");
  root.querySelectorAll("[data-with-script]").forEach((element) => { element.hidden = false; });
}
