// A form is sent once per press, however hard one presses. Buttons are never disabled: their names are part of what
// is sent, and when nothing came back after a while the same press works again.

const PAUSE = 6000;

export function start(form) {
  let sentAt = -Infinity;

  function mark(isBusy) {
    for (const button of form.querySelectorAll("button[type=submit]")) {
      button.setAttribute("aria-disabled", String(isBusy));
    }
  }

  form.addEventListener("submit", (event) => {
    const now = performance.now();
    if (now - sentAt < PAUSE) {
      event.preventDefault();
      return;
    }
    if (event.defaultPrevented) return;
    sentAt = now;
    mark(true);
    setTimeout(() => mark(false), PAUSE);
  });

  // Back from the next page: the form is as it was, and may be sent again.
  window.addEventListener("pageshow", () => {
    sentAt = -Infinity;
    mark(false);
  });
}
