// The day's set-up: what it costs follows the form while one types. Without script a button does the same.
//   data-preview-url    the form is posted there; the answer's [data-part] take the place of those on the page
//   [data-costs-status] role=status; its texts: data-busy, data-done, data-faulty, data-lost

const PAUSE = 350;

export function start(root) {
  const form = root.querySelector("form");
  const status = root.querySelector("[data-costs-status]");
  let waiting = null;
  let asked = null;

  const say = (key) => {
    status.textContent = status.dataset[key];
  };

  function replace(html) {
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    for (const part of fresh.content.querySelectorAll("[data-part]")) {
      const old = root.querySelector(`[data-part="${part.dataset.part}"]`);
      // One may stand with the keyboard inside: then that part waits for the next time.
      if (old && !old.contains(document.activeElement)) old.replaceWith(part);
    }
  }

  async function ask() {
    asked?.abort();
    asked = new AbortController();
    const mine = asked;
    say("busy");
    try {
      const answer = await fetch(root.dataset.previewUrl, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "text/html" },
        signal: mine.signal,
      });
      if (answer.ok) replace(await answer.text());
      if (mine === asked) say(answer.ok ? "done" : "faulty");
    } catch (fault) {
      if (fault.name !== "AbortError") say("lost");
    }
  }

  function askSoon() {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  }

  root.querySelector(".day-setup__try").hidden = true;
  form.addEventListener("input", askSoon);
  form.addEventListener("change", askSoon);
}
