// Keeps a part of the page fresh: asks data-url every 5 s while the page is seen, every minute while it is not,
// and slower and slower while the net is gone. A 304 costs nothing. Only the blocks that differ are replaced, so
// focus, scroll and open details stay. Inside the element:
//   data-every           milliseconds between two questions where 5 s is too long, on the element
//   data-at-once         present: the first question is asked at once, because the page came without its content
//   [data-live-body]     its children are the blocks; data-url answers with them and nothing else
//   [data-live-status]   shows data-seen or, when the net is gone, data-lost (# is the time of the data)
//   [data-live-news]     a visually hidden role=status; says when the net goes and comes, and the [data-announce]
//                        of the new body when it is another
//   [data-go]            in the body: there is no more to wait for here, and this is the address to go on to

const SEEN = 5000;
const UNSEEN = 60000;
const PATIENCE = 10000;

const wallClock = new Intl.DateTimeFormat(document.documentElement.lang === "da" ? "da-DK" : "en-GB", {
  hour: "2-digit", minute: "2-digit", timeZone: "Europe/Copenhagen",
});

function keepScroll(old, fresh) {
  const wide = fresh.querySelectorAll(".scroll-x");
  old.querySelectorAll(".scroll-x").forEach((box, index) => {
    if (wide[index]) wide[index].scrollLeft = box.scrollLeft;
  });
}

// How to find an element again in the block that takes its place.
function keyOf(element) {
  if (element.id) return `[id="${element.id}"]`;
  if (element.localName === "summary" && element.parentElement.id) return `[id="${element.parentElement.id}"] > summary`;
  const href = element.getAttribute("href");
  return href && `[href="${href}"]`;
}

function replaceBlock(old, fresh) {
  const openIds = [...old.querySelectorAll("details[open][id]")].map((details) => details.id);
  const focusKey = old.contains(document.activeElement) && keyOf(document.activeElement);
  old.replaceWith(fresh);
  keepScroll(old, fresh);
  openIds.forEach((id) => fresh.querySelector(`[id="${id}"]`)?.setAttribute("open", ""));
  if (focusKey) fresh.querySelector(focusKey)?.focus({ preventScroll: true });
}

export function start(element) {
  const body = element.querySelector("[data-live-body]");
  const status = element.querySelector("[data-live-status]");
  const news = element.querySelector("[data-live-news]");
  const seen = Number(element.dataset.every) || SEEN;
  // Compared with what the server sent, not with the page: counting clocks change the page.
  let sources = null;
  let etag = "";
  let failures = 0;
  let timer = 0;
  let seenAt = new Date();

  function say(isLost) {
    const text = (isLost ? element.dataset.lost : element.dataset.seen).replace("#", wallClock.format(seenAt));
    if (status && status.textContent !== text) status.textContent = text;
    if (news && isLost !== element.classList.contains("is-lost")) news.textContent = text;
    element.classList.toggle("is-lost", isLost);
  }

  function swap(html) {
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    const blocks = [...fresh.content.children];
    const texts = blocks.map((block) => block.outerHTML);
    const old = [...body.children];
    if (old.length === texts.length) {
      // Of the page as it came the source is not known: the first time every block is replaced.
      blocks.forEach((block, index) => texts[index] !== sources?.[index] && replaceBlock(old[index], block));
    } else {
      body.replaceChildren(...blocks);
    }
    body.dispatchEvent(new CustomEvent("content-added", { bubbles: true }));
    sources = texts;
    const next = body.querySelector("[data-go]");
    if (next) window.location.assign(next.dataset.go);
    const text = body.querySelector("[data-announce]")?.dataset.announce;
    if (news && text && news.dataset.said !== text) {
      // The first body is what the visitor has just read.
      if (news.dataset.said !== undefined) news.textContent = text;
      news.dataset.said = text;
    }
  }

  async function ask() {
    const stop = new AbortController();
    const patience = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const headers = { Accept: "text/html", ...(etag && { "If-None-Match": etag }) };
      const answer = await fetch(element.dataset.url, { headers, cache: "no-store", signal: stop.signal });
      if (answer.status !== 304 && !answer.ok) throw new Error(String(answer.status));
      const serverTime = Date.parse(answer.headers.get("Date"));
      if (serverTime) document.documentElement.dataset.skew = String(serverTime - Date.now());
      if (answer.status !== 304) {
        swap(await answer.text());
        etag = answer.headers.get("ETag") || "";
      }
      failures = 0;
      seenAt = new Date();
      say(false);
    } catch {
      failures += 1;
      say(true);
    } finally {
      clearTimeout(patience);
    }
  }

  async function round() {
    clearTimeout(timer);
    timer = -1;
    await ask();
    const wait = document.visibilityState === "visible" ? seen * 2 ** Math.min(failures, 4) : UNSEEN;
    timer = setTimeout(round, wait);
  }

  function now() {
    // −1: a question is under way.
    if (timer !== -1 && document.visibilityState === "visible") round();
  }

  say(false);
  document.addEventListener("visibilitychange", now);
  window.addEventListener("online", now);
  // What the server could not put into the page is asked for at once.
  timer = setTimeout(round, element.dataset.atOnce === undefined ? seen : 0);
}
