// The timetable on a phone: one court at a time. The chips are links that load the page for that court; here they
// switch it at once. [data-court] marks chips, head cells and body cells.

export function start(root) {
  const chips = [...root.querySelectorAll("a[data-court]")];
  const cells = [...root.querySelectorAll("th[data-court], td[data-court]")];
  for (const chip of chips) {
    chip.addEventListener("click", (event) => {
      event.preventDefault();
      const { court } = chip.dataset;
      cells.forEach((cell) => cell.classList.toggle("is-shown", cell.dataset.court === court));
      chips.forEach((other) => other.toggleAttribute("aria-current", other === chip));
      history.replaceState(null, "", chip.href);
    });
  }
}
