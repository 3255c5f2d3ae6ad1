"""The model of a day's starts for the solver: when each unit begins, and on which class of courts.

Courts that are alike are one class with a capacity: which of them a match gets is settled afterwards, and always can
be, because intervals that never overlap more often than there are courts can be dealt out to them. Starts are slots
of the grid. A day with few lengths of play is modelled with a literal for each start, any other with intervals.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from tournament.timetable.board import Board
from tournament.timetable.bounds import Bounds, Overload
from tournament.timetable.cpsat import Expression, Literal, Model, load
from tournament.timetable.normalise import Problem, bits, slots_in, union

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
    """A CP-SAT model of all starts; callers add an objective to ``model`` and read ``start``.

    ``start[unit]`` is a slot, a constant for frozen units. ``is_impossible`` when arithmetic alone refutes ``end``,
    the minute by which all play must have ended; the model is then infeasible too.
    """

    def __init__(self, problem: Problem, end: int, bounds: Bounds | None = None) -> None:
        self.problem = problem
        self.grid = problem.day.grid
        self.end = end
        self.cp = load()
        self.model: Model = self.cp.CpModel()
        self.classes, open_ = _classes(problem)
        self.frozen = problem.frozen
        domains = self._domains(bounds or Bounds(problem), end, open_)
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
        self._spread_over_courts()
        self._keep_teams_apart()
        self._keep_order()
        self._keep_meals()

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
            if self._is_free(unit):
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

    def _spread_over_courts(self) -> None:
        """No more matches at a time than a class has courts; and than all classes have that some matches share."""
        users: dict[int, list[tuple[int, Choice]]] = defaultdict(list)
        sharing: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for match, choices in enumerate(self.choices):
            for choice in choices:
                users[choice.court_class].append((match, choice))
            sharing[tuple(sorted(choice.court_class for choice in choices))].append(match)
        for number, chosen in users.items():
            self._limit([(match, c.starts, c.taken) for match, c in chosen], len(self.classes[number].courts))
        for numbers, matches in sharing.items():
            if len(numbers) > 1:
                room = sum(len(self.classes[number].courts) for number in numbers)
                self._limit([(match, self.domains[self.problem.unit_of[match]], None) for match in matches], room)

    def _limit(self, users: list[tuple[int, int, Literal | None]], room: int) -> None:
        """At most ``room`` of the matches (with starts, and a literal where they may be elsewhere) at a time."""
        if len(users) <= room:
            return
        problem = self.problem
        takes = [self._slots(problem.kinds[problem.kind_of[match]].take) for match, _, _ in users]
        if not self.has_literals:
            intervals = [
                self._interval(match, take, taken) for (match, _, taken), take in zip(users, takes, strict=True)
            ]
            if room == 1:
                self.model.add_no_overlap(intervals)
            else:
                self.model.add_cumulative(intervals, [1] * len(intervals), room)
            return
        running: dict[int, list[Literal]] = defaultdict(list)
        for (match, starts, taken), take in zip(users, takes, strict=True):
            for slot, literal in self._here(match, starts, taken).items():
                for moment in range(slot, slot + take):
                    running[moment].append(literal)
        begins = union(starts for _, starts, _ in users)
        for moment, literals in running.items():
            if begins >> moment & 1 and len(literals) > room:
                self.model.add(sum(literals) <= room)

    def _here(self, match: int, starts: int, taken: Literal | None) -> dict[int, Literal]:
        """By slot the literal that the match starts then, on the class of courts that ``taken`` stands for."""
        unit = self.problem.unit_of[match]
        literals = {slot: self.at(unit, slot) for slot in slots_in(starts)}
        if taken is None:
            return literals
        here = {}
        for slot, literal in literals.items():
            here[slot] = self.model.new_bool_var("")
            self.model.add_bool_or([literal.negated(), taken.negated(), here[slot]])
            self.model.add_implication(here[slot], literal)
        self.model.add(sum(here.values()) == taken)
        return here

    def _keep_teams_apart(self) -> None:
        """Nobody is on twice, and everybody rests between two matches; longer after a change, or a walk."""
        problem, rests = self.problem, self.problem.day.rests
        least = min(rests.same, rests.other)
        for own in problem.matches_of:
            mine = [match for match in own if match not in self.frozen]
            if len(mine) < 2:
                continue
            disciplines: dict[str, list[int]] = defaultdict(list)
            for match in mine:
                disciplines[problem.matches[match].discipline].append(match)
            self._apart(mine, least if len(disciplines) > 1 else rests.same)
            if len(disciplines) > 1 and rests.same > least:
                for matches in disciplines.values():
                    self._apart(matches, rests.same)
            if len(disciplines) > 1 and rests.other > least:
                self._apart_in_groups(list(disciplines.values()), rests.other)
            if problem.day.walks:
                for one, other in combinations(mine, 2):
                    self._apart_after_a_walk(one, other)

    def _apart(self, matches: list[int], rest: int) -> None:
        if len(matches) < 2:
            return
        lengths = [self._slots(self.problem.play(match) + rest) for match in matches]
        if not self.has_literals:
            self.model.add_no_overlap(
                [self._interval(match, length, None) for match, length in zip(matches, lengths, strict=True)]
            )
            return
        for literals in self._on_at(matches, lengths).values():
            if len(literals) > 1:
                self.model.add_at_most_one(literals)

    def _apart_in_groups(self, groups: list[list[int]], rest: int) -> None:
        """Matches of different groups lie ``rest`` minutes apart; those of one group may be closer."""
        if not self.has_literals:
            for one, other in combinations(groups, 2):
                for first in one:
                    for second in other:
                        self._apart([first, second], rest)
            return
        busy: dict[int, list[Literal]] = defaultdict(list)
        for group in groups:
            lengths = [self._slots(self.problem.play(match) + rest) for match in group]
            for moment, literals in self._on_at(group, lengths).items():
                on = self.model.new_bool_var("")
                for literal in literals:
                    self.model.add_implication(literal, on)
                busy[moment].append(on)
        for literals in busy.values():
            if len(literals) > 1:
                self.model.add_at_most_one(literals)

    def _on_at(self, matches: list[int], lengths: list[int]) -> dict[int, list[Literal]]:
        """By slot at which something can start, the literals by which one of the matches is on then."""
        running: dict[int, list[Literal]] = defaultdict(list)
        begins = 0
        for match, length in zip(matches, lengths, strict=True):
            unit = self.problem.unit_of[match]
            begins |= self.domains[unit]
            for slot in slots_in(self.domains[unit]):
                for moment in range(slot, slot + length):
                    running[moment].append(self.at(unit, slot))
        return {moment: literals for moment, literals in running.items() if begins >> moment & 1}

    def _apart_after_a_walk(self, one: int, other: int) -> None:
        problem = self.problem
        rest = problem.rest(problem.kind_of[one], problem.kind_of[other])
        first = None
        for here in self.choices[one]:
            for there in self.choices[other]:
                walk = problem.walk[self.classes[here.court_class].zone][self.classes[there.court_class].zone]
                if not walk:
                    continue
                first = self.model.new_bool_var("") if first is None else first
                both = [choice.taken for choice in (here, there) if choice.taken is not None]
                self.model.add(self.begins(other) >= self.ends(one) + rest + walk).only_enforce_if([first, *both])
                self.model.add(self.begins(one) >= self.ends(other) + rest + walk).only_enforce_if(
                    [first.negated(), *both]
                )

    def _keep_order(self) -> None:
        """A match starts after all it waits for; those that wait for the same share one gate."""
        problem = self.problem
        gates: dict[tuple[tuple[int, bool], ...], Expression] = {}
        for match, waits in enumerate(problem.preds):
            before = tuple((pred, is_feeder) for pred, is_feeder in waits if pred not in self.frozen)
            if match in self.frozen or not before:
                continue
            if before not in gates:
                gates[before] = self._new_gate(before) if len(before) > 2 else None
            gate = gates[before]
            if gate is not None:
                self.model.add(self.start_of(match) >= gate)
            else:
                for pred, is_feeder in before:
                    self.model.add(self.start_of(match) >= self.start_of(pred) + self._gap(pred, is_feeder))
            if problem.day.walks:
                for pred, is_feeder in before:
                    if is_feeder:
                        self._after_a_walk(pred, match)

    def _new_gate(self, before: tuple[tuple[int, bool], ...]) -> Expression:
        gate = self.model.new_int_var(0, self._slots(self.end) + 1, "")
        for pred, is_feeder in before:
            self.model.add(gate >= self.start_of(pred) + self._gap(pred, is_feeder))
        return gate

    def _after_a_walk(self, pred: int, match: int) -> None:
        problem = self.problem
        for here in self.choices[pred]:
            for there in self.choices[match]:
                walk = problem.walk[self.classes[here.court_class].zone][self.classes[there.court_class].zone]
                if walk:
                    both = [choice.taken for choice in (here, there) if choice.taken is not None]
                    ready = self.ends(pred) + problem.gap(pred, True, walk)
                    self.model.add(self.begins(match) >= ready).only_enforce_if(both)

    def _keep_meals(self) -> None:
        """A team that must eat has a pause that long; it may as well end when the next match starts."""
        problem = self.problem
        for actor, meals in problem.meals.items():
            own = problem.matches_of[actor]
            for meal in meals:
                ends = {meal.end, *range(-(-(meal.start + meal.minutes) // self.grid) * self.grid, meal.end, self.grid)}
                ends |= {p.start for m in own if (p := self.frozen.get(m)) and meal.start < p.start < meal.end}
                eats = []
                for end in sorted(ends):
                    begin = end - meal.minutes
                    if begin < meal.start:
                        continue
                    now = self.model.new_bool_var("")
                    if self._leave_free(own, begin, end, now):
                        eats.append(now)
                self.model.add_bool_or(eats)

    def _leave_free(self, matches: Sequence[int], begin: int, end: int, when: Literal) -> bool:
        """No match is played between two minutes where ``when`` is true; False where held ones are."""
        for match in matches:
            play = self.problem.play(match)
            if match in self.frozen:
                start = self.frozen[match].start
                if start < end and begin < start + play:
                    return False
                continue
            slots = bits((begin - play) // self.grid + 1, -(-end // self.grid) - 1)
            domain = self.domains[self.problem.unit_of[match]]
            if domain & slots:
                left = self.cp.Domain.from_values(list(slots_in(domain & ~slots)))
                self.model.add_linear_expression_in_domain(self.start_of(match), left).only_enforce_if(when)
        return True

    def _interval(self, match: int, length: int, taken: Literal | None) -> Expression:
        start = self.start_of(match)
        if taken is None:
            return self.model.new_fixed_size_interval_var(start, length, "")
        return self.model.new_optional_fixed_size_interval_var(start, length, taken, "")

    def _rest(self, one: int, other: int) -> int:
        return self.problem.rest(self.problem.kind_of[one], self.problem.kind_of[other])

    def _gap(self, pred: int, is_feeder: bool) -> int:
        """Slots from the start of a match to the start of one that waits for it."""
        return self._slots(self.problem.play(pred) + self.problem.gap(pred, is_feeder))

    def _slots(self, minutes: int) -> int:
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
