"""Ways to ease what is asked of the whole day: breaks, courts, rests, waits; and more room where it is too little."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from math import gcd

from tournament.timetable.codes import Code
from tournament.timetable.disturbance import with_closings
from tournament.timetable.grid import LEAST_GRID
from tournament.timetable.ladders import STEP, Eased, Ladder, nearby, steps_up
from tournament.timetable.model import At, Break, Day, Fact, Finding, Ref, Rests, Span, cut_out
from tournament.timetable.options import Change

LATEST_CLOSING = 6 * 60
"""Minutes a court is kept open longer at most."""
A_DAY = 24 * 60
SHORTEST_PLAY = 5
LONG_PLAY = 15
"""Matches of so many minutes are made shorter by whole steps."""
MOST_COURTS = 3
"""Courts added at most."""
MOST_STAGES = 3
"""Stages whose matches may be made shorter."""


def break_ladders(day: Day, paths: set[str]) -> Iterator[Ladder]:
    """A break that is shorter, or at another time; or none."""
    breaks = [pause for pause in day.breaks if pause.source in paths]
    if len(breaks) == 1:
        pause = breaks[0]
        steps = steps_up(pause.end - pause.start, day.grid) - 1
        shorter = [(pause.start, pause.end - step * day.grid) for step in range(1, steps + 1)]
        later = [(pause.start + step * day.grid, pause.end) for step in range(1, steps + 1)]
        moved = [(pause.start + move, pause.end + move) for move in nearby(day.grid) if pause.start + move >= 0]
        yield Ladder(len(shorter), partial(_change_break, pause, shorter))
        yield Ladder(len(later), partial(_change_break, pause, later))
        yield Ladder(len(moved), partial(_change_break, pause, moved), is_growing=False)
    yield Ladder(1, partial(_drop_breaks, paths), is_last_resort=True)


def _change_break(pause: Break, spans: list[Span], day: Day, step: int) -> Eased:
    start, end = spans[step - 1]
    now = tuple(replace(b, start=start, end=end) if b.source == pause.source else b for b in day.breaks)
    times: dict[str, Fact] = {"from": At(start), "until": At(end)}
    change = Change(pause.source, (At(start), At(end)))
    return Eased(replace(day, breaks=now), Finding(Code.EASE_BREAK, times, (pause.source,)), (change,))


def _drop_breaks(paths: set[str], day: Day, _steps: int) -> Eased:
    gone = [pause for pause in day.breaks if pause.source in paths]
    finding = Finding(Code.EASE_WITHOUT_BREAKS, {"count": len(gone)})
    if len(gone) == 1:
        times: dict[str, Fact] = {"from": At(gone[0].start), "until": At(gone[0].end)}
        finding = Finding(Code.EASE_WITHOUT_BREAK, times, (gone[0].source,))
    kept = tuple(pause for pause in day.breaks if pause.source not in paths)
    return Eased(replace(day, breaks=kept), finding, tuple(Change(path, None) for path in sorted(paths)))


def court_ladders(day: Day, paths: set[str]) -> Iterator[Ladder]:
    """Courts that close later, stay open all day, or take all stages."""
    mine = [court for court in day.courts if court.source in paths and court.windows]
    shut = {closing.court for closing in day.closings}
    if mine:
        room = min(A_DAY - (court.windows[-1][1] - court.windows[-1][0]) for court in mine)
        yield Ladder(min(LATEST_CLOSING, room) // day.grid, partial(_open_longer, paths))
    if any(len(court.windows) > 1 for court in mine) and not any(court.id in shut for court in mine):
        yield Ladder(1, partial(_open_through, paths))
    if any(court.stages is not None for court in day.courts if court.source in paths):
        yield Ladder(1, partial(_open_to_all, paths))


def _open_longer(paths: set[str], day: Day, steps: int) -> Eased:
    changes, courts = [], []
    for court in day.courts:
        if court.source in paths and court.windows:
            *before, (opens, closes) = court.windows
            later = (*before, (opens, closes + steps * day.grid))
            court = replace(court, windows=_as_closed(day, court.id, later))
            changes.append(Change(f"{court.source}.windows", _moments(court.windows)))
        courts.append(court)
    until = At(max((court.windows[-1][1] for court in courts if court.source in paths and court.windows), default=0))
    now = replace(day, courts=tuple(courts))
    return Eased(now, _for_courts(day, paths, Code.EASE_COURT, Code.EASE_COURTS, {"until": until}), tuple(changes))


def _as_closed(day: Day, court: str, windows: tuple[Span, ...]) -> tuple[Span, ...]:
    """Windows without the times that something has cut out of them."""
    shut = [(closing.start, closing.end) for closing in day.closings if closing.court == court]
    return cut_out(windows, shut)


def _open_through(paths: set[str], day: Day, _steps: int) -> Eased:
    changes, courts = [], []
    for court in day.courts:
        if court.source in paths and len(court.windows) > 1:
            court = replace(court, windows=((court.windows[0][0], max(closes for _, closes in court.windows)),))
            changes.append(Change(f"{court.source}.windows", _moments(court.windows)))
        courts.append(court)
    finding = _for_courts(day, paths, Code.EASE_COURT_THROUGH, Code.EASE_COURTS_THROUGH, {})
    return Eased(replace(day, courts=tuple(courts)), finding, tuple(changes))


def _open_to_all(paths: set[str], day: Day, _steps: int) -> Eased:
    changes, courts = [], []
    for court in day.courts:
        if court.source in paths and court.stages is not None:
            court = replace(court, stages=None)
            changes.append(Change(f"{court.source}.stages", None))
        courts.append(court)
    finding = _for_courts(day, paths, Code.EASE_COURT_STAGES, Code.EASE_COURTS_STAGES, {})
    return Eased(replace(day, courts=tuple(courts)), finding, tuple(changes))


def _for_courts(day: Day, paths: set[str], one: Code, many: Code, facts: dict[str, Fact]) -> Finding:
    mine = [court for court in day.courts if court.source in paths]
    sources = tuple(sorted(paths))
    if len(mine) == 1:
        return Finding(one, {"court": Ref("court", mine[0].id), **facts}, sources)
    return Finding(many, {"courts": len(mine), **facts}, sources)


def _moments(windows: tuple[Span, ...]) -> tuple[tuple[At, At], ...]:
    return tuple((At(opens), At(closes)) for opens, closes in windows)


def rest_ladders(day: Day) -> Iterator[Ladder]:
    """Less rest between two matches of a team."""
    yield Ladder(steps_up(max(day.rests.same, day.rests.other), STEP), _less_rest, is_growing=False)


def _less_rest(day: Day, steps: int) -> Eased:
    same, other = (max(0, rest - steps * STEP) for rest in (day.rests.same, day.rests.other))
    grid = _finer(day, same, other)
    value = same if same == other else {"same_stage": same, "other_stage": other}
    code = Code.EASE_REST if same == other else Code.EASE_RESTS
    finding = Finding(code, {"minutes": same, "most": other}, ("day.rest_minutes",))
    changes = (Change("day.rest_minutes", value), Change("day.grid_minutes", grid))
    return Eased(replace(day, rests=Rests(same, other), grid=grid), finding, changes)


def _finer(day: Day, *minutes: int) -> int:
    """The grid on which these minutes can be used in full; the day's own where that would be too fine."""
    grid = gcd(day.grid, *minutes)
    return grid if grid >= LEAST_GRID else day.grid


def wait_ladders(day: Day) -> Iterator[Ladder]:
    """A longer wait; or one that is a wish only."""
    room = day.closes - (day.max_wait or 0)
    yield Ladder(steps_up(room, STEP), _longer_wait)
    yield Ladder(1, _soft_wait, is_last_resort=True)


def _longer_wait(day: Day, steps: int) -> Eased:
    most = (day.max_wait or 0) + steps * STEP
    finding = Finding(Code.EASE_MAX_WAIT, {"minutes": most}, ("day.max_wait_minutes",))
    return Eased(replace(day, max_wait=most), finding, (Change("day.max_wait_minutes", most),))


def _soft_wait(day: Day, _steps: int) -> Eased:
    finding = Finding(Code.EASE_SOFT_WAIT, {}, ("day.max_wait_minutes",))
    return Eased(replace(day, max_wait_is_hard=False), finding, (Change("day.max_wait_is_hard", False),))


def same_time_ladders(day: Day) -> Iterator[Ladder]:
    """Matches no longer at one time."""
    if day.same_time:
        yield Ladder(1, _not_together)


def _not_together(day: Day, _steps: int) -> Eased:
    finding = Finding(Code.EASE_SAME_TIME, {}, ("day.same_time",))
    return Eased(replace(day, same_time=()), finding, (Change("day.same_time", ()),))


def play_ladders(day: Day) -> Iterator[Ladder]:
    """Shorter matches, in the stages that have the most."""
    counts = Counter(match.stage for match in day.matches)
    for stage, _ in counts.most_common(MOST_STAGES):
        play = min(match.play for match in day.matches if match.stage == stage)
        shorter = range(play - 1, max(SHORTEST_PLAY, play // 2) - 1, -1)
        plays = [minutes for minutes in shorter if play < LONG_PLAY or minutes % STEP == 0]
        yield Ladder(len(plays), partial(_shorter, stage, plays), is_growing=False)


def _shorter(stage: str, plays: list[int], day: Day, step: int) -> Eased:
    play = plays[step - 1]
    more = {longer.match: longer.minutes for longer in day.longer}
    matches = tuple(
        replace(match, play=play + more.get(match.id, 0)) if match.stage == stage else match for match in day.matches
    )
    grid = _finer(day, play)
    finding = Finding(Code.EASE_PLAY, {"stage": Ref("stage", stage), "minutes": play}, (f"day.durations.{stage}",))
    changes = (Change(f"day.durations.{stage}.play", play), Change("day.grid_minutes", grid))
    return Eased(replace(day, matches=matches, grid=grid), finding, changes)


def more_court_ladders(day: Day) -> Iterator[Ladder]:
    """More courts, open as long as the one that is open longest."""
    if day.courts:
        yield Ladder(MOST_COURTS, _more_courts)


def _more_courts(day: Day, steps: int) -> Eased:
    # As a court was open before something closed it.
    like = max(with_closings(day, ()).courts, key=lambda court: sum(closes - opens for opens, closes in court.windows))
    taken = {court.id for court in day.courts}
    free = (f"c{number}" for number in range(len(taken) + 1, 2 * len(taken) + MOST_COURTS + 2))
    ids = [name for name in free if name not in taken][:steps]
    paths = [f"day.courts[{len(day.courts) + number}]" for number in range(steps)]
    new = tuple(replace(like, id=name, stages=None, source=path) for name, path in zip(ids, paths, strict=True))
    changes = tuple(Change(court.source, court) for court in new)
    return Eased(replace(day, courts=(*day.courts, *new)), Finding(Code.EASE_MORE_COURTS, {"courts": steps}), changes)
