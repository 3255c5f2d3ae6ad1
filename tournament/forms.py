"""The shape of what the office types about a competition: rows, stages, teams, results."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from core.forms import CountField, Form, TextField, required
from tournament.engine.values import Result, ResultKind
from tournament.rules import MOST_GOALS
from tournament.setup import OWN_CHAIN, DivisionRules

MOST_POINTS = 20
LONGEST_NAME = 60

PRESETS = [
    SelectChoice("dbu_indoor", _("DBU indefodbold")),
    SelectChoice("uefa", _("UEFA: indbyrdes kampe først")),
    SelectChoice("fifa", _("FIFA: målforskel først")),
    SelectChoice("petanque", _("Petanque: sejre først")),
    SelectChoice("street_football", _("Gadefodbold")),
    SelectChoice(OWN_CHAIN, _("Som den er nu")),
]
SHOWS = [
    SelectChoice("all", _("Resultater og stilling")),
    SelectChoice("no_table", _("Kun resultater. Vis ikke stilling")),
    SelectChoice("no_results", _("Hverken resultater eller stilling")),
]
KINDS = [
    SelectChoice("played", _("Kampen er spillet")),
    SelectChoice("walkover_home", _("Kun hjemmeholdet kom")),
    SelectChoice("walkover_away", _("Kun udeholdet kom")),
    SelectChoice("both_no_show", _("Ingen af holdene kom")),
]
SHOOTOUTS = [
    SelectChoice("", _("Ingen straffespark")),
    SelectChoice("home", _("Hjemmeholdet vandt")),
    SelectChoice("away", _("Udeholdet vandt")),
]


class ScoreField(IntegerField):
    """Goals or points of a side: a whole number, None where nothing was typed."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; keep what was typed where it is none."""
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not typed:
            return
        if not typed.isascii() or not typed.isdigit() or int(typed) > MOST_GOALS:
            raise ValueError(_("Skriv et helt tal, for eksempel 3."))
        self.data = int(typed)


class DivisionForm(Form):
    """A row's rules."""

    name = TextField(_("Rækkens navn"), [Optional(), Length(max=LONGEST_NAME)])
    preset = SelectField(_("Når hold står lige"), choices=PRESETS)
    win = CountField(_("Point for en sejr"), most=MOST_POINTS)
    draw = CountField(_("Point for uafgjort"), most=MOST_POINTS)
    loss = CountField(_("Point for et nederlag"), most=MOST_POINTS)
    has_shootout = BooleanField(_("Uafgjort afgøres på straffespark"))
    shootout_win = CountField(_("Point for sejr på straffespark"), most=MOST_POINTS)
    shootout_loss = CountField(_("Point for nederlag på straffespark"), most=MOST_POINTS)
    has_walkover_score = BooleanField(_("Tabt uden kamp giver mål"))
    walkover_for = CountField(_("Mål til det hold, der kom"), most=MOST_GOALS)
    walkover_against = CountField(_("Mål til det hold, der ikke kom"), most=MOST_GOALS)
    shows = RadioField(_("Det ser gæster"), choices=SHOWS)

    def to_command(self) -> DivisionRules:
        """The rules as the command takes them."""
        return DivisionRules(
            name=self.name.data or "",
            preset=self.preset.data,
            win=self.win.data,
            draw=self.draw.data,
            loss=self.loss.data,
            shootout_win=self.shootout_win.data if self.has_shootout.data else None,
            shootout_loss=self.shootout_loss.data if self.has_shootout.data else None,
            walkover=(self.walkover_for.data, self.walkover_against.data) if self.has_walkover_score.data else None,
            shows=self.shows.data,
        )

    @staticmethod
    def values_of(name: str, shows: str, rules: dict[str, Any], preset: str) -> dict[str, Any]:
        """What a stored row fills the form with."""
        points = rules.get("points", {})
        walkover = rules.get("walkover")
        return {
            "name": name,
            "preset": preset,
            "shows": shows,
            "win": points.get("win", 3),
            "draw": points.get("draw", 1),
            "loss": points.get("loss", 0),
            "has_shootout": "shootout_win" in points,
            "shootout_win": points.get("shootout_win", 2),
            "shootout_loss": points.get("shootout_loss", 1),
            "has_walkover_score": walkover is not None,
            "walkover_for": walkover[0] if walkover else 3,
            "walkover_against": walkover[1] if walkover else 0,
        }


class EntryForm(Form):
    """A team in the competition."""

    label = TextField(_("Holdets navn"), [required(_("Skriv holdets navn.")), Length(max=LONGEST_NAME)])
    division_id = SelectField(_("Række"), coerce=int)
    seed = IntegerField(
        _("Seedning"),
        [Optional(), NumberRange(1, 999, _("Skriv et tal fra 1."))],
        description=_("1 er det stærkeste hold. De bedste kommer i hver sin pulje."),
    )
    pot = IntegerField(
        _("Lag"),
        [Optional(), NumberRange(1, 99, _("Skriv et tal fra 1."))],
        description=_("Hold i samme lag deles ligeligt ud på puljerne."),
    )


class LateTeamForm(Form):
    """A team that came late."""

    label = TextField(_("Holdets navn"), [required(_("Skriv holdets navn.")), Length(max=LONGEST_NAME)])
    organisation = TextField(_("Værested"), [Optional(), Length(max=120)])
    division_id = SelectField(_("Række"), coerce=int)


class ReplaceForm(Form):
    """Who takes a team's place."""

    reserve_id = SelectField(_("Hold, der venter"), coerce=int)
    label = TextField(_("Eller et nyt hold"), [Optional(), Length(max=LONGEST_NAME)])
    organisation = TextField(_("Det nye holds værested"), [Optional(), Length(max=120)])

    def validate_label(self, field: TextField) -> None:
        """One of the two is needed."""
        if not field.data and not self.reserve_id.data:
            raise ValidationError(_("Vælg et hold, eller skriv et navn."))


class PolicyForm(Form):
    """What happens to the matches of a team that withdraws."""

    policy = RadioField(
        _("Hvad skal der ske med holdets kampe?"),
        choices=[
            SelectChoice("forfeit", _("De kampe, der er tilbage, tabes uden kamp")),
            SelectChoice("annul", _("Alle holdets kampe tæller ikke med")),
        ],
    )


class ResultForm(Form):
    """A result written by hand."""

    kind = RadioField(_("Hvad skete der?"), choices=KINDS, default="played")
    home = ScoreField(_("Hjemme"))
    away = ScoreField(_("Ude"))
    shootout = RadioField(_("Straffespark"), choices=SHOOTOUTS, default="")
    reason = TextField(_("Hvorfor rettes det?"), [Optional(), Length(max=200)])

    def validate_home(self, field: ScoreField) -> None:
        """A match that was played has a score."""
        if self.kind.data == "played" and field.data is None and not field.errors:
            raise ValidationError(_("Skriv tallet."))

    def validate_away(self, field: ScoreField) -> None:
        """A match that was played has a score."""
        self.validate_home(field)

    def to_command(self) -> Result:
        """The result as the command takes it."""
        kind = ResultKind(self.kind.data)
        if kind is not ResultKind.PLAYED:
            return Result(kind)
        shootout = {"home": "home", "away": "away"}.get(self.shootout.data)
        return Result(kind, self.home.data, self.away.data, shootout)  # type: ignore[arg-type]  # the dict gives both words
