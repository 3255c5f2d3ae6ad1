"""Where a team stands in its series, for the team's own page."""

from dataclasses import dataclass

from flask_babel import gettext as _

from core.db import session
from events.queries_series import find_series_of, get_series
from teams.models import Registration, Team
from tournament.series_standing import read_standing
from tournament.series_who import Appearance


@dataclass(frozen=True, slots=True)
class SeriesPlace:
    """The rank of a team in a sentence, and the address of the whole table."""

    text: str
    season: str
    slug: str


def find_series_place(registration: Registration) -> SeriesPlace | None:
    """Where a team stands over the rounds, in the row it played in last; None before it is in a table that is shown."""
    address = find_series_of(registration.event.slug)
    if address is None or registration.event.series_id is None:
        return None
    name = session().get_one(Team, registration.team_id).name
    own = Appearance("own", registration.name, registration.organisation.name, name, registration.team_id)
    standing = read_standing(get_series(registration.event.series_id), own)
    found = [
        (line, row) for row in standing.rows if row.is_shown for line in row.ranking if line.competitor == standing.own
    ]
    if not found:
        return None
    line, row = max(found, key=lambda pair: max(n for n, points in enumerate(pair[0].rounds) if points is not None))
    text = _("I er nr. %(rank)s i den samlede stilling", rank=line.rank)
    if len(standing.rows) > 1:
        text = _("I er nr. %(rank)s i den samlede stilling i %(row)s", rank=line.rank, row=row.name)
    return SeriesPlace(text, address.season, address.slug)
