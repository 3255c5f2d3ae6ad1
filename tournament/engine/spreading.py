"""Dealing items into even shares so that every set they belong to is spread evenly too.

Each item stands in a chain of sets on the left (for a draw: everybody, its pot) and on the right (its municipality,
its organisation); the sets of one side lie inside each other or apart. Then for any number of shares there is a
deal that gives each share of every set its size divided by the shares, rounded down or up: taking an even fraction
of each item is a flow through both chains within these bounds, and such a network has a whole-numbered flow
whenever it has one. The shares are taken off one at a time; what is left keeps the property.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

SOURCE, SINK, START, END = "source", "sink", "start", "end"


@dataclass(frozen=True, slots=True)
class Item:
    """Something to deal, with the sets it is in on the left and on the right, the widest first."""

    id: str
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(slots=True)
class Network:
    """A flow: for each edge its target and the room left on it; edge n ^ 1 is the way back of edge n."""

    room: list[int] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    leaving: dict[str, list[int]] = field(default_factory=dict)
    excess: Counter[str] = field(default_factory=Counter)

    def connect(self, tail: str, head: str, most: int, least: int = 0) -> int:
        """Add an edge that carries from `least` to `most`; its number comes back."""
        number = len(self.targets)
        for node, target, capacity in ((tail, head, most - least), (head, tail, 0)):
            self.leaving.setdefault(node, []).append(len(self.targets))
            self.targets.append(target)
            self.room.append(capacity)
        self.excess[head] += least
        self.excess[tail] -= least
        return number

    def carries(self, number: int) -> bool:
        """Whether an edge without a least amount is in use."""
        return self.room[number + 1] > 0

    def push_one(self) -> bool:
        """Send one unit from start to end along a shortest way with room; False when there is none."""
        came_by: dict[str, int] = {START: -1}
        queue = [START]
        for node in queue:
            for number in self.leaving.get(node, ()):
                target = self.targets[number]
                if self.room[number] > 0 and target not in came_by:
                    came_by[target] = number
                    queue.append(target)
            if END in came_by:
                break
        else:
            return False
        node = END
        while node != START:
            number = came_by[node]
            self.room[number] -= 1
            self.room[number ^ 1] += 1
            node = self.targets[number ^ 1]
        return True


def even_share(items: Sequence[Item], shares: int) -> list[list[str]]:
    """Deal the items into shares, earlier ones first where there is a choice; ids in the order of the items."""
    left_over = list(items)
    dealt: list[list[str]] = []
    for remaining in range(shares, 0, -1):
        taken = one_share(left_over, remaining)
        dealt.append([item.id for item in left_over if item.id in taken])
        left_over = [item for item in left_over if item.id not in taken]
    return dealt


def one_share(items: Sequence[Item], shares: int) -> set[str]:
    """The ids of one share out of so many that are still to be taken from the items."""
    network = Network()
    sizes: Counter[tuple[str, str]] = Counter()
    for item in items:
        sizes.update(zip((SOURCE, *item.left), item.left, strict=False))
        sizes.update(zip(item.right, (SINK, *item.right), strict=False))
    for (tail, head), size in sizes.items():
        network.connect(tail, head, -(-size // shares), size // shares)
    chosen = {
        item.id: network.connect(item.left[-1] if item.left else SOURCE, item.right[-1] if item.right else SINK, 1)
        for item in items
    }
    network.connect(SINK, SOURCE, -(-len(items) // shares), len(items) // shares)
    for node, excess in list(network.excess.items()):
        if excess > 0:
            network.connect(START, node, excess)
        elif excess < 0:
            network.connect(node, END, -excess)
    while network.push_one():
        pass
    return {item_id for item_id, number in chosen.items() if network.carries(number)}
