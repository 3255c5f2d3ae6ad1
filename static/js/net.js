// The bar of a referee's page without a pad: it says what still waits for the net, and sends it from here too.
//   data-inbox-url · data-state-sent, -waiting, -fault (# = how many) · a text span inside
// When all is sent the page is old (the match it offers is over), so it is fetched anew.

import { openOutbox } from "./outbox.js";

export function showNet(net, texts, name, count) {
  net.classList.toggle("net--off", name !== "sent");
  net.querySelector("span").textContent = texts[`state${name[0].toUpperCase()}${name.slice(1)}`].replace("#", count);
}

export function start(net) {
  let isOld = false;
  let refused = "";

  function hear(item, outcome) {
    if (item.kind !== "result" && item.kind !== "mark") return;
    if (outcome.outcome === "refused") refused = outcome.text;
    else isOld = true;
  }

  openOutbox({
    url: net.dataset.inboxUrl,
    // The inbox knows the tablet by its cookie.
    csrf: "",
    onAnswer: hear,
    onState(name, count) {
      showNet(net, net.dataset, name, count);
      // What was refused stays on the screen until somebody has read it.
      if (refused) net.querySelector("span").textContent = refused;
      else if (isOld && count === 0) location.reload();
    },
    isCounted: (item) => item.kind !== "score",
  });
}
