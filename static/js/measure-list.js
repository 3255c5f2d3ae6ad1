// The lines of a discipline on a referee's screen: what counts for each as far as this tablet knows, and what it shows.
//   a.measure-line with data-entry, -name, -where, -seen (the mark that counts), -status, -attempts (JSON) · [data-value]
//   [data-group] around the lines of a heat · [data-search] narrows the list while one types

const folded = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");

function read(element) {
  const { entry, name, where, seen, status, attempts } = element.dataset;
  return { element, entry, name, where, seen: Number(seen), status, attempts: JSON.parse(attempts), sent: "", word: "" };
}

export const hasMark = (line) => line.attempts.length > 0 || line.status !== "ok";

export function openList(root) {
  const lines = [...root.querySelectorAll("[data-entry]")].map(read);
  const words = root.dataset;

  function show(line) {
    const status = { dns: words.dns, dnf: words.dnf, dsq: words.dsq }[line.status];
    const text = line.word || status || line.attempts.join(" · ") || "–";
    line.element.querySelector("[data-value]").textContent = text;
  }

  const search = root.querySelector("[data-search]");
  search?.addEventListener("input", () => {
    const wanted = folded(search.value.trim());
    for (const line of lines) line.element.closest("li").hidden = !folded(line.name).includes(wanted);
  });

  return {
    get: (entry) => lines.find((line) => line.entry === entry),

    // What the server said where it did not simply store it.
    say(line, word) {
      line.word = word;
      show(line);
    },

    // What a mark that was sent (or waits to be) makes of its line.
    // One that was taken out meanwhile has no line.
    change(line, { id, attempts, status }) {
      if (!line) return;
      const isOpen = status === "open";
      Object.assign(line, { sent: id, attempts: isOpen ? [] : attempts, status: isOpen ? "ok" : status, word: "" });
      show(line);
    },

    // Who is to be measured next: in the same heat the first without a mark after this one, else before it.
    following(line, most) {
      const group = line.element.closest("[data-group]");
      const mates = lines.filter((other) => group.contains(other.element));
      const at = mates.indexOf(line);
      const isMissing = (other) => other !== line && other.status === "ok" && other.attempts.length < most;
      return [...mates.slice(at + 1), ...mates.slice(0, at)].find(isMissing);
    },
  };
}
