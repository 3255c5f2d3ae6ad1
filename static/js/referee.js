// One match on a referee's tablet. Without script the page is a form with two numbers; with it: big keys, undo,
// read back, and a result that survives a reload and a lost net. The form's hooks:
//   data-match, data-version (the result that the page showed), data-inbox-url ("" is practice: nothing is sent)
//   fields `home`, `away`, `csrf_token`; with data-needs-winner the radio buttons `shootout` in [data-shootout]
//   data-state-sent, -waiting, -fault (# = how many) · data-won, data-won-shootout (# = team), data-level
//   [data-screen=play|readback|saved] · [data-key="home 1"] · [data-undo] [data-end] [data-back] [data-save]
//   data-ok, data-conflict, data-refused (headings of the answer)
//   [data-read=score|winner|heading|answer] · [data-net] with a text span inside
// A result sent again after "Fortryd" names the one before it in `after`, which may still be waiting for the net.

import { openSender } from "./referee-sender.js";

export function start(form) {
  const isPractice = form.dataset.inboxUrl === "";
  const key = `referee:${form.dataset.match}`;
  const fields = { home: form.elements.home, away: form.elements.away };
  const find = (name) => form.querySelector(`[data-${name}]`);
  const names = { home: fields.home.dataset.name, away: fields.away.dataset.name };
  const state = {
    home: Number(fields.home.value || 0), away: Number(fields.away.value || 0),
    shootout: "", past: [], screen: "play", sent: "",
  };

  function recall() {
    const kept = isPractice ? null : JSON.parse(localStorage.getItem(key) || "null");
    // A newer version on the server: somebody has changed the match, what is kept here is old.
    if (kept && kept.version === form.dataset.version) Object.assign(state, kept);
    // What was sent and answered is done; the pad is here again because somebody wants to correct it.
    if (state.screen === "saved" && !sender.isWaiting(state.sent)) Object.assign(state, { screen: "play", past: [] });
  }

  function keep() {
    if (!isPractice) localStorage.setItem(key, JSON.stringify({ ...state, version: form.dataset.version }));
  }

  const isLevel = () => state.home === state.away;
  const asksWinner = () => isLevel() && form.dataset.needsWinner !== undefined;

  function winnerText() {
    if (asksWinner()) return state.shootout ? form.dataset.wonShootout.replace("#", names[state.shootout]) : "";
    if (isLevel()) return form.dataset.level;
    return form.dataset.won.replace("#", state.home > state.away ? names.home : names.away);
  }

  function show() {
    for (const side of ["home", "away"]) fields[side].value = String(state[side]);
    for (const screen of form.querySelectorAll("[data-screen]")) screen.hidden = screen.dataset.screen !== state.screen;
    for (const undo of form.querySelectorAll("[data-undo]")) undo.setAttribute("aria-disabled", String(state.past.length === 0));
    form.querySelectorAll("[data-read=score]").forEach((place) => place.replaceChildren(`${state.home}–${state.away}`));
    find("read=winner").textContent = winnerText();
    const shootout = find("shootout");
    if (shootout) {
      shootout.hidden = !asksWinner();
      for (const choice of shootout.querySelectorAll("input")) choice.checked = choice.value === state.shootout;
    }
    find("save").setAttribute("aria-disabled", String(asksWinner() && !state.shootout));
  }

  function change(next) {
    state.past = [...state.past, [state.home, state.away]].slice(-50);
    Object.assign(state, next);
    if (!isLevel()) state.shootout = "";
    keep();
    show();
    sender.countAlong(state.home, state.away);
  }

  function turnTo(screen) {
    state.screen = screen;
    keep();
    show();
    form.querySelector(`[data-screen=${screen}] h2`)?.focus();
    window.scrollTo(0, 0);
  }

  function undo() {
    // After a result the first step back opens the match again with the score as it stands.
    if (state.screen !== "saved") {
      const last = state.past.pop();
      if (!last) return;
      [state.home, state.away] = last;
    }
    turnTo("play");
  }

  function hear(outcome) {
    if (outcome.version !== undefined) form.dataset.version = String(outcome.version);
    keep();
    find("read=heading").textContent = form.dataset[outcome.outcome] || form.dataset.ok;
    const answer = find("read=answer");
    answer.textContent = outcome.text || "";
    answer.hidden = !outcome.text;
  }

  function save() {
    const { home, away, sent } = state;
    const shootout = asksWinner() ? state.shootout : undefined;
    state.sent = sender.sendResult({ after: sent || undefined, home, away, shootout });
    find("read=heading").textContent = form.dataset.ok;
    turnTo("saved");
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const { key: pressed, undo: undoes, end, back, save: saves } = button.dataset;
    if ([pressed, undoes, end, back, saves].every((hook) => hook === undefined)) return;
    event.preventDefault();
    if (button.getAttribute("aria-disabled") === "true") return;
    if (pressed) {
      const [side, step] = pressed.split(" ");
      const next = Math.max(0, state[side] + Number(step));
      if (next !== state[side]) change({ [side]: next });
    } else if (undoes !== undefined) undo();
    else if (end !== undefined) turnTo("readback");
    else if (back !== undefined) turnTo("play");
    else save();
  });
  form.addEventListener("change", (event) => {
    if (event.target.name !== "shootout") return;
    state.shootout = event.target.value;
    keep();
    show();
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
  form.querySelectorAll("[data-with-script]").forEach((element) => { element.hidden = false; });
  show();
}
