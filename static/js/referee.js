// One match on a referee's tablet. Without script the page is a form with numbers; with it: big keys, undo, read back,
// and a result that survives a reload and a lost net. How it is counted stands in referee-count.js. The form's hooks:
//   data-match, data-version (the result that the page showed), data-inbox-url ("" is practice: nothing is sent)
//   fields `home`, `away`, `csrf_token`; with data-needs-winner the radio buttons `shootout` in [data-shootout]
//   data-state-sent, -waiting, -fault (# = how many) · data-won, data-won-shootout (# = team), data-level
//   data-ok, data-conflict, data-refused (headings) · [data-screen=play|readback|saved] · [data-key="home 1"] · [data-undo]
//   [data-end] [data-back] [data-save] · [data-plain-only] · [data-read=score|sets|winner|heading|answer|say|round] · [data-net]
// A result sent again after "Fortryd" names the one before it in `after`, which may still be waiting for the net.

import { makeCount } from "./referee-count.js";
import { openSender } from "./referee-sender.js";

export function start(form) {
  const isPractice = form.dataset.inboxUrl === "";
  const key = `referee:${form.dataset.match}`;
  const fields = { home: form.elements.home, away: form.elements.away };
  const find = (name) => form.querySelector(`[data-${name}]`);
  const read = (name, text) => form.querySelectorAll(`[data-read=${name}]`).forEach((place) => { place.textContent = text; });
  const names = { home: fields.home.dataset.name, away: fields.away.dataset.name };
  const count = makeCount(form);
  const state = {
    home: Number(fields.home.value || 0), away: Number(fields.away.value || 0), sets: [], ends: 0,
    shootout: "", screen: "play", sent: "", ...count.reopened(JSON.parse(form.dataset.sets || "[]")),
  };
  const counted = () => ({ home: state.home, away: state.away, sets: state.sets, ends: state.ends });

  function recall() {
    const kept = isPractice ? null : JSON.parse(localStorage.getItem(key) || "null");
    // A newer version on the server: somebody has changed the match, what is kept here is old.
    if (kept && kept.version === form.dataset.version) Object.assign(state, kept);
    // What was sent and answered is done; the pad is here again because somebody wants to correct it.
    if (state.screen !== "saved" || sender.isWaiting(state.sent)) return;
    Object.assign(state, { screen: "play" }, count.reopened(state.sets));
  }

  const keep = () => isPractice || localStorage.setItem(key, JSON.stringify({ ...state, version: form.dataset.version }));

  const leader = () => count.leader(state);
  const asksWinner = () => !leader() && form.dataset.needsWinner !== undefined;

  function winnerText() {
    if (leader()) return form.dataset.won.replace("#", names[leader()]);
    if (!asksWinner()) return form.dataset.level;
    return state.shootout ? form.dataset.wonShootout.replace("#", names[state.shootout]) : "";
  }

  function show() {
    for (const side of ["home", "away"]) fields[side].value = String(state[side]);
    for (const screen of form.querySelectorAll("[data-screen]")) screen.hidden = screen.dataset.screen !== state.screen;
    for (const undo of form.querySelectorAll("[data-undo]")) undo.setAttribute("aria-disabled", String(state.past.length === 0));
    const total = count.total(state);
    read("score", `${total.home}–${total.away}`);
    read("sets", count.setsText(state));
    read("round", String(count.bestOf ? state.sets.length + 1 : state.ends + 1));
    read("winner", winnerText());
    const shootout = find("shootout");
    if (shootout) {
      shootout.hidden = !asksWinner();
      for (const choice of shootout.querySelectorAll("input")) choice.checked = choice.value === state.shootout;
    }
    find("save").setAttribute("aria-disabled", String(asksWinner() && !state.shootout));
  }

  const redraw = () => { keep(); show(); };

  function change(next, text = "") {
    state.past = [...state.past, counted()].slice(-50);
    Object.assign(state, next);
    if (leader()) state.shootout = "";
    redraw();
    read("say", text);
    if (state.screen === "play") sender.countAlong(count.total(state));
    if (state.screen === "play" && count.isOver(state)) turnTo("readback");
  }

  function turnTo(screen) {
    state.screen = screen;
    redraw();
    form.querySelector(`[data-screen=${screen}] h2`)?.focus();
    window.scrollTo(0, 0);
  }

  function undo() {
    read("say", "");
    // After a result the first step back opens the match again with the score as it stands; sets are never over then.
    if (state.screen !== "saved" || count.bestOf) {
      const last = state.past.pop();
      if (last) Object.assign(state, last);
      else if (state.screen !== "saved") return;
    }
    turnTo("play");
  }

  function end() {
    const { next, text } = count.bestOf ? count.endSet(state) : { text: count.problem(state) };
    if (next) change(next);
    else if (text) read("say", text);
    else turnTo("readback");
  }

  function hear(outcome) {
    if (outcome.version !== undefined) form.dataset.version = String(outcome.version);
    keep();
    read("heading", form.dataset[outcome.outcome] || form.dataset.ok);
    read("answer", outcome.text || "");
    find("read=answer").hidden = !outcome.text;
  }

  function save() {
    const shootout = asksWinner() ? state.shootout : undefined;
    state.sent = sender.sendResult({ after: state.sent || undefined, ...count.result(state), shootout });
    read("heading", form.dataset.ok);
    turnTo("saved");
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const { key: pressed, undo: undoes, end: ends, back, save: saves } = button?.dataset || {};
    if ([pressed, undoes, ends, back, saves].every((hook) => hook === undefined)) return;
    event.preventDefault();
    if (button.getAttribute("aria-disabled") === "true") return;
    if (pressed) {
      const [side, step] = pressed.split(" ");
      const { next, text } = count.press(counted(), side, Number(step));
      if (text || next[side] !== state[side]) change(next, text);
    } else if (undoes !== undefined) undo();
    else if (ends !== undefined) end();
    else if (back !== undefined && count.bestOf) undo();
    else if (back !== undefined) turnTo("play");
    else save();
  });
  form.addEventListener("change", ({ target }) => {
    if (target.name !== "shootout") return;
    state.shootout = target.value;
    redraw();
  });
  form.addEventListener("input", (event) => {
    if (event.target !== fields.home && event.target !== fields.away) return;
    const typed = (side) => Math.max(0, Math.floor(Number(fields[side].value) || 0));
    change({ home: typed("home"), away: typed("away") });
  });
  // Enter in a field is not the end of a match.
  form.addEventListener("submit", (event) => event.preventDefault());

  const sender = openSender(form, hear);
  recall();
  form.classList.add("is-live");
  form.querySelectorAll("[data-with-script], [data-plain-only]").forEach((part) => { part.hidden = part.dataset.plainOnly !== undefined; });
  show();
}
