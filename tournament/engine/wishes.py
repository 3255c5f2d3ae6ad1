"""Friends who wish to be together, granted by exchanges that make nothing else worse."""

from collections.abc import Callable, Hashable, Mapping, Sequence

Groups = list[list[str]]
Wish = frozenset[str]
Cost = tuple[int, ...]


def is_no_dearer(cost: Cost, allowed: Cost) -> bool:
    """Whether no part of a cost is above what is allowed."""
    return all(part <= most for part, most in zip(cost, allowed, strict=True))


def open_wishes(groups: Sequence[Sequence[str]], wishes: Sequence[Wish]) -> list[Wish]:
    """The wishes whose members are not all in one group."""
    return [wish for wish in wishes if not any(wish <= set(group) for group in groups)]


def grant_wishes(
    groups: Sequence[Sequence[str]],
    wishes: Sequence[Wish],
    kinds: Mapping[str, Hashable],
    cost: Callable[[Groups], Cost],
) -> Groups:
    """The groups after exchanges of two of the same kind (pot, level) that leave fewer wishes open.

    Sizes and kinds of the groups stay as they were and no part of `cost` ever rises. Earlier wishes come first; the
    same input gives the same groups.
    """
    now = [list(group) for group in groups]
    allowed = cost(now)
    for wish in wishes:
        for friend in sorted(wish):
            if wish not in open_wishes(now, wishes):
                break
            now = better_exchange(now, friend, wish, wishes, kinds, cost, allowed) or now
    return now


def better_exchange(
    groups: Groups,
    friend: str,
    wish: Wish,
    wishes: Sequence[Wish],
    kinds: Mapping[str, Hashable],
    cost: Callable[[Groups], Cost],
    allowed: Cost,
) -> Groups | None:
    """The groups after a friend has changed places with somebody beside the others of the wish, None without one."""
    before = len(open_wishes(groups, wishes))
    here = next(number for number, group in enumerate(groups) if friend in group)
    for there, group in enumerate(groups):
        if there == here or not (wish - {friend}) & set(group):
            continue
        for other in group:
            if other in wish or kinds[other] != kinds[friend]:
                continue
            swap = {friend: other, other: friend}
            changed = [[swap.get(name, name) for name in names] for names in groups]
            if len(open_wishes(changed, wishes)) < before and is_no_dearer(cost(changed), allowed):
                return changed
    return None
