// "Kopiér link": copies the field beside it and says so.

export function start(box) {
  const source = box.querySelector("[data-copy-source]");
  const button = box.querySelector("[data-copy-button]");
  const label = button.querySelector("span");
  const usual = label.textContent;
  button.hidden = false;
  source.addEventListener("focus", () => source.select());
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.value);
    } catch {
      // Without https or on an old phone: the link is marked, ready to be copied by hand.
      source.focus();
      return;
    }
    label.textContent = box.dataset.copied;
    box.querySelector("[data-copy-status]").textContent = box.dataset.copied;
    setTimeout(() => {
      label.textContent = usual;
    }, 3000);
  });
}
