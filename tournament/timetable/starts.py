"""The model of a day's starts for the solver: when each unit begins, and on which class of courts.

Courts that are alike are one class with a capacity: which of them a match gets is settled afterwards, and always can
be, because intervals that never overlap more often than there are courts can be dealt out to them. Starts are slots
of the grid. A day with few lengths of play is modelled with a literal for each start, any other with intervals.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tournament.timetable.board import Board
from tournament.timetable.bounds import Bounds, Overload
from tournament.timetable.cpsat import Expression, Literal, Model, load
from tournament.timetable.grid import bits, lowest, slots_in, union
from tournament.timetable.normalise import Problem

MOST_LITERALS, MOST_LENGTHS = 25_000, 3
"""Up to so many starts in all, and lengths of play, a literal for each start is the better model."""


@dataclass(frozen=True, slots=True)
class CourtClass:
    """Courts that are alike for everything still to be placed."""

    courts: tuple[int, ...]
    zone: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A class of courts on which a match may stand, at which starts, and the literal that says it does.

    ``taken`` is None where the match has no other class.
    """

    court_class: int
    starts: int
    taken: Literal | None


class StartModel:
    """A CP-SAT model of all starts; callers add rules and an objective to ``model`` and read ``start``.

    ``start[unit]`` is a slot, a constant for frozen units. ``is_impossible`` when arithmetic alone refutes ``end``,
    the minute by which all play must have ended; the model is then infeasible too. ``kept`` are slots that stand.
    """

    def __init__(
        self, problem: Problem, end: int, bounds: Bounds | None = None, kept: Mapping[int, int] | None = None
    ) -> None:
        self.problem = problem
        self.grid = problem.day.grid
        self.end = end
        self.cp = load()
        self.model: Model = self.cp.CpModel()
        self.classes, open_ = _classes(problem)
        self.frozen = problem.frozen
        domains = self._without_gaps(self._domains(bounds or Bounds(problem), end, open_), open_)
        domains = [domain & 1 << kept[unit] if kept and unit in kept else domain for unit, domain in enumerate(domains)]
        self.is_impossible = not all(domains)
        if self.is_impossible:
            self.model.add_bool_or([])
            domains = [domain or 1 for domain in domains]
        self.domains = domains
        lengths = {problem.play(match) for match in range(len(problem.matches)) if match not in self.frozen}
        literals = sum(domain.bit_count() for domain in domains)
        self.has_literals = literals <= MOST_LITERALS and len(lengths) <= MOST_LENGTHS
        self._at: list[dict[int, Literal]] = [{} for _ in problem.units]
        self.start: list[Expression] = [self._new_start(unit) for unit in range(len(problem.units))]
        self.choices = [self._new_choices(match, open_[match]) for match in range(len(problem.matches))]

    def at(self, unit: int, slot: int) -> Literal:
        """The literal that is true when the unit starts at the slot; false for a slot it cannot have."""
        if not self.domains[unit] >> slot & 1:
            return self.model.new_constant(0)
        known = self._at[unit]
        if slot not in known:
            literal = known[slot] = self.model.new_bool_var("")
            self.model.add(self.start[unit] == slot).only_enforce_if(literal)
            self.model.add(self.start[unit] != slot).only_enforce_if(literal.negated())
        return known[slot]

    def start_of(self, match: int) -> Expression:
        """The slot of a match."""
        return self.start[self.problem.unit_of[match]]

    def begins(self, match: int) -> Expression:
        """The minute a match starts; a frozen one may stand off the grid."""
        held = self.frozen.get(match)
        return held.start if held is not None else self.start_of(match) * self.grid

    def ends(self, match: int) -> Expression:
        """The minute the play of a match ends."""
        return self.begins(match) + self.problem.play(match)

    def hint(self, starts: Mapping[int, int], courts: Mapping[int, int]) -> None:
        """Begin the search from these minutes and courts, by match; it need not be a whole or a right plan."""
        problem = self.problem
        hinted = {problem.unit_of[match]: minute // self.grid for match, minute in starts.items()}
        self.model.clear_hints()
        for unit, slot in hinted.items():
            # Where there is one start, it is a constant that others share: there is nothing to hint.
            if self._is_free(unit) and self.domains[unit].bit_count() > 1:
                self.model.add_hint(self.start[unit], slot)
                for other, literal in self._at[unit].items():
                    self.model.add_hint(literal, other == slot)
        class_of = {court: number for number, alike in enumerate(self.classes) for court in alike.courts}
        for match, court in courts.items():
            for choice in self.choices[match]:
                if choice.taken is not None:
                    self.model.add_hint(choice.taken, choice.court_class == class_of.get(court))

    def watched(self) -> list[Expression]:
        """The variables that ``read`` takes its values from."""
        taken = [choice.taken for choices in self.choices for choice in choices if choice.taken is not None]
        return [*self.start, *taken]

    def read(self, values: Sequence[int]) -> tuple[dict[int, int], dict[int, int]]:
        """Start in minutes and class of courts, by match, of a solution; frozen matches are left out."""
        starts, classes = {}, {}
        place = len(self.start)
        for match, choices in enumerate(self.choices):
            if match in self.frozen:
                continue
            starts[match] = values[self.problem.unit_of[match]] * self.grid
            for choice in choices:
                if choice.taken is None:
                    classes[match] = choice.court_class
                else:
                    if values[place]:
                        classes[match] = choice.court_class
                    place += 1
        return starts, classes

    def _is_free(self, unit: int) -> bool:
        return any(match not in self.frozen for match in self.problem.units[unit])

    def _domains(self, bounds: Bounds, end: int, open_: Sequence[Mapping[int, int]]) -> list[int]:
        """The slots of each unit: what courts, held matches, what comes before and the end of the day leave."""
        problem = self.problem
        latest = bounds.latest_ends(end)
        dues = [end] * len(problem.matches) if isinstance(latest, Overload) else latest
        domains = []
        for unit, members in enumerate(problem.units):
            starts = problem.own[unit] if self._is_free(unit) else 1
            for match in members:
                if match in problem.frozen:
                    continue
                first = -(-bounds.heads[match] // self.grid)
                last = (dues[match] - problem.play(match)) // self.grid
                starts &= bits(first, last) & union(open_[match].values())
            domains.append(0 if isinstance(latest, Overload) else starts)
        return domains

    def _without_gaps(self, domains: Sequence[int], open_: Sequence[Mapping[int, int]]) -> list[int]:
        """The slots that waste no more of the courts' time than there is to spare.

        Matches of one length that have a class of courts to themselves: the n-th on a court starts n lengths after
        the first slot at the earliest, and later only by what the court has left over. Every court has at least as
        many matches as are left when the others are full.
        """
        lengths: dict[int, set[int]] = defaultdict(set)
        users: dict[int, list[int]] = defaultdict(list)
        for match, classes in enumerate(open_):
            for number in classes:
                # A match that may go elsewhere does not fill this class: no length is alike then.
                take = self.slots(self.problem.kinds[self.problem.kind_of[match]].take)
                lengths[number].add(take if len(classes) == 1 else 0)
                users[number].append(self.problem.unit_of[match])
        tight = list(domains)
        for number, units in users.items():
            (length, *others), there = lengths[number], union(tight[unit] for unit in units)
            if others or not length or not there:
                continue
            first = lowest(there)
            room = there.bit_length() - 1 - first + length
            full = room // length
            least = len(units) - (len(self.classes[number].courts) - 1) * full
            starts = (first + turn * length for turn in range(full))
            fitting = union(
                bits(start, start + room - max(least, turn + 1) * length) for turn, start in enumerate(starts)
            )
            for unit in units:
                tight[unit] &= fitting
        return tight

    def _new_start(self, unit: int) -> Expression:
        slots = list(slots_in(self.domains[unit]))
        if not self._is_free(unit) or len(slots) == 1:
            return self.model.new_constant(slots[0])
        start = self.model.new_int_var_from_domain(self.cp.Domain.from_values(slots), "")
        if self.has_literals:
            self._at[unit] = {slot: self.model.new_bool_var("") for slot in slots}
            self.model.add_exactly_one(self._at[unit].values())
            self.model.add(sum(slot * literal for slot, literal in self._at[unit].items()) == start)
        return start

    def _new_choices(self, match: int, open_: Mapping[int, int]) -> list[Choice]:
        if match in self.frozen:
            return []
        domain = self.domains[self.problem.unit_of[match]]
        fitting = {number: starts & domain for number, starts in open_.items() if starts & domain}
        if len(fitting) == 1:
            return [Choice(number, starts, None) for number, starts in fitting.items()]
        choices = [Choice(number, starts, self.model.new_bool_var("")) for number, starts in fitting.items()]
        self.model.add_exactly_one([choice.taken for choice in choices])
        for choice in choices:
            if choice.starts != domain:
                slots = self.cp.Domain.from_values(list(slots_in(choice.starts)))
                self.model.add_linear_expression_in_domain(self.start_of(match), slots).only_enforce_if(choice.taken)
        return choices

    def interval(self, match: int, length: int, taken: Literal | None) -> Expression:
        """The interval of so many slots that begins with a match, there only where ``taken`` is true."""
        start = self.start_of(match)
        if taken is None:
            return self.model.new_fixed_size_interval_var(start, length, "")
        return self.model.new_optional_fixed_size_interval_var(start, length, taken, "")

    def gap(self, pred: int, is_feeder: bool) -> int:
        """Slots from the start of a match to the start of one that waits for it."""
        return self.slots(self.problem.play(pred) + self.problem.gap(pred, is_feeder))

    def slots(self, minutes: int) -> int:
        """The least slots that hold so many minutes."""
        return -(-minutes // self.grid)


def _classes(problem: Problem) -> tuple[list[CourtClass], list[dict[int, int]]]:
    """The classes of courts, and per match the starts that are open on each class it may use.

    What held matches take away is taken away already, so courts with held matches may be classes of their own. A
    court that a match is pinned to is one: its neighbours may not be given in its place.
    """
    board = Board(problem)
    pinned = set(problem.pinned_court.values())
    alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for court in range(len(problem.courts)):
        key = (problem.zone_of[court], board.free_by_kind(court), court if court in pinned else None)
        alike[key].append(court)
    classes = [CourtClass(tuple(courts), problem.zone_of[courts[0]]) for courts in alike.values()]
    number = {court: index for index, found in enumerate(classes) for court in found.courts}
    open_: list[dict[int, int]] = []
    for match in range(len(problem.matches)):
        starts: dict[int, int] = defaultdict(int)
        if match not in problem.frozen:
            for court, there in board.open_places(match):
                starts[number[court]] |= there
        open_.append(dict(starts))
    return classes, open_
