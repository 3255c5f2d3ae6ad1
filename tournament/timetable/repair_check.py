"""Does a repaired plan keep what a repair promises? Judged from what happened; shares no code with the repair.

The rules of the day itself are judged by the checker, on a day that is put together here anew.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tournament.timetable.checker import check_plan
from tournament.timetable.codes import Code
from tournament.timetable.disturbance import (
    CourtClosed,
    DelayAll,
    Disturbance,
    ExtraCourt,
    Overrun,
    TeamLate,
    Withdrawn,
)
from tournament.timetable.model import At, Day, Fact, Finding, Match, Placement, Plan, Ref

Moved = tuple[Placement, Placement]
"""Where a match stood and where it stands."""


def check_repair(
    day: Day, published: Plan, now: int, disturbances: Sequence[Disturbance], repaired: Plan, moved: Sequence[Moved]
) -> tuple[Finding, ...]:
    """Every promise that is broken: of the repair, of its list of moved matches, and of the day; empty: none.

    ``day`` and ``published`` are as they were before anything happened; ``day.frozen`` are matches that have begun
    whatever the clock says.
    """
    matches = {match.id: match for match in day.matches}
    before = {placement.match: placement for placement in published.placements if placement.match in matches}
    after = {placement.match: placement for placement in repaired.placements}
    begun = {match for match, placement in before.items() if placement.start < now}
    begun |= {placement.match for placement in day.frozen} & before.keys()
    gone = {match for match in before.keys() - begun if _is_gone(matches[match], before[match], disturbances)}
    return (
        *_missing(before, after, gone),
        *_held(day, before, after, begun, gone),
        *_too_early(matches, before, after, begun, now, disturbances),
        *_closed(matches, after, begun, disturbances),
        *_untold(before, after, moved),
        *check_plan(_day_as_it_is(day, before, begun, gone, disturbances), Plan(repaired.placements)),
    )


def _is_gone(match: Match, placement: Placement, disturbances: Sequence[Disturbance]) -> bool:
    return any(
        isinstance(d, Withdrawn) and d.entry in match.entries and placement.start >= d.start for d in disturbances
    )


def _missing(before: Mapping[str, Placement], after: Mapping[str, Placement], gone: set[str]) -> Iterator[Finding]:
    for match in before:
        if match in gone and match in after:
            yield Finding(Code.STILL_PLACED, {"match": Ref("match", match)})
        if match not in gone and match not in after:
            yield Finding(Code.MISSING, {"match": Ref("match", match)})
    for match in after.keys() - before.keys():
        yield Finding(Code.UNKNOWN_MATCH, {"match": Ref("match", match)})


def _held(
    day: Day, before: Mapping[str, Placement], after: Mapping[str, Placement], begun: set[str], gone: set[str]
) -> Iterator[Finding]:
    """What has begun, and what was to be held, stands where it stood."""
    until = day.frozen_until
    announced = {m for m, p in before.items() if until is not None and p.start < until} - gone
    for match in sorted(begun | announced):
        was, now_at = before[match], after.get(match)
        if now_at is not None and (was.court, was.start) != (now_at.court, now_at.start):
            facts: dict[str, Fact] = {"match": Ref("match", match), "court": Ref("court", was.court)}
            facts["start"] = At(was.start)
            yield Finding(Code.FROZEN_MOVED, facts)


def _too_early(
    matches: Mapping[str, Match],
    before: Mapping[str, Placement],
    after: Mapping[str, Placement],
    begun: set[str],
    now: int,
    disturbances: Sequence[Disturbance],
) -> Iterator[Finding]:
    for match, placement in after.items():
        if match in begun or match not in before:
            continue
        facts: dict[str, Fact] = {"match": Ref("match", match), "start": At(placement.start)}
        first = max(now, before[match].start)
        if placement.start < first:
            yield Finding(Code.BEFORE_SLACK, facts | {"first": At(first)})
        for d in disturbances:
            if isinstance(d, DelayAll) and d.start <= placement.start < d.start + d.minutes:
                yield Finding(Code.NO_STARTS_NOW, facts | {"until": At(d.start + d.minutes)}, (d.source,))
            if isinstance(d, TeamLate) and d.entry in matches[match].entries and placement.start < d.until:
                late: dict[str, Fact] = {"whom": Ref("entry", d.entry), "not_before": At(d.until)}
                yield Finding(Code.TOO_EARLY, facts | late, (d.source,))


def _closed(
    matches: Mapping[str, Match], after: Mapping[str, Placement], begun: set[str], disturbances: Sequence[Disturbance]
) -> Iterator[Finding]:
    for match, placement in after.items():
        for d in disturbances:
            if not isinstance(d, CourtClosed) or d.court != placement.court or match in begun or match not in matches:
                continue
            if placement.start < d.end and d.start < placement.start + matches[match].play:
                facts = {"match": Ref("match", match), "court": Ref("court", d.court)}
                yield Finding(Code.COURT_CLOSED, facts, (d.source,))


def _untold(
    before: Mapping[str, Placement], after: Mapping[str, Placement], moved: Sequence[Moved]
) -> Iterator[Finding]:
    """The list of moved matches names each that moved, once, with its two places, and no other."""
    places = {m: (before[m], p) for m, p in after.items() if m in before and _place(before[m]) != _place(p)}
    told = {was.match: (was, is_now) for was, is_now in moved}
    for match in sorted(places.keys() | told.keys()):
        if places.get(match) != told.get(match):
            yield Finding(Code.MOVED_UNTRUE, {"match": Ref("match", match)})
    if len(told) != len(moved):
        yield Finding(Code.MOVED_UNTRUE, {"match": Ref("match", moved[-1][0].match)})


def _place(placement: Placement) -> tuple[str, int]:
    return placement.court, placement.start


def _day_as_it_is(
    day: Day,
    before: Mapping[str, Placement],
    begun: set[str],
    gone: set[str],
    disturbances: Sequence[Disturbance],
) -> Day:
    """The day for the checker: longer where a match overran, with its new courts, without what is not played.

    Court windows stay as they were and starts may stand anywhere: both are judged above. Who waited for a match that
    is not played waits for what that one waited for.
    """
    played = before.keys() - gone
    whole = {match.id: match for match in day.matches}
    longer = {
        match: sum(d.minutes for d in disturbances if isinstance(d, Overrun) and d.match == match) for match in whole
    }

    def feeders(match: Match, seen: frozenset[str]) -> set[str]:
        direct = {feeder for feeder in match.feeders if feeder in whole and feeder not in seen}
        beyond = [feeders(whole[feeder], seen | direct) for feeder in direct - played]
        return (direct & played).union(*beyond)

    return replace(
        day,
        courts=(*day.courts, *(d.court for d in disturbances if isinstance(d, ExtraCourt))),
        matches=tuple(
            replace(match, play=match.play + longer[match.id], feeders=tuple(sorted(feeders(match, frozenset()))))
            for match in day.matches
            if match.id in played
        ),
        grid=1,
        wishes=tuple(replace(wish, after=tuple(m for m in wish.after if m in played)) for wish in day.wishes),
        pins=tuple(
            replace(pin, after=tuple(m for m in pin.after if m in played)) for pin in day.pins if pin.match in played
        ),
        same_time=tuple(tuple(m for m in group if m in played) for group in day.same_time),
        frozen=tuple(before[match] for match in before if match in begun),
    )
