// What the referee's pad sends: the running score while the match is played, and its result. In practice
// (data-inbox-url is empty) nothing is sent, and everything else is as it would be.

import { showNet } from "./net.js";
import { makeId, openOutbox } from "./outbox.js";

const PAUSE = 1500;

const practice = { countAlong() {}, sendResult: () => "", isWaiting: () => false };

// onAnswer(outcome) is called when the server has answered for a result of this match.
export function openSender(form, onAnswer) {
  const { match, inboxUrl } = form.dataset;
  if (inboxUrl === "") return practice;
  let timer = 0;
  const outbox = openOutbox({
    url: inboxUrl,
    csrf: form.elements.csrf_token.value,
    onAnswer: (item, outcome) => item.match === match && item.kind === "result" && onAnswer(outcome),
    onState: (name, count) => showNet(form.querySelector("[data-net]"), form.dataset, name, count),
    // A running score is no result; nobody has to wait for it.
    isCounted: (item) => item.kind !== "score",
  });

  function send(kind, fields) {
    clearTimeout(timer);
    // Only the newest score is worth sending: one that still waits for the net is taken out again.
    outbox.drop((item) => item.kind === "score" && item.match === match);
    const id = makeId();
    outbox.add({ id, kind, at: new Date().toISOString(), match, ...fields });
    return id;
  }

  return {
    countAlong({ home, away }) {
      clearTimeout(timer);
      timer = setTimeout(() => send("score", { home, away }), PAUSE);
    },
    sendResult: (fields) => send("result", { seen_version: Number(form.dataset.version), ...fields }),
    isWaiting: (id) => outbox.has(id),
  };
}
