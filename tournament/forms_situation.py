"""The shape of what the office says has happened on the day; what is left empty has not happened."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional, ValidationError

from core.forms import ChecksField, CountField, Form, MomentField, TextField, required

LONGEST = 240


class SituationForm(Form):
    """Six things that can happen, several at once."""

    at = MomentField(
        _("Kampe fra og med"),
        [required(_("Skriv dato og tid."))],
        description=_("Kampe, der er begyndt før, bliver stående."),
    )
    all_minutes = CountField(_("Så mange minutter senere"), most=LONGEST, default=0)
    courts = ChecksField(_("Hvilke baner?"), coerce=int, validators=[Optional()])
    closed_from = MomentField(_("Lukket fra"))
    closed_to = MomentField(_("Lukket til"))
    late_entry = SelectField(_("Hold, der kommer for sent"), coerce=int)
    late_until = MomentField(_("Holdet er her"))
    gone_entry = SelectField(_("Hold, der er taget hjem"), coerce=int)
    match = SelectField(_("Kamp, der trækker ud"), coerce=int)
    match_minutes = CountField(_("Minutter længere"), most=LONGEST, default=0)
    court_name = TextField(_("Banens navn"), [Optional(), Length(max=40)])
    open_from = MomentField(_("Åben fra"))
    open_to = MomentField(_("Åben til"))
    hold_pins = BooleanField(_("Kampe, jeg holder fast, må ikke rykke"))

    def choose_from(
        self, courts: Sequence[SelectChoice], entries: Sequence[SelectChoice], matches: Sequence[SelectChoice]
    ) -> None:
        """Set what can be chosen; a list begins with none."""
        none = SelectChoice("0", _("Ingen"))
        self.courts.choices = list(courts)
        self.late_entry.choices = self.gone_entry.choices = [none, *entries]
        self.match.choices = [SelectChoice("0", _("Ingen kamp")), *matches]

    def validate_closed_to(self, field: MomentField) -> None:
        """A closed court opens after it has closed."""
        self._check_span(bool(self.courts.data), self.closed_from.data, field.data)

    def validate_open_to(self, field: MomentField) -> None:
        """A new court closes after it has opened."""
        self._check_span(bool(self.court_name.data), self.open_from.data, field.data)

    def validate_late_until(self, field: MomentField) -> None:
        """Who is late comes some time."""
        if self.late_entry.data and field.data is None:
            raise ValidationError(_("Skriv, hvornår holdet er her."))

    def validate_match(self, field: SelectField) -> None:
        """Minutes are those of a match; a match is only proposed until there are minutes."""
        if self.match_minutes.data and not field.data:
            raise ValidationError(_("Vælg den kamp, der trækker ud."))

    def to_news(self) -> list[dict[str, Any]]:
        """What has happened, as it is stored."""
        at = _text(self.at.data)
        news: list[dict[str, Any]] = []
        if self.all_minutes.data:
            news.append({"kind": "delay_all", "from": at, "minutes": self.all_minutes.data})
        span = {"from": _text(self.closed_from.data), "to": _text(self.closed_to.data)}
        news += [{"kind": "court_closed", "court": court, **span} for court in self.courts.data or ()]
        if self.late_entry.data:
            news.append({"kind": "team_late", "entry": self.late_entry.data, "until": _text(self.late_until.data)})
        if self.gone_entry.data:
            news.append({"kind": "withdrawn", "entry": self.gone_entry.data, "from": at})
        if self.match.data and self.match_minutes.data:
            news.append({"kind": "overrun", "match": self.match.data, "minutes": self.match_minutes.data})
        if self.court_name.data:
            hours = {"from": _text(self.open_from.data), "to": _text(self.open_to.data)}
            news.append({"kind": "extra_court", "name": self.court_name.data, "hall": "", **hours})
        return [*news, {"kind": "hold_pins"}] if self.hold_pins.data else news

    @staticmethod
    def _check_span(is_asked: bool, first: datetime | None, last: datetime | None) -> None:
        if is_asked and (first is None or last is None or last <= first):
            raise ValidationError(_("Skriv et tidspunkt, der er senere end det første."))


def _text(moment: datetime | None) -> str:
    return moment.isoformat() if moment is not None else ""
