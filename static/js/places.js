// What a place means for a piece that is moved, as the server judges it.
//   data-check-url?piece=…&place=…      {"allowed": true, "problems": ["…"]}
//   data-places-url?piece=…&minutes=0.15…   (where there is one; places are "court.minute")
//                                       {"forbidden": [place, …], "costly": [place, …]}: all of them at once

async function ask(url, query) {
  const answer = await fetch(`${url}?${new URLSearchParams(query)}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

export async function askOne(root, piece, place) {
  if (place.dataset.closed) return { allowed: false, problems: [place.dataset.closed] };
  try {
    return await ask(root.dataset.checkUrl, { piece: piece.dataset.piece, place: place.dataset.place });
  } catch {
    // No answer: the server judges when the form is sent.
    return { allowed: true, problems: [] };
  }
}

export async function askAll(root, piece, places) {
  if (!root.dataset.placesUrl) return null;
  const minutes = [...new Set(places.map((place) => place.dataset.place.split(".")[1]))].join(".");
  try {
    const found = await ask(root.dataset.placesUrl, { piece: piece.dataset.piece, minutes });
    const [forbidden, costly] = [new Set(found.forbidden), new Set(found.costly)];
    const isForbidden = (place) => forbidden.has(place.dataset.place) || Boolean(place.dataset.closed);
    return { isForbidden, isCostly: (place) => !isForbidden(place) && costly.has(place.dataset.place) };
  } catch {
    // Not marked then; each place is asked about when one aims at it.
    return null;
  }
}
