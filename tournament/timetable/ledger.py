"""A plan in the making, judged rule by rule. It shares no code with the planner.

What is decided here is what "How a plan is counted" says, one rule per method, so that a reader can hold
the two side by side.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from tournament.timetable.codes import Code
from tournament.timetable.model import At, Court, Day, Fact, Finding, Match, Meal, Placement, Ref, Wish

Findings = Iterator[Finding]


class Ledger:
    """A plan in the making, indexed by court and by team; answers what one match would break.

    ``add`` and ``remove`` placements of known matches on known courts; ``findings_of`` judges a placement
    against all the others, whether or not it was added itself.
    """

    def __init__(self, day: Day) -> None:
        self.day = day
        self.matches = {match.id: match for match in day.matches}
        self.courts = {court.id: court for court in day.courts}
        self.placed: dict[str, Placement] = {}
        self._on_court: dict[str, dict[str, Placement]] = defaultdict(dict)
        self._with: dict[Ref, dict[str, Placement]] = defaultdict(dict)
        self._frozen = {placement.match: placement for placement in day.frozen}
        self._slacks = {slack.match: slack for slack in day.slacks}
        self._walks = {walk.halls: walk.minutes for walk in day.walks}
        self._actors = {match.id: actors_of(day, match) for match in day.matches}
        self._fed: dict[str, list[str]] = defaultdict(list)
        for match in day.matches:
            for feeder in match.feeders:
                self._fed[feeder].append(match.id)
        self._wishes = {match.id: _wishes(day, match) for match in day.matches}
        self._after: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._before: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for later, before, source in self._orders():
            self._after[later].append((before, source))
            self._before[before].append((later, source))

    def add(self, placement: Placement) -> None:
        """Put a match into the plan."""
        self.placed[placement.match] = placement
        self._on_court[placement.court][placement.match] = placement
        for actor in self._actors[placement.match]:
            self._with[actor][placement.match] = placement

    def remove(self, match: str) -> None:
        """Take a match out of the plan, if it is there."""
        if placement := self.placed.pop(match, None):
            del self._on_court[placement.court][match]
            for actor in self._actors[match]:
                del self._with[actor][match]

    def findings_of(self, placement: Placement) -> Findings:
        """Every rule this placement breaks, by itself and against the matches that are in the plan."""
        yield from self.findings_on_court(placement)
        yield from self.findings_with_others(placement)

    def findings_on_court(self, placement: Placement) -> Findings:
        """The rules it breaks by itself, and against what else is on the court."""
        match, court = self.matches[placement.match], self.courts[placement.court]
        if match.id in self._frozen:
            yield from self._frozen_moved(placement)
        else:
            yield from self._alone(placement, match, court)
        yield from self._court_taken(placement)

    def findings_with_others(self, placement: Placement) -> Findings:
        """The rules it breaks against matches of the same teams, those it waits for and those that wait for it."""
        match = self.matches[placement.match]
        yield from self._teams(placement)
        yield from self._feeders(placement)
        yield from self._after_others(placement)
        yield from self._same_time(placement)
        yield from self._meals(placement, match)
        yield from self._waits(placement, match)

    def _frozen_moved(self, placement: Placement) -> Findings:
        held = self._frozen[placement.match]
        if (held.court, held.start) != (placement.court, placement.start):
            yield Finding(
                Code.FROZEN_MOVED,
                {
                    "match": match_ref(held.match),
                    "court": Ref("court", held.court),
                    "start": At(held.start),
                },
            )

    def _alone(self, placement: Placement, match: Match, court: Court) -> Findings:
        start, end = placement.start, placement.start + match.play
        facts: dict[str, Fact] = {"match": match_ref(match.id), "start": At(start)}
        on_court = facts | {"court": Ref("court", court.id)}
        if start % self.day.grid:
            yield Finding(Code.OFF_GRID, facts | {"grid": self.day.grid})
        if start < 0:
            yield Finding(Code.BEFORE_START, facts)
        if court.stages is not None and match.stage not in court.stages:
            stage = Ref("stage", match.stage)
            yield Finding(Code.COURT_NOT_FOR_STAGE, on_court | {"stage": stage}, (court.source,))
        if not any(opens <= start and end <= closes for opens, closes in court.windows):
            yield Finding(Code.OUTSIDE_WINDOW, on_court | {"end": At(end)}, (court.source,))
        for person, sides in Counter(
            person for entry in match.entries for person in set(self.day.people.get(entry, ()))
        ).items():
            if sides > 1:
                yield Finding(Code.PERSON_AGAINST_SELF, facts | {"who": Ref("person", person)})
        for pause in self.day.breaks:
            if start < pause.end and pause.start < end:
                times: dict[str, Fact] = {"from": At(pause.start), "until": At(pause.end)}
                yield Finding(Code.IN_BREAK, facts | times, (pause.source,))
        for wish in self._wishes[match.id]:
            if wish.not_before is not None and start < wish.not_before:
                limit: dict[str, Fact] = {"whom": wish.whom, "not_before": At(wish.not_before)}
                yield Finding(Code.TOO_EARLY, facts | limit, (wish.source,))
            if wish.leaves is not None and end > wish.leaves:
                limit = {"whom": wish.whom, "leaves": At(wish.leaves), "end": At(end)}
                yield Finding(Code.TOO_LATE, facts | limit, (wish.source,))
        yield from self._repair(placement, facts)
        for pin in self.day.pins:
            if pin.match == match.id and pin.court not in (None, court.id):
                pinned: dict[str, Fact] = {"court": Ref("court", str(pin.court))}
                yield Finding(Code.PIN_COURT, {"match": facts["match"]} | pinned, (pin.source,))
            if pin.match == match.id and pin.start is not None and pin.start != start:
                pinned = {"start": At(pin.start)}
                yield Finding(Code.PIN_START, {"match": facts["match"]} | pinned, (pin.source,))

    def _repair(self, placement: Placement, facts: dict[str, Fact]) -> Findings:
        for pause in self.day.no_starts:
            if pause.start <= placement.start < pause.end:
                yield Finding(
                    Code.NO_STARTS_NOW, facts | {"until": At(pause.end)}, (pause.source,) if pause.source else ()
                )
        if slack := self._slacks.get(placement.match):
            if placement.start < slack.first:
                yield Finding(Code.BEFORE_SLACK, facts | {"first": At(slack.first)})
            if slack.last is not None and placement.start > slack.last:
                yield Finding(Code.AFTER_SLACK, facts | {"last": At(slack.last)}, (slack.source,))

    def _court_taken(self, placement: Placement) -> Findings:
        for other in self._on_court[placement.court].values():
            if self._need_not_judge(placement, other):
                continue
            first, second = _in_order(placement, other)
            taken = self.matches[first.match]
            free_at = first.start + taken.play + taken.changeover
            if second.start < free_at:
                facts = pair_facts(second, first) | {
                    "court": Ref("court", first.court),
                    "free": At(free_at),
                }
                yield Finding(Code.COURT_TAKEN, facts)

    def _teams(self, placement: Placement) -> Findings:
        for actor in self._actors[placement.match]:
            for other in self._with[actor].values():
                if self._need_not_judge(placement, other):
                    continue
                first, second = _in_order(placement, other)
                has = second.start - first.start - self.matches[first.match].play
                needs = self._rest(first, second)
                facts = pair_facts(second, first) | {"who": actor}
                person = actor.kind == "person"
                if has < 0:
                    yield Finding(Code.PERSON_BUSY if person else Code.TEAM_BUSY, facts)
                elif has < needs:
                    code = Code.PERSON_REST if person else Code.TEAM_REST
                    yield Finding(
                        code,
                        facts | {"has": has, "needs": needs},
                        ("day.rest_minutes",),
                    )

    def _feeders(self, placement: Placement) -> Findings:
        for feeder in self.matches[placement.match].feeders:
            if before := self.placed.get(feeder):
                yield from self._fed_too_early(before, placement)
            elif placement.match not in self._frozen:
                facts: dict[str, Fact] = {
                    "match": match_ref(placement.match),
                    "other": match_ref(feeder),
                }
                yield Finding(Code.FEEDER_NOT_PLACED, facts)
        for fed in self._fed[placement.match]:
            if later := self.placed.get(fed):
                yield from self._fed_too_early(placement, later)

    def _fed_too_early(self, before: Placement, after: Placement) -> Findings:
        if after.match in self._frozen:  # It has been played: what should have come before no longer matters.
            return
        feeder = self.matches[before.match]
        wait = max(feeder.changeover, self.day.rests.other + self._walk(before, after))
        earliest = before.start + feeder.play + wait
        if after.start < earliest:
            yield Finding(Code.FEEDER_NOT_ENDED, pair_facts(after, before) | {"earliest": At(earliest)})

    def _after_others(self, placement: Placement) -> Findings:
        if placement.match not in self._frozen:
            for other, source in self._after[placement.match]:
                if before := self.placed.get(other):
                    yield from self._after_too_early(before, placement, source)
                else:
                    facts: dict[str, Fact] = {"match": match_ref(placement.match), "other": match_ref(other)}
                    yield Finding(Code.AFTER_NOT_PLACED, facts, (source,))
        for match, source in self._before[placement.match]:
            if match in self.placed and match not in self._frozen:
                yield from self._after_too_early(placement, self.placed[match], source)

    def _after_too_early(self, before: Placement, later: Placement, source: str) -> Findings:
        earliest = before.start + self.matches[before.match].play
        if later.start < earliest:
            yield Finding(Code.AFTER_NOT_ENDED, pair_facts(later, before) | {"earliest": At(earliest)}, (source,))

    def _same_time(self, placement: Placement) -> Findings:
        for group in self.day.same_time:
            if placement.match not in group:
                continue
            for match in group:
                other = self.placed.get(match)
                if other and other.start != placement.start and not self._need_not_judge(placement, other):
                    yield Finding(
                        Code.NOT_SAME_TIME,
                        pair_facts(*_in_order(placement, other)),
                        ("day.same_time",),
                    )

    def _meals(self, placement: Placement, match: Match) -> Findings:
        for wish in self._wishes[match.id]:
            if wish.meal is None or wish.entry is None:
                continue
            others = (p for p in self._with[Ref("entry", wish.entry)].values() if p.match != match.id)
            placed = [*others, placement]
            held = [p for p in placed if p.match in self._frozen]
            if self._pause(placed, wish.meal) < wish.meal.minutes <= self._pause(held, wish.meal):
                facts: dict[str, Fact] = {
                    "who": Ref("entry", wish.entry),
                    "minutes": wish.meal.minutes,
                    "from": At(wish.meal.start),
                    "until": At(wish.meal.end),
                }
                yield Finding(Code.NO_MEAL, facts, (wish.source,))

    def _pause(self, placed: list[Placement], meal: Meal) -> int:
        """The longest time in one piece, within the time of the meal, in which none of the matches is played."""
        longest, free_from = 0, meal.start
        for placement in sorted(placed, key=_by_start):
            longest = max(longest, min(placement.start, meal.end) - free_from)
            free_from = max(free_from, placement.start + self.matches[placement.match].play)
        return max(longest, meal.end - free_from)

    def _waits(self, placement: Placement, match: Match) -> Findings:
        most = self.day.max_wait
        if most is None or not self.day.max_wait_is_hard:
            return
        for entry in match.entries:
            others = (p for p in self._with[Ref("entry", entry)].values() if p.match != match.id)
            for first, second in pairwise(sorted((*others, placement), key=_by_start)):
                wait = second.start - first.start - self.matches[first.match].play
                if wait > most and not self._need_not_judge(first, second):
                    facts = pair_facts(second, first) | {
                        "who": Ref("entry", entry),
                        "has": wait,
                        "most": most,
                    }
                    yield Finding(Code.WAIT_TOO_LONG, facts, ("day.max_wait_minutes",))

    def _orders(self) -> Iterator[tuple[str, str, str]]:
        """Match, the match that must have ended, and the path that says so."""
        for pin in self.day.pins:
            yield from ((pin.match, other, pin.source) for other in pin.after)
        for match, wishes in self._wishes.items():
            for wish in wishes:
                yield from ((match, other, wish.source) for other in wish.after if other != match)

    def _need_not_judge(self, one: Placement, other: Placement) -> bool:
        """A match does not clash with itself, and what is frozen on both sides is history."""
        return one.match == other.match or (one.match in self._frozen and other.match in self._frozen)

    def _rest(self, first: Placement, second: Placement) -> int:
        one, other = self.matches[first.match], self.matches[second.match]
        rests = self.day.rests
        return (rests.same if one.discipline == other.discipline else rests.other) + self._walk(first, second)

    def _walk(self, first: Placement, second: Placement) -> int:
        halls = (self.courts[first.court].hall, self.courts[second.court].hall)
        return self._walks.get(frozenset(hall for hall in halls if hall), 0) if len(set(halls)) == 2 else 0


def _wishes(day: Day, match: Match) -> list[Wish]:
    return [w for w in day.wishes if w.entry in match.entries or w.stage == match.stage]


def actors_of(day: Day, match: Match) -> tuple[Ref, ...]:
    """Who is busy while the match is played: its named entries and the persons they share."""
    people = (person for entry in match.entries for person in day.people.get(entry, ()))
    return tuple(
        dict.fromkeys(
            [
                *(Ref("entry", e) for e in match.entries),
                *(Ref("person", p) for p in people),
            ]
        )
    )


def _by_start(placement: Placement) -> tuple[int, str]:
    return placement.start, placement.match


def _in_order(one: Placement, other: Placement) -> tuple[Placement, Placement]:
    return (one, other) if _by_start(one) <= _by_start(other) else (other, one)


def pair_facts(match: Placement, other: Placement) -> dict[str, Fact]:
    """The facts of two matches that clash: the accused first, then the one it clashes with."""
    return {
        "match": match_ref(match.match),
        "other": match_ref(other.match),
        "start": At(match.start),
        "other_start": At(other.start),
    }


def match_ref(match: str) -> Ref:
    """A match as it stands in a fact."""
    return Ref("match", match)
