"""What the office's pages of a new situation show: what can be chosen, and the ways out side by side."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from wtforms.fields import SelectChoice

from core import clock
from core.db import session
from core.jobs import JobRun
from core.language import clock_time, language
from tournament.models_situation import Situation
from tournament.naming import hall_and_court
from tournament.planning_draft import find_draft, list_slots
from tournament.queries_timetable import ChangeLine, teams_of
from tournament.setup_entries import get_entry
from tournament.situation_options import has_news
from tournament.store_cache import find_published
from tournament.store_view import CompetitionView, MatchView
from tournament.team_messages import entries_of

A_DAY = timedelta(days=1)
PATIENCE = timedelta(seconds=60)
"""How long the page waits for the worker before it says that this answer stands."""
HOURS_BEFORE = timedelta(hours=2)
"""So long before the first match the day itself has begun."""


@dataclass(frozen=True, slots=True)
class WayOut:
    """A way out: what it is best at, which matches move, who must be told, when the day ends.

    `let_go` are the numbers of matches that were held fast and move; they are not held where they come to stand.
    """

    number: int
    title: str
    text: str
    changes: tuple[ChangeLine, ...]
    gone: tuple[str, ...]
    let_go: tuple[int, ...]
    teams: tuple[str, ...]
    courts: tuple[str, ...]
    minutes: int
    end_at: datetime


@dataclass(frozen=True, slots=True)
class WayToHelp:
    """What would help; where it `is_all` nothing has happened any more, and the programme stays as it is."""

    number: int
    text: str
    is_all: bool


@dataclass(frozen=True, slots=True)
class SituationPage:
    """A situation with its ways out; `version` changes when they do."""

    id: int
    version: int
    state: str
    news: tuple[str, ...]
    ways: tuple[WayOut, ...]
    conflicts: tuple[str, ...]
    unplaced: tuple[str, ...]
    options: tuple[WayToHelp, ...]
    has_draft: bool
    is_searching: bool
    is_proved: bool


def situation_page(view: CompetitionView, situation: Situation) -> SituationPage:
    """What has happened and what can be done about it."""
    job = session().get(JobRun, situation.job_id) if situation.job_id is not None else None
    # On a very large day nothing may be known yet: then there is no answer that could stand.
    is_nothing = not situation.offers and not situation.conflicts
    is_at_it = job is not None and job.state in ("waiting", "running")
    is_waiting = is_at_it and (is_nothing or clock.now() - job.created_at < PATIENCE)
    key = f"text_{language()}"
    options = enumerate(situation.options)
    published = find_published(view.id)
    pinned = {slot.match_id for slot in list_slots(published.id) if slot.is_pinned} if published is not None else set()
    return SituationPage(
        id=situation.id,
        version=situation.version,
        state=situation.state,
        news=tuple(text for item in situation.news if (text := news_text(view, item))),
        ways=tuple(_way(view, situation, number, offer, pinned) for number, offer in enumerate(situation.offers)),
        conflicts=tuple(found[key] for found in situation.conflicts if "match" not in found),
        unplaced=tuple(_unplaced(view, found) for found in situation.conflicts if "match" in found),
        options=tuple(
            # What can be pressed comes first.
            sorted(
                (WayToHelp(number, option[key], not has_news(option["news"])) for number, option in options),
                key=lambda option: option.is_all,
            )
        ),
        has_draft=situation.state != "undone" and find_draft(view.id) is not None,
        is_searching=is_waiting and situation.state == "open",
        is_proved=situation.proof is not None,
    )


def _unplaced(view: CompetitionView, found: Mapping[str, Any]) -> str:
    """A match that gets no place: who would play it, and why."""
    match = view.get_match(found["match"])
    who = _("Kamp %(number)s: %(teams)s", number=match.number, teams=teams_of(view, match))
    return f"{who}. {found[f'text_{language()}']}"


def news_text(view: CompetitionView, item: Mapping[str, Any]) -> str:
    """What has happened, in one sentence; "" for what is no news."""

    def at(key: str) -> str:
        return clock_time(datetime.fromisoformat(item[key]))

    match item["kind"]:
        case "court_closed":
            names = {court.id: court.name for court in view.courts}
            words = {"court": names.get(item["court"], ""), "first": at("from"), "last": at("to")}
            if datetime.fromisoformat(item["to"]) - datetime.fromisoformat(item["from"]) >= A_DAY:
                return _("%(court)s er lukket fra kl. %(first)s og resten af dagen.", **words)
            return _("%(court)s er lukket kl. %(first)s–%(last)s.", **words)
        case "team_late":
            team = get_entry(view.id, item["entry"]).label
            return _("%(team)s er her først kl. %(time)s.", team=team, time=at("until"))
        case "withdrawn":
            return _("%(team)s er taget hjem.", team=get_entry(view.id, item["entry"]).label)
        case "overrun":
            number = view.get_match(item["match"]).number
            return _("Kamp %(number)s varer %(minutes)s minutter længere.", number=number, minutes=item["minutes"])
        case "delay_all":
            return _("Alt venter %(minutes)s minutter fra kl. %(time)s.", time=at("from"), minutes=item["minutes"])
        case "extra_court":
            return _("%(court)s er åben fra kl. %(time)s.", court=item["name"], time=at("from"))
        case "left_out":
            return _("Kamp %(number)s får ingen plads.", number=view.get_match(item["match"]).number)
        case "eased":
            return str(item[f"text_{language()}"])
    return ""


def first_values(view: CompetitionView) -> dict[str, Any]:
    """What the form begins with: now, the match that is on, hours that are usual."""
    now = _usual_moment(view)
    running = next((match for match in _under_way(view, now) if match.status == "running"), None)
    ends = max((match.planned_end for match in view.matches if match.planned_end is not None), default=now)
    return {
        **{"at": now, "closed_from": now, "closed_to": now + timedelta(minutes=45)},
        **{"late_until": now + timedelta(minutes=30), "match": running.id if running is not None else 0},
        **{"open_from": now, "open_to": max(ends, now) + timedelta(hours=1), "hold_pins": True},
    }


def situation_choices(
    view: CompetitionView,
) -> tuple[list[SelectChoice], list[SelectChoice], list[SelectChoice]]:
    """The courts, teams and matches under way that can be chosen."""
    courts = [SelectChoice(str(court.id), hall_and_court(court)) for court in view.courts]
    entries = sorted(((label, key) for key, label in view.labels.items() if key[1:].isdigit()), key=lambda row: row[0])
    matches = [
        SelectChoice(str(match.id), _("Kamp %(number)s: %(teams)s", number=match.number, teams=teams_of(view, match)))
        for match in _under_way(view, _usual_moment(view))
    ]
    return courts, [SelectChoice(key[1:], label) for label, key in entries], matches


def _usual_moment(view: CompetitionView) -> datetime:
    """From when things happen if nobody says otherwise: now on the day itself, else the first match."""
    now = clock.now()
    first = min((match.starts_at for match in view.matches if match.starts_at is not None), default=now)
    return max(first, now.replace(second=0, microsecond=0)) if now > first - HOURS_BEFORE else first


def last_published(view: CompetitionView) -> Situation | None:
    """The situation whose way out is what everybody sees now; None where the timetable came about otherwise."""
    return session().scalar(
        select(Situation)
        .where(
            Situation.competition_id == view.id,
            Situation.state == "published",
            Situation.published_number == view.timetable_number,
        )
        .order_by(Situation.id.desc())
        .limit(1)
    )


def _under_way(view: CompetitionView, now: datetime) -> list[MatchView]:
    """Matches that have begun and have no result, the one that began last first."""
    begun = [
        match
        for match in view.matches
        if match.result is None and match.starts_at is not None and (match.status == "running" or match.starts_at < now)
    ]
    return sorted(begun, key=lambda match: match.starts_at or now, reverse=True)


def _way(
    view: CompetitionView, situation: Situation, number: int, offer: Mapping[str, Any], pinned: Collection[int]
) -> WayOut:
    names = {court.id: court.name for court in view.courts}
    new = (item["name"] for item in situation.news if item["kind"] == "extra_court")
    names |= {-number: name for number, name in enumerate(new)}
    rows = sorted(offer["moved"], key=lambda row: row[2])
    moved = [(view.get_match(row[0]), row) for row in rows]
    stays = {row[0] for row in offer["places"]}
    left_out = {item["match"] for item in situation.news if item["kind"] == "left_out"}
    left = {item["entry"] for item in situation.news if item["kind"] == "withdrawn"}
    gone = [
        match
        for match in view.matches
        if match.starts_at is not None
        and match.id not in stays
        and match.is_to_play
        and (match.id in left_out or left & set(entries_of(match)))
    ]
    told = {entry for match, _row in moved for entry in entries_of(match)}
    told |= {entry for match in gone for entry in entries_of(match)}
    courts = {names.get(court, "") for _match, row in moved for court in (row[1], row[3])}
    count = len(moved)
    return WayOut(
        number=number,
        title=_title(offer),
        text=ngettext("%(num)s kamp rykker", "%(num)s kampe rykker", count) if count else _("Ingen kamp rykker"),
        changes=tuple(
            ChangeLine(
                match.number, teams_of(view, match), _place(names, row[1], row[2]), _place(names, row[3], row[4])
            )
            for match, row in moved
        ),
        gone=tuple(_("Kamp %(number)s: %(teams)s", number=m.number, teams=teams_of(view, m)) for m in gone),
        let_go=tuple(match.number for match, _row in moved if match.id in pinned),
        teams=tuple(sorted(label for entry in told if (label := view.labels.get(f"e{entry}")))),
        courts=tuple(sorted(court for court in courts if court)),
        minutes=offer["minutes"],
        end_at=datetime.fromisoformat(offer["end"]),
    )


def _title(offer: Mapping[str, Any]) -> str:
    if "fewest" in offer["aims"]:
        return _("Færrest ændringer")
    if "push" in offer["aims"]:
        return _("Alt rykker lige meget")
    return _("Tidligst færdig")


def _place(names: Mapping[int, str], court: int, at: str) -> str:
    return _("kl. %(time)s, %(court)s", time=clock_time(datetime.fromisoformat(at)), court=names.get(court, ""))
