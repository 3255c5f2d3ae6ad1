"""The table over the rounds of a series as its pages show it: frozen rows with their words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from flask_babel import gettext as _
from flask_babel import ngettext

from core.site import row_text
from events.cards import Card, card_of
from events.models import Series
from events.wording import Tag
from tournament.engine.outcome import Decision
from tournament.engine.series import BEST_ROUND, NEXT_BEST_ROUND, SeriesRow
from tournament.measures import points_text
from tournament.page_rows import PlaceRow
from tournament.place_rows import place_rows
from tournament.series_rounds import RoundRead
from tournament.series_standing import Change, RowStanding, SeriesStanding, read_standing

Move = Literal["", "up", "down", "maybe_up", "maybe_down"]


@dataclass(frozen=True, slots=True)
class Cell:
    """What somebody got in a round: "" for not there; `counts` False where it is none of the best that count."""

    text: str
    counts: bool = True


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A line of the table: rank, name and total, each round, why it stands there, and whether it goes up or down."""

    rank: int
    name: str
    organisation: str
    total: str
    cells: tuple[Cell, ...]
    why: str
    move: Move


@dataclass(frozen=True, slots=True)
class SeriesTable:
    """The table of a row; `name` is "" where there is only one, and guests see no line where it is not `is_shown`."""

    name: str
    is_shown: bool
    has_brackets: bool
    lines: tuple[SeriesLine, ...]


@dataclass(frozen=True, slots=True)
class MoveLine:
    """Who goes from one row to another, in a sentence; "open" where people choose among those who are level."""

    kind: Literal["up", "down", "open"]
    text: str


@dataclass(frozen=True, slots=True)
class Finals:
    """The finals of the last round: what is said about them, and once they are played the places of each row."""

    text: str
    rows: tuple[tuple[str, tuple[PlaceRow, ...]], ...]


@dataclass(frozen=True, slots=True)
class SeriesPage:
    """Everything a page of a series shows; `numbers` are the rounds over the columns of its tables."""

    title: str
    season: str
    rules: tuple[str, ...]
    rounds: tuple[Card, ...]
    numbers: tuple[int, ...]
    played: str
    tables: tuple[SeriesTable, ...]
    moved_after: int
    moves: tuple[MoveLine, ...]
    finals: Finals | None
    next_slug: str


def series_page(series: Series, *, for_office: bool = False) -> SeriesPage:
    """The page of a series with its season, in the visitor's language; the office sees the rows that guests do not."""
    standing = read_standing(series)
    shown = [change for change in standing.changes if for_office or _is_seen(standing, change)]
    moved = _moved(shown)
    return SeriesPage(
        title=row_text(series, "name"),
        season=series.season.name,
        rules=tuple(_rules(series, row_count=len(standing.rows))),
        rounds=tuple(_round_card(found) for found in standing.rounds),
        numbers=standing.counting,
        played=_played_text(standing),
        tables=tuple(
            _table(standing, number, moved, for_office=for_office) for number, _row in enumerate(standing.rows)
        ),
        moved_after=standing.counting[-1] if shown else 0,
        moves=tuple(line for change in shown for line in _move_lines(standing, change)),
        finals=_finals(standing),
        next_slug=next((r.event.slug for r in standing.rounds if r.state in ("coming", "running")), ""),
    )


def _is_seen(standing: SeriesStanding, change: Change) -> bool:
    return standing.rows[change.upper].is_shown and standing.rows[change.lower].is_shown


def _rules(series: Series, *, row_count: int) -> list[str]:
    """How the series counts, in sentences."""
    if series.scoring == "place_points":
        points = ", ".join(str(number) for number in series.place_points)
        found = [_("Hver runde giver point for pladsen: %(points)s.", points=points)]
        if series.started:
            found.append(_("Alle, der er med, får %(points)s oveni.", points=series.started))
    else:
        found = [_("Hver runde giver de point, man fik i sine kampe.")]
    if series.best is None:
        found.append(_("Alle runder tæller."))
    else:
        found.append(ngettext("Den bedste runde tæller.", "De %(num)s bedste runder tæller.", series.best))
    found.append(_("Man kan komme med senere og springe runder over."))
    if series.promoted and row_count != 1:
        found.append(
            ngettext(
                "Efter hver runde rykker %(num)s op og %(num)s ned.",
                "Efter hver runde rykker %(num)s op og %(num)s ned.",
                series.promoted,
            )
        )
    return found


def _played_text(standing: SeriesStanding) -> str:
    """How far the series is; "" before anything counts."""
    planned = sum(not found.is_off for found in standing.rounds)
    played = len(standing.counting)
    return _("%(played)s af %(planned)s runder er spillet.", played=played, planned=planned) if played else ""


def _round_card(found: RoundRead) -> Card:
    """A round as a card of the calendar; what is played says so, and whether it counts."""
    card = card_of(found.event)
    name = round_name(found.number)
    if found.state == "counts":
        return replace(card, tag=Tag("past", _("Spillet"), "flag", _("%(round)s tæller med", round=name)))
    if found.state == "missing":
        return replace(card, tag=Tag("past", _("Forbi"), "flag", _("Resultaterne er ikke klar endnu")))
    line = f"{name}. {card.tag.line}" if card.tag.line else name
    return replace(card, tag=replace(card.tag, line=line))


def round_name(number: int) -> str:
    """What a round is called: "Runde 3"."""
    return _("Runde %(number)s", number=number)


def _table(
    standing: SeriesStanding, number: int, moved: Mapping[tuple[int, str], Move], *, for_office: bool
) -> SeriesTable:
    row = standing.rows[number]
    is_open = row.is_shown or for_office
    lines = tuple(
        SeriesLine(
            rank=line.rank,
            name=row.names[line.competitor],
            organisation=row.organisations[line.competitor],
            total=points_text(line.points),
            cells=tuple(_cell(line, place) for place in range(len(line.rounds))),
            why=_why(row, place),
            move=moved.get((number, line.competitor), ""),
        )
        for place, line in enumerate(row.ranking if is_open else ())
    )
    return SeriesTable(
        name=row.name if len(standing.rows) > 1 else "",
        is_shown=row.is_shown,
        has_brackets=any(not cell.counts for line in lines for cell in line.cells),
        lines=lines,
    )


def _cell(line: SeriesRow, place: int) -> Cell:
    points = line.rounds[place]
    return Cell("") if points is None else Cell(points_text(points), place in line.counted)


def _why(row: RowStanding, place: int) -> str:
    """Why somebody with the same total as the one above stands below it; a shared rank speaks for itself."""
    decision = row.ranking[place].decided_by
    return _decided(decision, row.names[row.ranking[place - 1].competitor]) if decision is not None else ""


def _decided(decision: Decision, above: str) -> str:
    facts = {"team": above, "above": points_text(decision.above or 0), "here": points_text(decision.here or 0)}
    return {
        BEST_ROUND: _("%(team)s har bedste enkelte runde: %(above)s mod %(here)s", **facts),
        NEXT_BEST_ROUND: _("%(team)s har næste bedste runde: %(above)s mod %(here)s", **facts),
    }.get(decision.criterion, "")


def _moved(changes: list[Change]) -> dict[tuple[int, str], Move]:
    """By row and competitor the way somebody would go."""
    found: dict[tuple[int, str], Move] = {}
    for change in changes:
        ways = change.promotion
        found |= {(change.lower, one): "up" for one in ways.up}
        found |= {(change.upper, one): "down" for one in ways.down}
        found |= {(change.lower, one): "maybe_up" for one in ways.up_open}
        found |= {(change.upper, one): "maybe_down" for one in ways.down_open}
    return found


def _move_lines(standing: SeriesStanding, change: Change) -> list[MoveLine]:
    upper, lower = standing.rows[change.upper], standing.rows[change.lower]
    ways = change.promotion
    found: list[MoveLine] = []
    if ways.up:
        names = _names(lower, ways.up)
        found.append(MoveLine("up", _("Op til %(row)s: %(names)s.", row=upper.name, names=names)))
    if ways.up_open:
        facts = {"row": upper.name, "names": _names(lower, ways.up_open), "count": change.places - len(ways.up)}
        found.append(MoveLine("open", _("%(count)s af dem, der står lige, skal op til %(row)s: %(names)s.", **facts)))
    if ways.down:
        names = _names(upper, ways.down)
        found.append(MoveLine("down", _("Ned til %(row)s: %(names)s.", row=lower.name, names=names)))
    if ways.down_open:
        facts = {"row": lower.name, "names": _names(upper, ways.down_open), "count": change.places - len(ways.down)}
        found.append(MoveLine("open", _("%(count)s af dem, der står lige, skal ned til %(row)s: %(names)s.", **facts)))
    return found


def _names(row: RowStanding, competitors: tuple[str, ...]) -> str:
    names = [row.names[one] for one in competitors]
    return _("%(names)s og %(last)s", names=", ".join(names[:-1]), last=names[-1]) if names[1:] else names[0]


def _finals(standing: SeriesStanding) -> Finals | None:
    """The finals, where the last round has a knock-out; none for a series of one round."""
    coming = [found for found in standing.rounds if not found.is_off]
    last = coming[-1] if len(coming) > 1 else None
    if last is None or last.view is None or not any(stage.how.is_elimination for stage in last.view.stages):
        return None
    if last.state != "counts":
        return Finals(_("Finalerne afgøres i runde %(number)s.", number=last.number), ())
    several = len(last.view.divisions) > 1
    rows = tuple(
        (division.name if several else "", places)
        for division in last.view.divisions
        if (places := place_rows(last.view, division))
    )
    return Finals(_("Finalerne blev afgjort i runde %(number)s.", number=last.number), rows)
