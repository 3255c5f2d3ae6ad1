"""Who referees which match: nobody while playing or twice at a time, and the load shared as evenly as can be."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from tournament.timetable.cpsat import Effort, Literal, Model, Verdict, new_model, solve
from tournament.timetable.model import FAR, Day, Placement, Plan


@dataclass(frozen=True, slots=True)
class Refereeing:
    """A plan with referees: the greatest number of matches for one of them, and the matches nobody can referee.

    ``is_proved``: no choice leaves fewer matches alone, and with as few none asks less of who has most.
    """

    plan: Plan
    greatest_load: int
    alone: tuple[str, ...]
    is_proved: bool


def assign_referees(day: Day, plan: Plan, effort: Effort, stop: Callable[[], bool] = lambda: False) -> Refereeing:
    """The plan with a referee for every match, where there is one to be had; held matches keep theirs.

    A team referees inside its own time (``not_before``, ``leaves``) and not a match it plays. A ValueError when the
    day asks for no referees.
    """
    if day.referees is None:
        raise ValueError("the day has no referees")
    held = {placement.match: placement.referee for placement in day.frozen}
    open_ = [placement for placement in plan.placements if placement.match not in held]
    may = list_candidates(day, plan)
    model = new_model()
    chosen: dict[tuple[str, str], Literal] = {}
    alone: dict[str, Literal] = {}
    for placement in open_:
        for who in may[placement.match]:
            chosen[placement.match, who] = model.new_bool_var("")
        alone[placement.match] = model.new_bool_var("")
        options = [chosen[placement.match, who] for who in may[placement.match]]
        model.add_exactly_one([*options, alone[placement.match]])
    _one_at_a_time(day, open_, chosen, model)
    given = _given(plan, held)
    load = model.new_int_var(0, len(plan.placements), "load")
    for who in {who for names in may.values() for who in names}:
        own = [literal for (_, name), literal in chosen.items() if name == who]
        model.add(sum(own) + given.get(who, 0) <= load)
    model.minimize((len(plan.placements) + 1) * sum(alone.values()) + load)
    answer = solve(model, [*chosen.values()], effort, stop=stop)
    values = answer.best.values if answer.best is not None else (0,) * len(chosen)
    referee = {match: who for ((match, who), _), value in zip(chosen.items(), values, strict=True) if value}
    placements = tuple(
        placement if placement.match in held else replace(placement, referee=referee.get(placement.match))
        for placement in plan.placements
    )
    loads: dict[str, int] = defaultdict(int, given)
    for who in referee.values():
        loads[who] += 1
    without = tuple(placement.match for placement in open_ if placement.match not in referee)
    is_proved = answer.verdict is Verdict.PROVED
    return Refereeing(replace(plan, placements=placements), max(loads.values(), default=0), without, is_proved)


def list_candidates(day: Day, plan: Plan) -> dict[str, list[str]]:
    """By match who may referee it: there at that time, and not on."""
    play = {match.id: match.play for match in day.matches}
    on = _busy(day, plan, play)
    stays = _stays(day, tuple(on))
    may: dict[str, list[str]] = {}
    for placement in plan.placements:
        start, end = placement.start, placement.start + play[placement.match]
        may[placement.match] = [
            name
            for name, (comes, goes) in stays.items()
            if comes <= start
            and end <= goes
            and not any(start < until and since < end for since, until in on.get(name, ()))
        ]
    return may


def _busy(day: Day, plan: Plan, play: Mapping[str, int]) -> dict[str, list[tuple[int, int]]]:
    """When who plays, or referees a held match."""
    entries = {match.id: match.entries for match in day.matches}
    held = {placement.match for placement in day.frozen}
    on: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for placement in plan.placements:
        span = (placement.start, placement.start + play[placement.match])
        for entry in entries[placement.match]:
            on[entry].append(span)
        if placement.match in held and placement.referee is not None:
            on[placement.referee].append(span)
    return on


def _stays(day: Day, teams: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    """From when to when each of those who may referee is there."""
    if day.referees is not None and day.referees.mode == "people":
        return dict.fromkeys(day.referees.people, (0, FAR))
    stays = dict.fromkeys(teams, (0, FAR))
    for wish in day.wishes:
        if wish.entry in stays:
            comes, goes = stays[wish.entry]
            stays[wish.entry] = (
                max(comes, wish.not_before or 0),
                min(goes, FAR if wish.leaves is None else wish.leaves),
            )
    return stays


def _one_at_a_time(
    day: Day, placements: Sequence[Placement], chosen: Mapping[tuple[str, str], Literal], model: Model
) -> None:
    """Nobody referees two matches that overlap: looked at whenever one begins."""
    play = {match.id: match.play for match in day.matches}
    names = {who for _, who in chosen}
    for moment in sorted({placement.start for placement in placements}):
        running = [p.match for p in placements if p.start <= moment < p.start + play[p.match]]
        if len(running) > 1:
            for who in names:
                own = [chosen[match, who] for match in running if (match, who) in chosen]
                if len(own) > 1:
                    model.add_at_most_one(own)


def _given(plan: Plan, held: Mapping[str, str | None]) -> dict[str, int]:
    """How many held matches somebody referees already."""
    given: dict[str, int] = defaultdict(int)
    for placement in plan.placements:
        who = held.get(placement.match)
        if who is not None:
            given[who] += 1
    return dict(given)
