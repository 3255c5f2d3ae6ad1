"""From rows to the computed competition, kept per process as long as the event's revision stands."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any

from flask import Flask, current_app
from sqlalchemy import select

from core.db import session
from core.errors import MissingError
from core.revision import get_standing
from tournament.calls import list_calls
from tournament.engine.outcome import ResolvedMatch, State
from tournament.engine.recompute import recompute
from tournament.engine.selectors import members_of
from tournament.models import Competition, Court, Match, Slot, Timetable
from tournament.models_calls import Call
from tournament.store import (
    Rows,
    entry_key,
    mark_value,
    match_key,
    read_rows,
    result_kind_of,
    values_of,
    written_rules,
)
from tournament.store_view import (
    NEXT_FREE,
    CompetitionView,
    CourtView,
    DisciplineView,
    DivisionView,
    MarkView,
    MatchView,
    SideView,
    StageView,
)

VIEWS_KEPT = 64


@dataclass(slots=True)
class ViewCache:
    """The views this process computed last, by competition and revision."""

    views: OrderedDict[tuple[int, int], CompetitionView] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def keep(self, view: CompetitionView) -> None:
        """Keep a view and let the oldest go."""
        with self.lock:
            self.views[view.id, view.revision] = view
            while len(self.views) > VIEWS_KEPT:
                self.views.popitem(last=False)


def plug_in_views(app: Flask) -> None:
    """Give the application its cache of computed competitions."""
    app.extensions["competition_views"] = ViewCache()


def find_view(event_id: int) -> CompetitionView | None:
    """The computed competition of an event, None where it has none. Costs two small reads when nothing changed."""
    competition_id = session().scalar(select(Competition.id).where(Competition.event_id == event_id))
    if competition_id is None:
        return None
    # The number is read before the rows: a change in between makes the view newer than its number, never older.
    revision = get_standing(f"event:{event_id}").number
    if session().info.get("in_command"):
        # What a command sees may never come true; it is not for others.
        return compute_view(competition_id, revision)
    cache: ViewCache = current_app.extensions["competition_views"]
    known = cache.views.get((competition_id, revision))
    if known is None:
        known = compute_view(competition_id, revision)
        cache.keep(known)
    return known


def get_view(event_id: int) -> CompetitionView:
    """The computed competition of an event; MissingError where it has none."""
    view = find_view(event_id)
    if view is None:
        raise MissingError
    return view


def find_published(competition_id: int) -> Timetable | None:
    """The published timetable that counts: the last one."""
    return session().scalar(
        select(Timetable)
        .where(Timetable.competition_id == competition_id, Timetable.state == "published")
        .order_by(Timetable.number.desc())
        .limit(1)
    )


def play_minutes_of(rows: Rows, stage_key: str) -> int:
    """Minutes of play of a stage's matches."""
    durations = rows.competition.day.get("durations", {})
    return int(durations.get(stage_key, {}).get("play", rows.sport.play_minutes))


def compute_view(competition_id: int, revision: int) -> CompetitionView:
    """Read and compute a competition, without the cache."""
    rows = read_rows(competition_id)
    published = find_published(competition_id)
    courts = {
        court.id: CourtView(court.id, court.name, court.hall)
        for court in session().scalars(
            select(Court).where(Court.event_id == rows.event.id).order_by(Court.sort, Court.id)
        )
    }
    slots = (
        {slot.match_id: slot for slot in session().scalars(select(Slot).where(Slot.timetable_id == published.id))}
        if published
        else {}
    )
    state = recompute(values_of(rows))
    playing = rows.playing()
    labels = {entry_key(entry.id): entry.label for entry in playing}
    matches = _match_views(rows, state, labels, slots, courts)
    calls = list_calls(competition_id)
    if calls or rows.competition.day.get("mode") == NEXT_FREE:
        matches = _with_calls(matches, calls, courts, is_next_free=rows.competition.day.get("mode") == NEXT_FREE)
    return CompetitionView(
        id=competition_id,
        event_id=rows.event.id,
        revision=revision,
        sport=rows.sport.slug,
        court_da=rows.sport.court_da,
        court_en=rows.sport.court_en,
        result_kind=rows.sport.result_kind,
        play_minutes=rows.sport.play_minutes,
        changeover_minutes=rows.sport.changeover_minutes,
        day=rows.competition.day,
        state=state,
        divisions=tuple(
            DivisionView(
                division.id,
                division.key,
                division.name,
                division.shows,
                tuple(entry_key(entry.id) for entry in playing if entry.division_id == division.id),
                division.takes,
            )
            for division in rows.divisions
        ),
        stages=_stage_views(rows),
        matches=matches,
        marks=_mark_views(rows),
        courts=tuple(courts.values()),
        disciplines=tuple(
            DisciplineView(found.id, found.key, found.division_id, found.name_da, found.name_en)
            for found in rows.disciplines
        ),
        labels=labels,
        registrations=entries_by_registration(rows),
        timetable_number=published.number if published else None,
        published_at=published.published_at if published else None,
        by_id={match.id: match for match in matches},
    )


def entries_by_registration(rows: Rows) -> dict[int, tuple[str, ...]]:
    """What a registration plays as: its team, its people, or the drawn teams that its people are on, each once."""
    playing = {entry.id for entry in rows.playing()}
    found: dict[int, dict[str, None]] = {}
    for entry in rows.entries:
        registration_id = entry.registration_id or entry.came_with_id
        plays_as = entry.team_id if entry.team_id is not None else entry.id
        if registration_id is not None and plays_as in playing:
            found.setdefault(registration_id, {})[entry_key(plays_as)] = None
    return {registration_id: tuple(keys) for registration_id, keys in found.items()}


def _stage_views(rows: Rows) -> tuple[StageView, ...]:
    with_matches = {match.stage_id for match in rows.matches}
    return tuple(
        StageView(
            id=stage.id,
            key=stage.key,
            division_id=stage.division_id,
            name_da=stage.name_da,
            name_en=stage.name_en,
            format=stage.format,
            options=stage.options,
            discipline_id=stage.discipline_id,
            pools=tuple(pool.key for pool in rows.pools if pool.stage_id == stage.id),
            has_matches=stage.id in with_matches,
            written=written_rules(rows, stage),
            result_kind=result_kind_of(rows, stage),
        )
        for stage in rows.stages
    )


def _mark_views(rows: Rows) -> dict[tuple[str, str], MarkView]:
    keys = {stage.id: stage.key for stage in rows.stages}
    found = {}
    for (stage_id, entry_id), entered in rows.mark_chains().items():
        row = entered.current
        if row is not None:
            seen = MarkView(row.id, mark_value(row), row.at, bool(entered.waiting))
            found[keys[stage_id], entry_key(entry_id)] = seen
    return found


def _match_views(
    rows: Rows,
    state: State,
    labels: Mapping[str, str],
    slots: Mapping[int, Slot],
    courts: Mapping[int, CourtView],
) -> tuple[MatchView, ...]:
    resolved = {match.id: match for match in state.matches}
    stages = {stage.id: stage for stage in rows.stages}
    current = rows.current_results()
    disputed = rows.open_disputes()
    return tuple(
        _match_view(
            match,
            resolved[match_key(match.number)],
            labels,
            stage_key=stages[match.stage_id].key,
            division_id=stages[match.stage_id].division_id,
            play_minutes=play_minutes_of(rows, stages[match.stage_id].key),
            slot=slots.get(match.id),
            courts=courts,
            result_id=current[match.id].id if match.id in current else None,
            result_at=current[match.id].at if match.id in current else None,
            is_disputed=match.id in disputed,
        )
        for match in rows.matches
    )


def _match_view(
    match: Match,
    resolved: ResolvedMatch,
    labels: Mapping[str, str],
    *,
    stage_key: str,
    slot: Slot | None,
    courts: Mapping[int, CourtView],
    **known: Any,
) -> MatchView:
    running = (match.running_home or 0, match.running_away or 0) if match.status == "running" else None
    return MatchView(
        id=match.id,
        key=match_key(match.number),
        number=match.number,
        stage_id=match.stage_id,
        stage=stage_key,
        pool=match.pool_key,
        round=match.round,
        label=match.label,
        home=SideView(resolved.match.home, resolved.home, _label_of(resolved.home, labels)),
        away=SideView(resolved.match.away, resolved.away, _label_of(resolved.away, labels)),
        resolved=resolved,
        status=match.status,
        running=running,
        started_at=match.started_at,
        court=courts.get(slot.court_id) if slot else None,
        starts_at=slot.starts_at if slot else None,
        referee=slot.referee if slot else None,
        planned_at=slot.starts_at if slot else None,
        **known,
    )


def _with_calls(
    matches: tuple[MatchView, ...], calls: Sequence[Call], courts: Mapping[int, CourtView], *, is_next_free: bool
) -> tuple[MatchView, ...]:
    """A called match is on the court it was called to; in a queue no court is promised before that."""
    called = {call.match_id: call for call in calls if call.court_id is not None}
    made = []
    for match in matches:
        call = called.get(match.id)
        if call is not None and call.court_id is not None:
            match = replace(match, court=courts.get(call.court_id), called_at=call.at)
        elif is_next_free and match.is_to_play and match.status != "running":
            match = replace(match, court=None)
        made.append(match)
    return tuple(made)


def _label_of(side: str | None, labels: Mapping[str, str]) -> str | None:
    """The public label of a side: of a team of people the labels of all; None where nobody is known to stand."""
    names = [labels.get(name) for name in members_of(side)] if side else []
    return " + ".join(filter(None, names)) if names and None not in names else None
