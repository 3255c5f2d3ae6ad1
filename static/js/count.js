// − and + beside a number. data-least and data-most bound it; the field stays a plain field that one can type in.

export function start(box) {
  const input = box.querySelector("input");
  const least = Number(box.dataset.least || 0);
  const most = box.dataset.most === "" ? Infinity : Number(box.dataset.most);
  const keys = [...box.querySelectorAll("[data-step]")];

  function show() {
    const value = Number(input.value || 0);
    for (const key of keys) {
      const isAtEnd = Number(key.dataset.step) < 0 ? value <= least : value >= most;
      key.setAttribute("aria-disabled", String(isAtEnd));
    }
  }

  for (const key of keys) {
    key.hidden = false;
    key.addEventListener("click", () => {
      const next = Number(input.value || 0) + Number(key.dataset.step);
      input.value = String(Math.min(most, Math.max(least, Number.isFinite(next) ? next : least)));
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  input.addEventListener("input", show);
  show();
}
