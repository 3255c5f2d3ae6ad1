// Sends the marks of a discipline through the tablet's outbox, and hears what the server says of them.
//   data-stage, -inbox-url · data-state-sent, -waiting, -fault (# = how many) · [data-net] with a text span inside
// A mark sent while an earlier one of the same entry still waits for the net names that one in `after`.

import { showNet } from "./net.js";
import { makeId, openOutbox } from "./outbox.js";

// onAnswer(item, outcome) is called when the server has answered for a mark of this discipline.
export function openSender(root, onAnswer) {
  const { stage, inboxUrl } = root.dataset;
  const isOurs = (item) => item.kind === "mark" && item.stage === stage;
  const outbox = openOutbox({
    url: inboxUrl,
    // The inbox knows the tablet by its cookie.
    csrf: "",
    onAnswer: (item, outcome) => isOurs(item) && onAnswer(item, outcome),
    onState: (name, count) => showNet(root.querySelector("[data-net]"), root.dataset, name, count),
    isCounted: (item) => item.kind !== "score",
  });

  return {
    // onMade(item) is told before anything is sent, so that it is known when the answer comes.
    send({ entry, seen, sent }, { attempts, status }, onMade) {
      const item = { id: makeId(), kind: "mark", at: new Date().toISOString(), stage, entry, attempts, status };
      const after = outbox.has(sent) ? sent : undefined;
      onMade(item);
      outbox.add({ ...item, seen_version: seen, after });
    },
    waiting: () => outbox.waiting(isOurs),
  };
}
