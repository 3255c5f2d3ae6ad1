"""The table of a series as a spreadsheet: a line for each in each row, in figures that can be added up."""

from flask_babel import gettext as _

from core.sheets import Cell
from tournament.engine.outcome import Number
from tournament.series_standing import SeriesStanding


def sheet_heads(standing: SeriesStanding) -> list[str]:
    """The heads of the columns, one for each round that counts."""
    rounds = [_("R%(number)s", number=number) for number in standing.counting]
    return [_("Række"), _("Nr."), _("Hold"), _("Sted"), _("I alt"), *rounds, _("Runder, der tæller")]


def sheet_rows(standing: SeriesStanding) -> list[list[Cell]]:
    """A line for each; an empty cell is a round without them."""
    return [
        [
            row.name,
            line.rank,
            row.names[line.competitor],
            row.organisations[line.competitor],
            _figure(line.points),
            *(_figure(points) for points in line.rounds),
            ", ".join(str(standing.counting[place]) for place in line.counted),
        ]
        for row in standing.rows
        for line in row.ranking
    ]


def _figure(points: Number | None) -> int | float | None:
    if points is None:
        return None
    return int(points) if points == int(points) else round(float(points), 4)
