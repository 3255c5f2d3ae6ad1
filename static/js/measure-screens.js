// What the screens of a discipline show: the pad with its attempts, the reading back, and what was saved.
//   state: {screen, attempts, index, status} · line: who is measured · next: who comes after, if anybody
//   [data-screen] [data-number] [data-tries] [data-fault] [data-following]
//   [data-read=name|where|field|said|unit|all|heading|answer|following]; the words are data attributes of the element

import { FAILED } from "./measure-keys.js";

export function openScreens(root) {
  const words = root.dataset;
  const find = (name) => root.querySelector(`[data-${name}]`);
  const nth = (index) => words.attempt.replace("#", index + 1);

  function read(name, text) {
    for (const place of root.querySelectorAll(`[data-read=${name}]`)) place.textContent = text;
  }

  function showTries({ attempts, index }, count) {
    const buttons = Array.from({ length: count }, (_, number) => {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.try = String(number);
      button.textContent = `${number + 1}: ${attempts[number] || "–"}`;
      button.setAttribute("aria-pressed", String(number === index));
      return button;
    });
    find("tries").hidden = count < 2;
    find("tries").replaceChildren(...buttons);
    read("field", count < 2 ? words.unit : nth(index));
  }

  return {
    complain(text) {
      find("fault").textContent = text;
    },

    hear(heading, text) {
      read("heading", heading);
      read("answer", text);
      root.querySelector("[data-read=answer]").hidden = !text;
    },

    show(state, line, next, count) {
      for (const screen of root.querySelectorAll("[data-screen]")) screen.hidden = screen.dataset.screen !== state.screen;
      if (!line) return;
      const { attempts, index, status } = state;
      const isNumber = status === "ok";
      const typed = attempts[index] || "";
      read("name", line.name);
      read("where", line.where);
      find("number").value = typed;
      showTries(state, count);
      read("said", isNumber ? typed || attempts[attempts.length - 1] || "" : words[status]);
      for (const place of root.querySelectorAll(".measure-said")) place.classList.toggle("measure-said--words", !isNumber);
      read("unit", isNumber && typed !== FAILED && !typed.includes(":") ? words.short : "");
      read("all", attempts.length > 1 ? attempts.map((text, number) => `${nth(number)}: ${text || FAILED}`).join(" · ") : "");
      find("following").hidden = !next;
      read("following", next ? words.next.replace("#", [next.where, next.name].filter(Boolean).join(", ")) : "");
    },
  };
}
