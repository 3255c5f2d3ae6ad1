"""The forms of a referee's screen: the shape of what is sent, nothing of what is allowed."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, RadioField, SelectChoice, SelectField
from wtforms.validators import Optional

from core.forms import CountField, Form
from tournament.engine.values import Result, ResultKind
from tournament.rules import MOST_GOALS

KINDS = [SelectChoice(kind.value, kind.value) for kind in ResultKind if kind is not ResultKind.ANNULLED]
SHOOTOUT = [SelectChoice("home", _("Første hold")), SelectChoice("away", _("Andet hold"))]


class ResultForm(Form):
    """A result as a referee enters it; `seen` is the result the screen showed, `confirmed` set after the read back.

    Whether a match counts at all is for the office to say, so a referee cannot annul one.
    """

    kind = SelectField(choices=KINDS, default=ResultKind.PLAYED.value)
    home = CountField(_("Første hold"), most=MOST_GOALS)
    away = CountField(_("Andet hold"), most=MOST_GOALS)
    shootout = RadioField(choices=SHOOTOUT, validators=[Optional()])
    seen = HiddenField(default="0")
    confirmed = BooleanField()

    def to_result(self) -> Result:
        """The result as the engine knows it; scores and shoot-out count only where the match was played."""
        kind = ResultKind(self.kind.data or ResultKind.PLAYED)
        if kind is not ResultKind.PLAYED:
            return Result(kind)
        level = self.home.data == self.away.data
        winner = self.shootout.data if level else None
        shootout = "home" if winner == "home" else "away" if winner == "away" else None
        return Result(kind, self.home.data, self.away.data, shootout)

    @property
    def seen_result(self) -> int | None:
        """The number of the result the screen showed, None where there was none."""
        return seen_number(self.seen.data)


def seen_number(sent: object) -> int | None:
    """A result's number as a form or a device sends it; None for 0 and for what is no number."""
    number = int(sent) if isinstance(sent, int | str) and str(sent).isascii() and str(sent).isdigit() else 0
    return number or None
