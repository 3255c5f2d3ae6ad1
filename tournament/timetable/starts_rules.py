"""What every plan keeps, in the solver's model: room on the courts, teams apart and rested, order, meals."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from tournament.timetable.cpsat import Expression, Literal
from tournament.timetable.grid import bits, slots_in, union
from tournament.timetable.starts import Choice, StartModel


def keep_rules(day: StartModel) -> None:
    """Add all of them to the model."""
    spread_over_courts(day)
    keep_teams_apart(day)
    keep_order(day)
    keep_meals(day)


def spread_over_courts(day: StartModel) -> None:
    """No more matches at a time than a class has courts; and than all classes have that some matches share."""
    users: dict[int, list[tuple[int, Choice]]] = defaultdict(list)
    sharing: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for match, choices in enumerate(day.choices):
        for choice in choices:
            users[choice.court_class].append((match, choice))
        sharing[tuple(sorted(choice.court_class for choice in choices))].append(match)
    for number, chosen in users.items():
        _limit(day, [(match, c.starts, c.taken) for match, c in chosen], len(day.classes[number].courts))
    for numbers, matches in sharing.items():
        if len(numbers) > 1:
            room = sum(len(day.classes[number].courts) for number in numbers)
            _limit(day, [(match, day.domains[day.problem.unit_of[match]], None) for match in matches], room)


def _limit(day: StartModel, users: list[tuple[int, int, Literal | None]], room: int) -> None:
    """At most ``room`` of the matches (with starts, and a literal where they may be elsewhere) at a time."""
    if len(users) <= room:
        return
    problem = day.problem
    takes = [day.slots(problem.kinds[problem.kind_of[match]].take) for match, _, _ in users]
    if not day.has_literals:
        intervals = [day.interval(match, take, taken) for (match, _, taken), take in zip(users, takes, strict=True)]
        if room == 1:
            day.model.add_no_overlap(intervals)
        else:
            day.model.add_cumulative(intervals, [1] * len(intervals), room)
        return
    running: dict[int, list[Literal]] = defaultdict(list)
    for (match, starts, taken), take in zip(users, takes, strict=True):
        for slot, literal in _here(day, match, starts, taken).items():
            for moment in range(slot, slot + take):
                running[moment].append(literal)
    begins = union(starts for _, starts, _ in users)
    for moment, literals in running.items():
        if begins >> moment & 1 and len(literals) > room:
            day.model.add(sum(literals) <= room)


def _here(day: StartModel, match: int, starts: int, taken: Literal | None) -> dict[int, Literal]:
    """By slot the literal that the match starts then, on the class of courts that ``taken`` stands for."""
    unit = day.problem.unit_of[match]
    literals = {slot: day.at(unit, slot) for slot in slots_in(starts)}
    if taken is None:
        return literals
    here = {}
    for slot, literal in literals.items():
        here[slot] = day.model.new_bool_var("")
        day.model.add_bool_or([literal.negated(), taken.negated(), here[slot]])
        day.model.add_implication(here[slot], literal)
    day.model.add(sum(here.values()) == taken)
    return here


def keep_teams_apart(day: StartModel) -> None:
    """Nobody is on twice, and everybody rests between two matches; longer after a change, or a walk."""
    problem, rests = day.problem, day.problem.day.rests
    least = min(rests.same, rests.other)
    for own in problem.matches_of:
        mine = [match for match in own if match not in day.frozen]
        if len(mine) < 2:
            continue
        disciplines: dict[str, list[int]] = defaultdict(list)
        for match in mine:
            disciplines[problem.matches[match].discipline].append(match)
        _apart(day, mine, least if len(disciplines) > 1 else rests.same)
        if len(disciplines) > 1 and rests.same > least:
            for matches in disciplines.values():
                _apart(day, matches, rests.same)
        if len(disciplines) > 1 and rests.other > least:
            _apart_in_groups(day, list(disciplines.values()), rests.other)
        if problem.day.walks:
            for one, other in combinations(mine, 2):
                _apart_after_a_walk(day, one, other)


def _apart(day: StartModel, matches: list[int], rest: int) -> None:
    if len(matches) < 2:
        return
    lengths = [day.slots(day.problem.play(match) + rest) for match in matches]
    if not day.has_literals:
        day.model.add_no_overlap(
            [day.interval(match, length, None) for match, length in zip(matches, lengths, strict=True)]
        )
        return
    for literals in _on_at(day, matches, lengths, _begins(day, matches)).values():
        if len(literals) > 1:
            day.model.add_at_most_one(literals)


def _apart_in_groups(day: StartModel, groups: list[list[int]], rest: int) -> None:
    """Matches of different groups lie ``rest`` minutes apart; those of one group may be closer."""
    if not day.has_literals:
        for one, other in combinations(groups, 2):
            for first in one:
                for second in other:
                    _apart(day, [first, second], rest)
        return
    busy: dict[int, list[Literal]] = defaultdict(list)
    begins = union(_begins(day, group) for group in groups)
    for group in groups:
        lengths = [day.slots(day.problem.play(match) + rest) for match in group]
        for moment, literals in _on_at(day, group, lengths, begins).items():
            on = day.model.new_bool_var("")
            for literal in literals:
                day.model.add_implication(literal, on)
            busy[moment].append(on)
    for literals in busy.values():
        if len(literals) > 1:
            day.model.add_at_most_one(literals)


def _begins(day: StartModel, matches: list[int]) -> int:
    """The slots at which one of the matches can start."""
    return union(day.domains[day.problem.unit_of[match]] for match in matches)


def _on_at(day: StartModel, matches: list[int], lengths: list[int], moments: int) -> dict[int, list[Literal]]:
    """By slot of ``moments`` the literals by which one of the matches is on then."""
    running: dict[int, list[Literal]] = defaultdict(list)
    for match, length in zip(matches, lengths, strict=True):
        unit = day.problem.unit_of[match]
        for slot in slots_in(day.domains[unit]):
            for moment in range(slot, slot + length):
                if moments >> moment & 1:
                    running[moment].append(day.at(unit, slot))
    return running


def _apart_after_a_walk(day: StartModel, one: int, other: int) -> None:
    problem = day.problem
    rest = problem.rest(problem.kind_of[one], problem.kind_of[other])
    first = None
    for here in day.choices[one]:
        for there in day.choices[other]:
            walk = problem.walk[day.classes[here.court_class].zone][day.classes[there.court_class].zone]
            if not walk:
                continue
            first = day.model.new_bool_var("") if first is None else first
            both = [choice.taken for choice in (here, there) if choice.taken is not None]
            day.model.add(day.begins(other) >= day.ends(one) + rest + walk).only_enforce_if([first, *both])
            day.model.add(day.begins(one) >= day.ends(other) + rest + walk).only_enforce_if([first.negated(), *both])


def keep_order(day: StartModel) -> None:
    """A match starts after all it waits for; those that wait for the same share one gate."""
    problem = day.problem
    gates: dict[tuple[tuple[int, bool], ...], Expression] = {}
    for match, waits in enumerate(problem.preds):
        before = tuple((pred, is_feeder) for pred, is_feeder in waits if pred not in day.frozen)
        if match in day.frozen or not before:
            continue
        if before not in gates:
            gates[before] = _new_gate(day, before) if len(before) > 2 else None
        gate = gates[before]
        if gate is not None:
            day.model.add(day.start_of(match) >= gate)
        else:
            for pred, is_feeder in before:
                day.model.add(day.start_of(match) >= day.start_of(pred) + day.gap(pred, is_feeder))
        if problem.day.walks:
            for pred, is_feeder in before:
                if is_feeder:
                    _after_a_walk(day, pred, match)


def _new_gate(day: StartModel, before: tuple[tuple[int, bool], ...]) -> Expression:
    gate = day.model.new_int_var(0, day.slots(day.end) + 1, "")
    for pred, is_feeder in before:
        day.model.add(gate >= day.start_of(pred) + day.gap(pred, is_feeder))
    return gate


def _after_a_walk(day: StartModel, pred: int, match: int) -> None:
    problem = day.problem
    for here in day.choices[pred]:
        for there in day.choices[match]:
            walk = problem.walk[day.classes[here.court_class].zone][day.classes[there.court_class].zone]
            if walk:
                both = [choice.taken for choice in (here, there) if choice.taken is not None]
                ready = day.ends(pred) + problem.gap(pred, True, walk)
                day.model.add(day.begins(match) >= ready).only_enforce_if(both)


def keep_meals(day: StartModel) -> None:
    """A team that must eat has a pause that long; it may as well end when the next match starts."""
    problem = day.problem
    for actor, meals in problem.meals.items():
        own = problem.matches_of[actor]
        for meal in meals:
            ends = {meal.end, *range(-(-(meal.start + meal.minutes) // day.grid) * day.grid, meal.end, day.grid)}
            ends |= {p.start for m in own if (p := day.frozen.get(m)) and meal.start < p.start < meal.end}
            eats = []
            for end in sorted(ends):
                begin = end - meal.minutes
                if begin < meal.start:
                    continue
                now = day.model.new_bool_var("")
                if _leave_free(day, own, begin, end, now):
                    eats.append(now)
            day.model.add_bool_or(eats)


def _leave_free(day: StartModel, matches: Sequence[int], begin: int, end: int, when: Literal) -> bool:
    """No match is played between two minutes where ``when`` is true; False where held ones are."""
    for match in matches:
        play = day.problem.play(match)
        if match in day.frozen:
            start = day.frozen[match].start
            if start < end and begin < start + play:
                return False
            continue
        slots = bits((begin - play) // day.grid + 1, -(-end // day.grid) - 1)
        domain = day.domains[day.problem.unit_of[match]]
        if domain & slots:
            left = day.cp.Domain.from_values(list(slots_in(domain & ~slots)))
            day.model.add_linear_expression_in_domain(day.start_of(match), left).only_enforce_if(when)
    return True
