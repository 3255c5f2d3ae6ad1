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

    def is_allowed(changed: Groups, before: Groups) -> bool:
        still_open = set(open_wishes(changed, wishes)) <= set(open_wishes(before, wishes))
        return still_open and is_no_dearer(cost(changed), allowed)

    for wish in wishes:
        if wish in open_wishes(now, wishes):
            most_first = sorted(range(len(now)), key=lambda number: -len(wish & set(now[number])))
            gathered = (gather(now, wish, number, kinds, is_allowed) for number in most_first)
            now = next((groups for groups in gathered if groups is not None), now)
    return now


def gather(
    groups: Groups, wish: Wish, there: int, kinds: Mapping[str, Hashable], is_allowed: Callable[[Groups, Groups], bool]
) -> Groups | None:
    """The groups after all friends of a wish have changed places into one group, None where one of them cannot."""
    now = groups
    for friend in sorted(wish - set(groups[there])):
        for other in now[there]:
            if other in wish or kinds[other] != kinds[friend]:
                continue
            swap = {friend: other, other: friend}
            changed = [[swap.get(name, name) for name in names] for names in now]
            if is_allowed(changed, now):
                now = changed
                break
        else:
            return None
    return now
