// One match on a referee's tablet. Without script the page is a form with two numbers; with it: big keys, undo,
// read back, and a result that survives a reload and a lost net. The form's hooks:
//   data-match, data-version, data-inbox-url · fields `home`, `away`, `csrf_token`
//   data-state-sent, -waiting, -fault (# = how many) · data-won (# = team), data-level
//   [data-screen=play|readback|saved] · [data-key="home 1"] · [data-undo] [data-end] [data-back] [data-save]
//   [data-read=score|winner|answer] · [data-net] with a text span inside · [data-no-script] hidden here
// Sends kind "result": {match, seen_version, home, away}; an outcome may carry `text` and `version`.

import { makeId, openOutbox } from "./outbox.js";

export function start(form) {
  const key = `referee:${form.dataset.match}`;
  const fields = { home: form.elements.home, away: form.elements.away };
  const find = (name) => form.querySelector(`[data-${name}]`);
  const names = { home: fields.home.dataset.name, away: fields.away.dataset.name };
  const state = { home: Number(fields.home.value || 0), away: Number(fields.away.value || 0), past: [], screen: "play" };

  function recall() {
    const kept = JSON.parse(localStorage.getItem(key) || "null");
    // A newer version on the server: somebody has changed the match, what is kept here is old.
    if (kept && kept.version === form.dataset.version) Object.assign(state, kept);
  }

  function keep() {
    localStorage.setItem(key, JSON.stringify({ ...state, version: form.dataset.version }));
  }

  function show() {
    for (const side of ["home", "away"]) fields[side].value = String(state[side]);
    for (const screen of form.querySelectorAll("[data-screen]")) screen.hidden = screen.dataset.screen !== state.screen;
    for (const undo of form.querySelectorAll("[data-undo]")) undo.setAttribute("aria-disabled", String(state.past.length === 0));
    const winner = state.home > state.away ? names.home : names.away;
    const score = `${state.home}–${state.away}`;
    form.querySelectorAll("[data-read=score]").forEach((place) => place.replaceChildren(score));
    find("read=winner").textContent = state.home === state.away ? form.dataset.level : form.dataset.won.replace("#", winner);
  }

  function change(next) {
    state.past = [...state.past, [state.home, state.away]].slice(-50);
    Object.assign(state, next);
    keep();
    show();
  }

  function turnTo(screen) {
    state.screen = screen;
    keep();
    show();
    form.querySelector(`[data-screen=${screen}] h2`)?.focus();
    window.scrollTo(0, 0);
  }

  function undo() {
    const last = state.past.pop();
    if (!last) return;
    [state.home, state.away] = last;
    turnTo("play");
  }

  const outbox = openOutbox({
    url: form.dataset.inboxUrl,
    csrf: form.elements.csrf_token.value,
    onState(name, count) {
      const net = find("net");
      net.dataset.net = name;
      net.classList.toggle("net--off", name !== "sent");
      net.querySelector("span").textContent = form.dataset[`state${name[0].toUpperCase()}${name.slice(1)}`].replace("#", count);
    },
    onAnswer(item, outcome) {
      if (item.match !== form.dataset.match) return;
      if (outcome.version !== undefined) form.dataset.version = String(outcome.version);
      keep();
      find("read=answer").textContent = outcome.text || "";
      find("read=answer").hidden = !outcome.text;
    },
  });

  function save() {
    const at = new Date().toISOString();
    const { match, version } = form.dataset;
    outbox.add({ id: makeId(), kind: "result", at, match, seen_version: Number(version), home: state.home, away: state.away });
    turnTo("saved");
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    const { key: pressed } = button.dataset;
    if (pressed) {
      const [side, step] = pressed.split(" ");
      const next = Math.max(0, state[side] + Number(step));
      if (next !== state[side]) change({ [side]: next });
    } else if (button.dataset.undo !== undefined) undo();
    else if (button.dataset.end !== undefined) turnTo("readback");
    else if (button.dataset.back !== undefined) turnTo("play");
    else if (button.dataset.save !== undefined) save();
    else return;
    event.preventDefault();
  });
  form.addEventListener("input", () => {
    const typed = (side) => Math.max(0, Math.floor(Number(fields[side].value) || 0));
    change({ home: typed("home"), away: typed("away") });
  });
  // Enter in a field is not the end of a match.
  form.addEventListener("submit", (event) => {
    if (!event.submitter?.dataset.plain) event.preventDefault();
  });

  recall();
  form.classList.add("is-live");
  form.querySelectorAll("[data-with-script]").forEach((element) => { element.hidden = false; });
  form.querySelectorAll("[data-no-script]").forEach((element) => { element.hidden = true; });
  show();
}
