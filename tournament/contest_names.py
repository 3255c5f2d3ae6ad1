"""What rows and disciplines are called on the office's pages."""

from flask_babel import gettext as _

from core.site import row_text
from tournament.contests import Contest
from tournament.models import Division


def division_name(division: Division) -> str:
    """What a row is called; a competition with one unnamed row has "Alle hold"."""
    return division.name or _("Alle hold")


def contest_name(contest: Contest) -> str:
    """What a row, or a discipline of it, is called."""
    if contest.discipline is None:
        return division_name(contest.division)
    return row_text(contest.discipline, "name")
