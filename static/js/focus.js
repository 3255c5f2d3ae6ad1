// Takes focus when the page comes: the summary of what is missing.

export function start(element) {
  element.focus();
}
