// A row of tabs wider than the screen starts where the reader is, not at its first tab.

export function start(row) {
  const here = row.querySelector("[aria-current]");
  if (!here) return;
  const tab = here.getBoundingClientRect();
  const view = row.getBoundingClientRect();
  row.scrollLeft += tab.left - view.left - (view.width - tab.width) / 2;
}
