// The question before a button that cannot be undone lightly: "Nej, lad være" and Escape close it again.

export function start(details) {
  const summary = details.querySelector("summary");
  const no = details.querySelector("[data-confirm-close]");

  function close() {
    details.open = false;
    summary.focus();
  }

  no.hidden = false;
  no.addEventListener("click", close);
  details.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && details.open) close();
  });
}
