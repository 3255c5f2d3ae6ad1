"""What the office's overview pages show: what needs somebody now, the day that is on, the next events."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from core.db import session
from core.language import clock_time, day_short
from core.site import row_text
from events.facts import ends_at, status_now
from events.models import Event, Season
from events.queries import list_coming, list_on
from teams.models import Attendance, Registration
from teams.wording import call_words
from tournament.engine.selectors import RoundSide
from tournament.match_rows import score_text
from tournament.models import ResultRow
from tournament.naming import court_label, side_name, stage_name
from tournament.pace import measure_pace
from tournament.queries_queue import queue_page
from tournament.setup_entries import list_newcomers
from tournament.store import result_value
from tournament.store_cache import find_view
from tournament.store_view import CompetitionView, MatchView

OVERDUE = timedelta(minutes=10)
CLOSES_SOON = timedelta(days=3)
MOST_CALLS = 8
NEXT_EVENTS = 6

Kind = Literal["stop", "few", "wait", "open"]


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing that needs somebody: how pressing, what, and where it is done."""

    kind: Kind
    icon: str
    title: str
    text: str
    href: str
    button: str


@dataclass(frozen=True, slots=True)
class NextEvent:
    """An event to come with its counts."""

    event: Event
    teams: int
    most_teams: int | None
    waiting: int
    meals: int
    closes_at: datetime | None


@dataclass(frozen=True, slots=True)
class TodayEvent:
    """An event that is on, in four numbers."""

    event: Event
    played: int
    matches: int
    people_in: int
    people: int
    teams: int
    late: int


@dataclass(frozen=True, slots=True)
class MonthBar:
    """How many starts a month of the season has: as many as signed up for the events in it."""

    month: date
    people: int
    is_now: bool
    is_past: bool


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """The page "Overblik"."""

    todos: list[Todo]
    today: list[TodayEvent]
    coming: list[NextEvent]
    months: list[MonthBar]


@dataclass(frozen=True, slots=True)
class EventPage:
    """The office's overview of one event."""

    todos: list[Todo]
    next: NextEvent
    today: TodayEvent
    view: CompetitionView | None
    newcomers: int
    is_running: bool
    disciplines: str


def read_overview(now: datetime, today: date) -> OverviewPage:
    """What the overview shows at a moment."""
    on = [event for event in list_on(today) if event.kind != "camp"]
    coming = list_coming(40)
    todos = [todo for event in on for todo in match_todos(event, find_view(event.id), now)]
    todos += call_todos()
    todos += [todo for event in coming for todo in closing_todos(event, now)]
    ahead = [event for event in coming if event.starts_on > today and event.state == "published"]
    return OverviewPage(
        todos=todos,
        today=[today_event(event, find_view(event.id), now) for event in on],
        coming=[next_event(event) for event in ahead[:NEXT_EVENTS]],
        months=month_bars(today),
    )


def read_event_overview(event: Event, now: datetime) -> EventPage:
    """What the overview of one event shows; the event comes with its caps."""
    view = find_view(event.id)
    newcomers = len(list_newcomers(view.id)) if view is not None else 0
    todos = match_todos(event, view, now) + call_todos(event.id) + closing_todos(event, now)
    if newcomers:
        todos.append(
            Todo(
                "open",
                "people",
                ngettext("%(num)s nyt hold er ikke med i turneringen", "%(num)s nye hold er ikke med", newcomers),
                _("De er meldt til efter opsætningen."),
                url_for("tournament_office.setup", slug=event.slug),
                _("Tag dem med"),
            )
        )
    return EventPage(
        todos=todos,
        next=next_event(event),
        today=today_event(event, view, now),
        view=view,
        newcomers=newcomers,
        is_running=status_now(event).name == "running",
        disciplines=measured_text(view) if view is not None else "",
    )


def match_todos(event: Event, view: CompetitionView | None, now: datetime) -> list[Todo]:
    """Matches with two results, and matches that ended without one."""
    if view is None:
        return []
    disputed = [match for match in view.matches if match.is_disputed]
    late = [match for match in view.matches if is_overdue(match, now)]
    return [
        *(_dispute_todo(event, view, match) for match in disputed),
        *mark_todos(event, view),
        *round_todos(event, view),
        *_idle_todos(event, view),
        *(_overdue_todo(event, view, match) for match in sorted(late, key=lambda match: match.starts_at or now)),
    ]


def round_todos(event: Event, view: CompetitionView) -> list[Todo]:
    """Rounds that wait for their draw because the one before is over."""
    found = []
    for stage in view.stages:
        matches = view.of_stage(stage.key)
        waiting = {match.round for match in matches if isinstance(match.home.selector, RoundSide)}
        drawn = [match for match in matches if match.round not in waiting]
        if not waiting or not drawn or any(match.is_to_play for match in drawn):
            continue
        found.append(
            Todo(
                "few",
                "refresh",
                _("Runde %(number)s er slut", number=max(match.round for match in drawn)),
                _("Træk runde %(number)s, så kan holdene spille videre.", number=min(waiting)),
                url_for("tournament_office.draw", slug=event.slug),
                _("Gå til lodtrækningen"),
            )
        )
    return found


def _idle_todos(event: Event, view: CompetitionView) -> list[Todo]:
    """Free courts that a match of the queue could be called to, as one thing to do."""
    idle = [court for court in queue_page(view).courts if court.state == "idle"] if view.is_next_free else []
    if not idle:
        return []
    title = ngettext("%(num)s bane er ledig", "%(num)s baner er ledige", len(idle))
    names = ", ".join(court.name for court in idle)
    href = url_for("tournament_office.queue", slug=event.slug)
    return [Todo("few", "court", title, names, href, _("Kald næste kamp"))]


def measured_text(view: CompetitionView) -> str:
    """How far what is measured is; "" where nothing is."""
    stages = [view.state.get_stage(stage.key) for stage in view.measured]
    if not stages:
        return ""
    return _("%(done)s af %(count)s discipliner målt", done=sum(s.complete for s in stages), count=len(stages))


def mark_todos(event: Event, view: CompetitionView) -> list[Todo]:
    """Marks that two have measured differently."""
    disputed = [(stage, entry) for (stage, entry), mark in view.marks.items() if mark.is_disputed]
    return [
        Todo(
            "stop",
            "warn",
            _("To har hver sit tal"),
            _("%(team)s i %(stage)s.", team=view.labels.get(entry, entry), stage=stage_name(view.get_stage(stage))),
            url_for(
                "tournament_office.mark",
                slug=event.slug,
                stage_id=view.get_stage(stage).id,
                entry_id=int(entry.removeprefix("e")),
            ),
            _("Vælg det rigtige"),
        )
        for stage, entry in disputed
    ]


def is_overdue(match: MatchView, now: datetime) -> bool:
    """Whether a match should have had its result by now."""
    if match.court is None or match.is_called:
        # From a queue: nobody has begun it, so nobody owes a result.
        return False
    return match.is_to_play and match.ends_at is not None and match.ends_at + OVERDUE < now


def _teams(view: CompetitionView, match: MatchView) -> str:
    return f"{side_name(view, match.home)} – {side_name(view, match.away)}"


def _dispute_todo(event: Event, view: CompetitionView, match: MatchView) -> Todo:
    rows = session().scalars(
        select(ResultRow).where(ResultRow.match_id == match.id, ResultRow.settled_at.is_(None)).order_by(ResultRow.id)
    )
    scores = [score_text(result_value(row)) for row in rows if row.disputes_id is not None]
    current = score_text(match.result) if match.result is not None else ""
    either = _(" eller ").join(filter(None, dict.fromkeys([current, *scores])))
    return Todo(
        "stop",
        "warn",
        _("To har hver sit tal"),
        _("Kamp %(number)s, %(teams)s. %(either)s?", number=match.number, teams=_teams(view, match), either=either),
        url_for("tournament_office.result", slug=event.slug, number=match.number),
        _("Vælg det rigtige"),
    )


def _overdue_todo(event: Event, view: CompetitionView, match: MatchView) -> Todo:
    ended = clock_time(match.ends_at) if match.ends_at is not None else ""
    return Todo(
        "few",
        "clock",
        _("Kamp %(number)s mangler et tal", number=match.number),
        _(
            "%(teams)s. Den skulle slutte kl. %(time)s på %(court)s.",
            teams=_teams(view, match),
            time=ended,
            court=court_label(match),
        ),
        url_for("tournament_office.result", slug=event.slug, number=match.number),
        _("Skriv resultat"),
    )


def call_todos(event_id: int | None = None) -> list[Todo]:
    """Teams the office must ring, the longest waiting first."""
    query = select(Registration).where(Registration.to_call_reason.is_not(None))
    if event_id is not None:
        query = query.where(Registration.event_id == event_id)
    rows = session().scalars(
        query.options(joinedload(Registration.event)).order_by(Registration.to_call_since).limit(MOST_CALLS)
    )
    return [
        Todo(
            "wait",
            "phone",
            _("Ring til %(team)s", team=row.name),
            f"{row_text(row.event, 'title')}. {call_words(row.to_call_reason or '')}",
            url_for("teams_office.registrations", slug=row.event.slug),
            _("Se nummeret"),
        )
        for row in rows
    ]


def closing_todos(event: Event, now: datetime) -> Iterable[Todo]:
    """An event whose last day to sign up is near and that has few teams."""
    if event.state != "published" or event.closes_at is None or not now < event.closes_at < now + CLOSES_SOON:
        return []
    most = _most_teams(event)
    signed = (
        _("%(teams)s af %(most)s hold er med.", teams=event.team_count, most=most)
        if most is not None
        else ngettext("%(num)s hold er med.", "%(num)s hold er med.", event.team_count)
    )
    return [
        Todo(
            "open",
            "calendar",
            _("Sidste dag for %(event)s er %(day)s", event=row_text(event, "title"), day=day_short(event.closes_at)),
            signed,
            url_for("teams_office.registrations", slug=event.slug),
            _("Se de tilmeldte"),
        )
    ]


def _most_teams(event: Event) -> int | None:
    return next((cap.cap for cap in event.caps if cap.kind == "teams"), None)


def next_event(event: Event) -> NextEvent:
    """The counts of an event."""
    return NextEvent(
        event=event,
        teams=event.team_count,
        most_teams=_most_teams(event),
        waiting=event.waiting_count,
        meals=sum(cap.taken for cap in event.caps if cap.kind == "meal"),
        closes_at=event.closes_at,
    )


def today_event(event: Event, view: CompetitionView | None, now: datetime) -> TodayEvent:
    """An event in numbers: matches played, people come, minutes late."""
    played = [match for match in view.matches if match.state in ("done", "unresolved")] if view is not None else []
    people_in = session().scalar(
        select(func.coalesce(func.sum(Attendance.headcount), 0)).where(
            Attendance.event_id == event.id,
            Attendance.outcome.in_(("in", "walk_up")),
            Attendance.undone_by_id.is_(None),
        )
    )
    is_on = ends_at(event) > now
    return TodayEvent(
        event=event,
        played=len(played),
        matches=sum(not match.is_empty for match in view.matches) if view is not None else 0,
        people_in=int(people_in or 0),
        people=event.people_count,
        teams=event.team_count,
        late=measure_pace(view, now).minutes if view is not None and is_on else 0,
    )


def month_bars(today: date) -> list[MonthBar]:
    """The people signed up, month by month of the season that is on."""
    season = session().scalar(select(Season).where(Season.starts_on <= today, Season.ends_on >= today))
    if season is None:
        return []
    rows = session().execute(
        select(Event.starts_on, Event.people_count).where(
            Event.season_id == season.id, Event.state.in_(("published", "finished"))
        )
    )
    counts: dict[date, int] = {}
    month = season.starts_on.replace(day=1)
    while month <= season.ends_on:
        counts[month] = 0
        month = (month + timedelta(days=32)).replace(day=1)
    for starts_on, people in rows:
        month = starts_on.replace(day=1)
        counts[month] = counts.get(month, 0) + people
    this = today.replace(day=1)
    return [MonthBar(month, people, month == this, month < this) for month, people in sorted(counts.items())]
