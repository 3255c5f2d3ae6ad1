// The nearest element in the direction of an arrow key, by where things stand on the screen.

const AXIS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function middle(element) {
  const box = element.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
}

export function neighbour(elements, from, key) {
  const [right, down] = AXIS[key];
  const [x, y] = middle(from);
  let best = null;
  let least = Infinity;
  for (const element of elements) {
    if (element === from || element.offsetParent === null) continue;
    const [otherX, otherY] = middle(element);
    const along = (otherX - x) * right + (otherY - y) * down;
    const aside = Math.abs((otherX - x) * down) + Math.abs((otherY - y) * right);
    // To the side counts thrice: the cell straight above is nearer than one askew.
    const distance = along + 3 * aside;
    if (along > 1 && distance < least) {
      best = element;
      least = distance;
    }
  }
  return best;
}
