// Starts what a page asks for: data-module="count live" loads count.js and live.js and calls start(element).
// Everything works without: a module only makes better what the server already made usable.

async function startElement(element) {
  const names = element.dataset.module.split(" ").filter(Boolean);
  element.dataset.module = "";
  for (const name of names) {
    const module = await import(`./${name}.js`);
    module.start(element);
  }
}

function startAll(root) {
  for (const element of root.querySelectorAll("[data-module]:not([data-module=''])")) {
    startElement(element).catch((fault) => console.error(fault));
  }
}

// A form that was sent while it kept a draft: the server has answered with this page, so the draft may go.
function forgetSentDrafts() {
  try {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith("sent:")) {
        sessionStorage.removeItem(`draft:${key.slice(5)}`);
        sessionStorage.removeItem(key);
      }
    }
  } catch {
    // Storage can be closed by the browser's settings; then there are no drafts either.
  }
}

// What clocks count from on a page that says what the server's clock was (live.js keeps it right where a page polls).
function keepSkew() {
  const { dataset } = document.documentElement;
  if (dataset.now) dataset.skew = String(Date.parse(dataset.now) - Date.now());
}

keepSkew();
forgetSentDrafts();
startAll(document);
document.addEventListener("content-added", (event) => startAll(event.target));
