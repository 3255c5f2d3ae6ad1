"""Series of pages for paper: one for each court, each team and each referee, to be read at arm's length."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import gettext as _

from core.language import clock_time
from events.folding import fold
from tournament.match_rows import score_text
from tournament.naming import court_label, match_name, referee_name, side_name
from tournament.printing import planned
from tournament.store_view import CompetitionView, MatchView, by_time
from tournament.team_day import opponent_of, own_score, partners_of
from tournament.team_ways import ways_on_from

MANY = 13
"""More lines than this on a page are set smaller."""


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A match on such a page: when (`is_earliest`: not before), where, who, and who referees; or a duty to referee."""

    at: str
    is_earliest: bool
    number: int
    stage: str
    court: str
    sides: str
    referee: str
    score: str
    is_duty: bool = False


@dataclass(frozen=True, slots=True)
class SeriesPage:
    """A page for a court, a team or a referee; `shows` are the columns "court" and "referee" where they say something.

    `ways` are what may come.
    """

    title: str
    note: str
    lines: tuple[SeriesLine, ...]
    shows: frozenset[str]
    ways: tuple[str, ...] = ()

    @property
    def is_long(self) -> bool:
        """Whether the lines must be smaller to stay on one page."""
        return len(self.lines) > MANY


def court_series(view: CompetitionView) -> list[SeriesPage]:
    """A page for each court that has matches."""
    pages = []
    for court in view.courts:
        matches = [match for match in view.on_court(court.id) if not match.is_empty]
        lines = tuple(_line(view, match) for match in matches)
        if lines:
            pages.append(SeriesPage(court_label(matches[0]), "", lines, _columns(lines, "referee")))
    return pages


def team_series(view: CompetitionView) -> list[SeriesPage]:
    """A page for each team, by name: its matches as far as they are known, what it referees, what may come."""
    places = {entry.id: entry.organisation or "" for entry in view.state.competition.entries}
    pages = []
    for entry, label in view.labels.items():
        matches = view.of_entry(entry)
        own = [(match, _own_line(view, match, entry)) for match in matches if not match.is_empty]
        duties = [(match, _line(view, match, is_duty=True)) for match in _refereed(view, entry)]
        lines = tuple(line for _match, line in sorted([*own, *duties], key=lambda found: by_time(found[0])))
        ways = tuple(_way(way.starts_at, way.text) for way in ways_on_from(view, entry, matches))
        pages.append(SeriesPage(label, places.get(entry, ""), lines, _columns(lines, "court", "referee"), ways))
    return sorted(pages, key=lambda page: fold(page.title))


def referee_series(view: CompetitionView) -> list[SeriesPage]:
    """A page for each who referees, teams and people, in the order of their first match."""
    first: dict[str, MatchView] = {}
    for match in planned(view):
        if match.referee and referee_name(view, match.referee):
            first.setdefault(match.referee, match)
    pages = []
    for key in first:
        lines = tuple(_line(view, match) for match in _refereed(view, key))
        pages.append(SeriesPage(referee_name(view, key), _("Dommer"), lines, _columns(lines, "court")))
    return pages


def _refereed(view: CompetitionView, key: str) -> list[MatchView]:
    return [match for match in planned(view) if match.referee == key]


def _columns(lines: Iterable[SeriesLine], *wanted: str) -> frozenset[str]:
    """The columns among those wanted in which a line has something to say."""
    return frozenset(name for name in wanted if any(getattr(line, name) for line in lines))


def _line(view: CompetitionView, match: MatchView, *, is_duty: bool = False) -> SeriesLine:
    return SeriesLine(
        at=_time(view, match),
        is_earliest=not view.is_next_free and not (match.home.is_known and match.away.is_known),
        number=match.number,
        stage=match_name(view, match),
        court=court_label(match),
        sides=f"{side_name(view, match.home)} – {side_name(view, match.away)}",
        referee="" if is_duty else referee_name(view, match.referee),
        score=score_text(match.result) if match.result and _shows_results(view, match) else "",
        is_duty=is_duty,
    )


def _time(view: CompetitionView, match: MatchView) -> str:
    """When a match begins; on a day that is run from a queue only about when."""
    if match.starts_at is None:
        return ""
    return f"{_('ca.')} {clock_time(match.starts_at)}" if view.is_next_free else clock_time(match.starts_at)


def _own_line(view: CompetitionView, match: MatchView, entry: str) -> SeriesLine:
    """A match of a team: against whom, and with whom where teams are made for one match."""
    whom = _("mod %(team)s", team=opponent_of(view, match, entry))
    partners = partners_of(view, match, entry)
    sides = f"{whom}. {_('Makker: %(names)s', names=partners)}" if partners else whom
    line = _line(view, match)
    score = own_score(match.result, is_home=match.home.has(entry)) if line.score else ""
    return replace(line, sides=sides, score=score)


def _shows_results(view: CompetitionView, match: MatchView) -> bool:
    return view.get_division(match.division_id).shows != "no_results"


def _way(starts_at: datetime | None, text: str) -> str:
    """What may come, with its time where it is planned."""
    return _("Tidligst kl. %(time)s: %(what)s", time=clock_time(starts_at), what=text) if starts_at else text
