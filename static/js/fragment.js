// Fetches a part of a page into its place: <div data-module="fragment" data-url="…"><a href="…">…</a></div>.
// The link inside is what one gets without script or net.

export async function start(place) {
  try {
    const answer = await fetch(place.dataset.url, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.status === 204) return;
    place.innerHTML = await answer.text();
    place.dispatchEvent(new CustomEvent("content-added", { bubbles: true }));
  } catch {
    // The link stays.
  }
}
