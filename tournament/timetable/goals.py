"""What a model of starts can strive for: an early end, little waiting, no long wait."""

from collections.abc import Iterator, Mapping, Sequence, Set

from tournament.timetable.cpsat import Expression, Literal
from tournament.timetable.normalise import Problem
from tournament.timetable.starts import StartModel


def new_end(starts: StartModel, least: int) -> Expression:
    """A variable for the end of the day, no earlier than ``least``."""
    end = starts.model.new_int_var(min(least, starts.end), max(least, starts.end), "end")
    for match, succs in enumerate(starts.problem.succs):
        if all(succ in starts.frozen for succ, _ in succs):
            starts.model.add(end >= starts.ends(match))
    return end


def new_spans(starts: StartModel, least: Mapping[int, int]) -> list[Expression]:
    """For each entry with several matches the minutes from its first start to its last end.

    ``least`` has by actor the minutes that no plan goes below.
    """
    problem, spans = starts.problem, []
    for actor, own in free_entries(problem):
        latest = max(starts.end, *(starts.frozen[m].start + problem.play(m) for m in own if m in starts.frozen), 0)
        first, last = (starts.model.new_int_var(0, latest, "") for _ in range(2))
        for match in own:
            starts.model.add(first <= starts.begins(match))
            starts.model.add(last >= starts.ends(match))
        starts.model.add(last - first >= least.get(actor, 0))
        spans.append(last - first)
    return spans


def limit_waits(starts: StartModel, most: Expression) -> None:
    """No entry waits longer than ``most`` minutes (a number or a variable) between two of its matches.

    An entry's matches are a line from one to the next: a circuit through a place before the first and after the last.
    """
    for _, own in free_entries(starts.problem):
        _limit_line(starts, own, most)


def new_excess(starts: StartModel, target: int, longest: int, matches: Set[int]) -> list[Expression]:
    """For each entry of some matches how far its longest wait is above a target; none waits more than ``longest``."""
    found = []
    for _, own in free_entries(starts.problem):
        if not matches.isdisjoint(own):
            excess = starts.model.new_int_var(0, longest - target, "")
            _limit_line(starts, own, target + excess)
            found.append(excess)
    return found


def _limit_line(starts: StartModel, own: Sequence[int], most: Expression) -> None:
    """The matches of an entry are a line in which each begins within so many minutes after the one before."""
    arcs: list[tuple[int, int, Literal]] = []
    for place, one in enumerate(own, start=1):
        arcs.append((0, place, starts.model.new_bool_var("")))
        arcs.append((place, 0, starts.model.new_bool_var("")))
        for next_place, other in enumerate(own, start=1):
            if other != one and (literal := _new_follows(starts, one, other, most)) is not None:
                arcs.append((place, next_place, literal))
    starts.model.add_circuit(arcs)


def _new_follows(starts: StartModel, one: int, other: int, most: Expression) -> Literal | None:
    """A literal by which a match follows another after its rest and within so many minutes; None where it cannot.

    Two held matches are judged by nobody: only which comes first counts.
    """
    problem = starts.problem
    if one in starts.frozen and other in starts.frozen:
        is_first = starts.frozen[one].start < starts.frozen[other].start
        return starts.model.new_bool_var("") if is_first else None
    follows = starts.model.new_bool_var("")
    rest = problem.rest(problem.kind_of[one], problem.kind_of[other])
    starts.model.add(starts.begins(other) >= starts.ends(one) + rest).only_enforce_if(follows)
    starts.model.add(starts.begins(other) <= starts.ends(one) + most).only_enforce_if(follows)
    return follows


def free_entries(problem: Problem) -> Iterator[tuple[int, Sequence[int]]]:
    """(actor, matches) of the entries that have several matches, not all of them held."""
    for actor, own in enumerate(problem.matches_of):
        is_entry = problem.actors[actor].kind == "entry"
        if is_entry and len(own) > 1 and not all(match in problem.frozen for match in own):
            yield actor, own
