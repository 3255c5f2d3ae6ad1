"""The rounds of a series, read: who was there, what each got, and whether the round counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select

from core.db import session
from events.facts import status_now
from events.models import Event, Series
from events.queries_series import list_rounds, round_numbers
from teams.models import Organisation, Registration, Team
from tournament.engine.outcome import Number, Place
from tournament.engine.selectors import members_of
from tournament.engine.series import match_points, place_points
from tournament.engine.values import MarkStatus, ResultKind
from tournament.models import Competition, Division, Entry
from tournament.place_rows import is_decided
from tournament.series_who import Appearance
from tournament.store import MIXED, entry_key
from tournament.store_cache import find_view
from tournament.store_view import CompetitionView, DivisionView

RoundState = Literal["counts", "running", "missing", "coming", "cancelled", "postponed"]


@dataclass(frozen=True, slots=True)
class RowScore:
    """A row of a round: what each of those who were there got, and the places that the round gave them."""

    division: DivisionView
    points: Mapping[str, Number]
    places: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class RoundRead:
    """A round; `scores` are empty as long as it does not count, `there` is everybody who is entered."""

    event: Event
    number: int
    state: RoundState
    view: CompetitionView | None
    scores: tuple[RowScore, ...]
    there: tuple[Appearance, ...]

    @property
    def is_off(self) -> bool:
        """Whether it will not be played on its day."""
        return self.state in ("cancelled", "postponed")


@dataclass(frozen=True, slots=True)
class Entered:
    """The entries of a round: how each is known, and the people that a drawn team of a mixed row stands for."""

    there: tuple[Appearance, ...]
    people: Mapping[str, tuple[str, ...]]

    def spread(self, values: Mapping[str, Number]) -> dict[str, Number]:
        """Points by entry, where each of a drawn team has what the team has."""
        return {one: value for entry, value in values.items() for one in self.people.get(entry, (entry,))}


NOBODY_ENTERED = Entered((), {})


def read_rounds(series: Series) -> tuple[RoundRead, ...]:
    """All rounds of a series by date."""
    events = list_rounds(series.id)
    numbers = round_numbers([event.title_da for event in events])
    entered = _entered([event.id for event in events])
    return tuple(
        _read_round(series, event, number, entered.get(event.id, NOBODY_ENTERED))
        for event, number in zip(events, numbers, strict=True)
    )


def _read_round(series: Series, event: Event, number: int, entered: Entered) -> RoundRead:
    view = find_view(event.id)
    is_off = event.state in ("cancelled", "postponed")
    scores = () if view is None or is_off else row_scores(series, view, entered)
    return RoundRead(event, number, _state_of(event, counts=bool(scores)), view, scores, entered.there)


def _state_of(event: Event, *, counts: bool) -> RoundState:
    name = status_now(event).name
    if name == "cancelled" or name == "postponed":
        return name
    if counts:
        return "counts"
    return "missing" if name == "finished" else "running" if name == "running" else "coming"


def row_scores(series: Series, view: CompetitionView, entered: Entered) -> tuple[RowScore, ...]:
    """What each row of a round gave; nothing before all of its rows are played to the end."""
    rows = [division for division in view.divisions if division.entries and view.stages_of(division.id)]
    if not all(is_decided(view, division) for division in rows):
        return ()
    scores = [_row_score(series, view, division, entered) for division in rows]
    drawn = {match.division_id for match in view.matches} | {s.division_id for s in view.stages if s.pools}
    # A row that waits for its draw has nothing left to play either.
    if not all(score.points or score.division.id in drawn for score in scores):
        return ()
    return tuple(score for score in scores if score.points)


def _row_score(series: Series, view: CompetitionView, division: DivisionView, entered: Entered) -> RowScore:
    there = took_part(view, division)
    places = [place for place in places_of(view, division) if place.entry in there]
    if series.scoring == "place_points":
        points = place_points(places, series.place_points, series.started)
    else:
        from_matches = points_of_matches(view, division)
        points = {entry: from_matches.get(entry, 0) for entry in there}
    spans = {
        one: (place.first, place.last) for place in places for one in entered.people.get(place.entry, (place.entry,))
    }
    return RowScore(division, entered.spread(points), spans)


def took_part(view: CompetitionView, division: DivisionView) -> set[str]:
    """Who played or was measured, or stood ready and the other side did not come."""
    found: set[str] = set()
    for match in view.matches:
        if match.division_id != division.id or match.result is None:
            continue
        sides = (match.home.entry, match.away.entry)
        here = sides if match.result.kind is ResultKind.PLAYED else (match.resolved.winner,)
        found.update(entry for side in here if side is not None for entry in members_of(side))
    keys = {stage.key for stage in view.stages_of(division.id)}
    for stage in view.state.competition.stages:
        if stage.id in keys:
            found.update(mark.entry for mark in stage.marks if mark.status is not MarkStatus.DNS)
    return found & set(division.entries)


def points_of_matches(view: CompetitionView, division: DivisionView) -> dict[str, Number]:
    """The points of all tables of a row added up; an elimination has none."""
    total: dict[str, Number] = {}
    for stage in view.stages_of(division.id):
        if not view.of_stage(stage.key):
            continue
        for pool in view.pool_states(stage.key):
            for entry, points in match_points(pool.rows).items():
                total[entry] = total.get(entry, 0) + points
    return total


def places_of(view: CompetitionView, division: DivisionView) -> Sequence[Place]:
    """The places of a row, or of all disciplines put together."""
    return next((found.places for found in view.state.divisions if found.division in (division.key, None)), ())


def _entered(event_ids: Iterable[int]) -> dict[int, Entered]:
    """The entries of some events with what they are known by."""
    rows = session().execute(
        select(Competition.event_id, Entry, Division.takes, Team.id, Team.name, Organisation.name)
        .join(Division, Division.competition_id == Competition.id)
        .join(Entry, Entry.division_id == Division.id)
        .outerjoin(Registration, Registration.id == Entry.registration_id)
        .outerjoin(Team, Team.id == Registration.team_id)
        .outerjoin(Organisation, Organisation.id == Registration.organisation_id)
        .where(Competition.event_id.in_(list(event_ids)))
        .order_by(Entry.id)
    )
    there: dict[int, list[Appearance]] = {}
    people: dict[int, dict[str, tuple[str, ...]]] = {}
    for event_id, entry, takes, team_id, team_name, organisation in rows:
        teams = people.setdefault(event_id, {})
        if takes == MIXED and not entry.is_person:
            teams.setdefault(entry_key(entry.id), ())
            continue
        if takes == MIXED and entry.team_id is not None:
            team = entry_key(entry.team_id)
            teams[team] = (*teams.get(team, ()), entry_key(entry.id))
        there.setdefault(event_id, []).append(
            Appearance(
                entry=entry_key(entry.id),
                label=entry.label,
                organisation=organisation or entry.organisation,
                name=team_name or "",
                team_id=team_id,
                is_person=entry.is_person,
            )
        )
    return {event_id: Entered(tuple(found), people.get(event_id, {})) for event_id, found in there.items()}
