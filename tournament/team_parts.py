"""What a registration plays as, one part for each: the next match, what is on, and where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from core.site import row_text
from events.models import Event
from tournament.engine.opponents import asks_wins_first
from tournament.engine.outcome import PoolState, Row
from tournament.match_rows import match_row
from tournament.naming import court_label, court_number, court_word, is_one_of_several, match_name, stage_name
from tournament.pace import lateness
from tournament.page_rows import MatchRow
from tournament.place_rows import OPEN, find_place, is_decided, place_reason, places_text
from tournament.store_view import CompetitionView, DivisionView, MatchView, StageView
from tournament.table_rows import why_text
from tournament.team_day import opponent_of, partners_of
from tournament.team_marks import overall_row, overall_text
from tournament.team_ways import tables_with, ways_on_from
from tournament.wording import number_text

SOON = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class NextMatch:
    """The next match, as macro next_match names it; `minutes` None where it is far off.

    Where the day is run from a queue it `is_about` that time and has no court until it `is_called`.
    """

    starts_at: datetime
    minutes: int | None
    court: str
    court_word: str
    opponent: str
    stage: str
    way: str
    partners: str = ""
    court_name: str = ""
    is_called: bool = False
    is_about: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the team stands, in a heading and its reason."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class TeamPart:
    """One entry of a registration: its name and number on the live page, its matches and where it stands."""

    entry: str
    name: str
    own: str
    matches: tuple[MatchView, ...]
    next_match: NextMatch | None
    on_now: MatchRow | None
    late_text: str
    standing: Standing | None
    waits: bool
    has_played_all: bool

    @property
    def starts_at(self) -> float:
        """When its next match is, for finding the soonest; one that is on comes first, none last."""
        if self.on_now is not None:
            return 0.0
        return self.next_match.starts_at.timestamp() if self.next_match is not None else float("inf")


def team_parts(
    view: CompetitionView | None, entries: Sequence[str], event: Event, now: datetime
) -> tuple[TeamPart, ...]:
    """A part for each entry, the one that plays soonest first."""
    if view is None:
        return ()
    return tuple(sorted((team_part(view, entry, event, now) for entry in entries), key=lambda part: part.starts_at))


def team_part(view: CompetitionView, entry: str, event: Event, now: datetime) -> TeamPart:
    """The part of one entry."""
    matches = view.of_entry(entry) if view.is_shown else ()
    upcoming = next((match for match in matches if match.is_to_play), None)
    on_now = upcoming if upcoming is not None and upcoming.state == "now" else None
    has_ways_on = bool(ways_on_from(view, entry, matches))
    return TeamPart(
        entry=entry,
        name=view.labels.get(entry, entry),
        own=entry.removeprefix("e"),
        matches=matches,
        next_match=_next(view, upcoming, entry, event, now) if upcoming is not None and on_now is None else None,
        on_now=match_row(view, on_now, own=entry) if on_now is not None else None,
        late_text=_late_text(view, upcoming, now) if upcoming is not None else "",
        standing=standing_of(view, entry),
        waits=bool(matches) and upcoming is None and has_ways_on,
        has_played_all=bool(matches) and upcoming is None and not has_ways_on,
    )


def division_of(view: CompetitionView, entry: str) -> DivisionView:
    """The division that an entry plays in."""
    return next(division for division in view.divisions if entry in division.entries)


def _next(view: CompetitionView, match: MatchView, entry: str, event: Event, now: datetime) -> NextMatch | None:
    starts_at = match.starts_at or match.called_at
    if starts_at is None or (match.court is None and not view.is_next_free):
        return None
    left = starts_at - now
    minutes = max(0, -(-int(left.total_seconds()) // 60)) if left < SOON else None
    hall = match.court.hall if match.court is not None else ""
    way = row_text(event.venue, "way") if event.venue is not None else ""
    return NextMatch(
        starts_at=starts_at,
        minutes=minutes,
        court=court_number(match.court.name) if match.court is not None else "",
        court_word=court_word(view),
        opponent=opponent_of(view, match, entry),
        stage=match_name(view, match),
        way=" ".join(part for part in (f"{hall}." if hall else "", way) if part),
        partners=partners_of(view, match, entry),
        court_name=court_label(match),
        is_called=match.is_called,
        is_about=view.is_next_free,
    )


def _late_text(view: CompetitionView, match: MatchView, now: datetime) -> str:
    """How late the court of the next match is, so that nobody runs for nothing."""
    if match.court is None or view.is_next_free:
        return ""
    minutes, _changes_at = lateness(view.on_court(match.court.id), now)
    if not minutes:
        return ""
    return _("%(court)s er ca. %(minutes)s min forsinket.", court=match.court.name, minutes=minutes)


def standing_of(view: CompetitionView, entry: str) -> Standing | None:
    """Where an entry stands: its place once that is settled, the places it plays for, or its rank in a table."""
    division = division_of(view, entry)
    if division.shows != "all":
        return None
    overall = overall_row(view, (entry,)) if is_decided(view, division) else None
    if overall is not None:
        return Standing(_("I blev nr. %(places)s", places=overall.rank), overall_text(overall))
    place = find_place(view, division, entry)
    is_out = place is not None and place.reason.code not in OPEN and _is_settled(view, division, entry)
    if place is not None and is_out:
        return Standing(_("I blev nr. %(places)s", places=places_text(place)), f"{place_reason(view, place)}.")
    plays_for = next((m for m in view.of_entry(entry) if m.is_to_play and m.stage in view.shapes), None)
    if place is not None and plays_for is not None:
        title = _("I spiller om plads %(first)s–%(last)s", first=place.first, last=place.last)
        return Standing(title, f"{match_name(view, plays_for)}.")
    tables = tables_with(view, entry)
    return _in_table(view, entry, *tables[-1]) if tables else None


def _is_settled(view: CompetitionView, division: DivisionView, entry: str) -> bool:
    """Whether nothing is left to play for an entry: all is decided, or it is out of the tree."""
    if is_decided(view, division):
        return True
    has_open = any(match.is_to_play for match in view.of_entry(entry))
    was_in_a_tree = any(match.plays(entry) and match.stage in view.shapes for match in view.matches)
    return was_in_a_tree and not has_open


def _in_table(view: CompetitionView, entry: str, stage: StageView, pool: PoolState) -> Standing | None:
    row: Row = next(row for row in pool.rows if row.entry == entry)
    if not row.played:
        return None
    if asks_wins_first(view.rules_of(stage).tiebreak):
        counted = ngettext("%(num)s sejr", "%(num)s sejre", row.won)
    else:
        counted = _("%(points)s point", points=number_text(row.points))
    text = ngettext(
        "I har %(counted)s efter %(num)s kamp.", "I har %(counted)s efter %(num)s kampe.", row.played, counted=counted
    )
    why = why_text(view, stage, pool, pool.rows.index(row))
    return Standing(_rank_title(view, stage, pool, row.rank), f"{text} {why}." if why else text)


def _rank_title(view: CompetitionView, stage: StageView, pool: PoolState, rank: int) -> str:
    if not stage.how.has_one_table:
        return _("Nr. %(rank)s i pulje %(pool)s", rank=rank, pool=pool.id)
    if is_one_of_several(view, stage):
        return _("Nr. %(rank)s i %(stage)s", rank=rank, stage=stage_name(stage))
    return _("Nr. %(rank)s i stillingen", rank=rank)
