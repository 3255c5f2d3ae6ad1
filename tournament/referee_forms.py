"""The forms of a referee's screen: the shape of what is sent, nothing of what is allowed."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, RadioField, SelectChoice, SelectField
from wtforms.validators import Optional

from core.forms import CountField, Form
from tournament.engine.values import AWAY, HOME, Result, ResultKind, SideName
from tournament.forms_result import SetsForm, side_of
from tournament.rules import MOST_GOALS, MOST_STARS

KINDS = [SelectChoice(kind.value, kind.value) for kind in ResultKind if kind is not ResultKind.ANNULLED]
STARS = [SelectChoice(number, str(number)) for number in range(1, MOST_STARS + 1)]
SHOOTOUT = [SelectChoice("home", _("Første hold")), SelectChoice("away", _("Andet hold"))]


class ResultForm(SetsForm):
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
        if self.in_sets:
            return self.result_by_sets()
        level = self.home.data == self.away.data
        return Result(kind, self.home.data, self.away.data, side_of(self.shootout.data) if level else None)

    def as_sent(self) -> list[tuple[str, object]]:
        """The fields as the read back sends them on, in pairs: a set has two of the same name."""
        sets = [
            (name, points)
            for name in ("set_home", "set_away")
            for points in self[name].data or ()
            if points is not None
        ]
        scores = sets if self.in_sets else [(name, self[name].data) for name in ("home", "away")]
        return [("kind", self.kind.data or ResultKind.PLAYED.value), *scores, ("seen", self.seen.data)]

    @property
    def seen_result(self) -> int | None:
        """The number of the result the screen showed, None where there was none."""
        return seen_number(self.seen.data)


class StarsForm(Form):
    """How fair each team played, from one star to five; a team may be left out."""

    home = RadioField(choices=STARS, validators=[Optional()], coerce=int)
    away = RadioField(choices=STARS, validators=[Optional()], coerce=int)

    def to_stars(self) -> dict[SideName, int]:
        """The stars by side, of those that got any."""
        given: dict[SideName, int | None] = {HOME: self.home.data, AWAY: self.away.data}
        return {side: stars for side, stars in given.items() if stars}


def seen_number(sent: object) -> int | None:
    """A result's number as a form or a device sends it; None for 0 and for what is no number."""
    number = int(sent) if isinstance(sent, int | str) and str(sent).isascii() and str(sent).isdigit() else 0
    return number or None
