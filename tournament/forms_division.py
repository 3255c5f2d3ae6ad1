"""The shape of a row's rules as the office types them; what a sport does not have is not asked."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional
from wtforms.widgets import TextInput

from core.forms import CountField, Form, TextField
from tournament.rules import MOST_GOALS
from tournament.scoring import POINTS, SETS
from tournament.setup_rules import OWN_CHAIN, DivisionRules
from tournament.wording import number_text

MOST_POINTS = 20
LONGEST_NAME = 60

PRESETS = [
    SelectChoice("dbu_indoor", _("DBU indefodbold")),
    SelectChoice("uefa", _("UEFA: indbyrdes kampe først")),
    SelectChoice("fifa", _("FIFA: målforskel først")),
    SelectChoice("street_football", _("Gadefodbold")),
    SelectChoice("petanque", _("Petanque: sejre først")),
    SelectChoice("monrad", _("Monrad: sejre, så korrektion")),
    SelectChoice("supermelee", _("Skiftende makkere: sejre, så forskel")),
    SelectChoice("chess", _("Skak: point, så korrektion")),
    SelectChoice("sets", _("Sæt: point, så sæt og bolde")),
    SelectChoice("legs", _("Dart og pool: sejre, så spil")),
    SelectChoice("ends", _("Bordcurling: point, så forskel")),
    SelectChoice("exact_21", _("Stigegolf: sejre, så forskel")),
    SelectChoice("places", _("Rangliste, så lod")),
    SelectChoice(OWN_CHAIN, _("Som den er nu")),
]
SHOWS = [
    SelectChoice("all", _("Resultater og stilling")),
    SelectChoice("no_table", _("Kun resultater. Vis ikke stilling")),
    SelectChoice("no_results", _("Hverken resultater eller stilling")),
]
SET_COUNTS = [
    SelectChoice(1, _("Ét sæt")),
    SelectChoice(3, _("Bedst af 3 sæt")),
    SelectChoice(5, _("Bedst af 5 sæt")),
    SelectChoice(7, _("Bedst af 7 sæt")),
]
HALVES = {"½": ".5", ",": "."}


class PointsField(Field):
    """Table points: a whole number, or one with a half, as in chess."""

    widget = TextInput()
    data: float

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read "3", "½", "0,5" or "1.5"; keep what was typed where it is none of these."""
        typed = valuelist[0].strip() if valuelist else ""
        written = typed
        for sign, point in HALVES.items():
            written = written.replace(sign, point)
        try:
            number = Fraction(written or "0")
        except (ValueError, ZeroDivisionError):
            number = Fraction(-1)
        if len(typed) > 6 or not 0 <= number <= MOST_POINTS or (2 * number).denominator != 1:
            raise ValueError(_("Skriv et tal fra 0 til %(most)s, for eksempel 3 eller ½.", most=MOST_POINTS))
        self.data = int(number) if number.denominator == 1 else float(number)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return number_text(self.data) if self.data is not None else ""


class DivisionForm(Form):
    """A row's rules. What the sport does not have is taken out of the form, and its stored value stays."""

    name = TextField(_("Rækkens navn"), [Optional(), Length(max=LONGEST_NAME)])
    win = PointsField(_("Point for en sejr"))
    draw = PointsField(_("Point for uafgjort"))
    loss = PointsField(_("Point for et nederlag"))
    has_shootout = BooleanField(_("Uafgjort afgøres på straffespark"))
    shootout_win = PointsField(_("Point for sejr på straffespark"))
    shootout_loss = PointsField(_("Point for nederlag på straffespark"))
    preset = SelectField(_("Når hold står lige"), choices=PRESETS)
    target = CountField(
        _("Der spilles til"), most=99, description=_("Så mange point vinder kampen. Skriv 0, når der ikke er et mål.")
    )
    exact = BooleanField(_("Målet skal rammes præcist. En omgang, der går over, tæller ikke"))
    best_of = SelectField(_("Sæt i en kamp"), choices=SET_COUNTS, coerce=int)
    timed = BooleanField(_("Kampen slutter på tid"))
    has_walkover_score = BooleanField(_("Tabt uden kamp giver et resultat"))
    walkover_for = CountField(_("Det hold, der kom, får"), most=MOST_GOALS)
    walkover_against = CountField(_("Det hold, der ikke kom, får"), most=MOST_GOALS)
    has_bye_score = BooleanField(_("En oversidder får et resultat"))
    bye_for = CountField(_("Oversidderen får"), most=MOST_GOALS)
    bye_against = CountField(_("Modstanderen, der ikke er der, får"), most=MOST_GOALS)
    shows = RadioField(_("Det ser gæster"), choices=SHOWS)

    @classmethod
    def for_kind(cls, kind: str, values: Mapping[str, Any]) -> "DivisionForm":
        """The form for a sport that counts goals, points, sets or legs."""
        form = cls(data=dict(values))
        shootout = ("has_shootout", "shootout_win", "shootout_loss")
        unasked: Mapping[str, tuple[str, ...]] = {SETS: ("target", "exact", *shootout), POINTS: ("best_of",)}
        for name in unasked.get(kind, ("target", "exact", "best_of", "timed")):
            del form[name]
        return form

    def to_command(self) -> DivisionRules:
        """The rules as the command takes them."""
        asks_shootout = "has_shootout" in self and self.has_shootout.data
        counting = {name: self[name].data or None for name in ("target", "exact", "best_of", "timed") if name in self}
        bye = [self.bye_for.data, self.bye_against.data] if self.has_bye_score.data else None
        return DivisionRules(
            name=self.name.data or "",
            preset=self.preset.data,
            win=self.win.data,
            draw=self.draw.data,
            loss=self.loss.data,
            shootout_win=self.shootout_win.data if asks_shootout else None,
            shootout_loss=self.shootout_loss.data if asks_shootout else None,
            walkover=(self.walkover_for.data, self.walkover_against.data) if self.has_walkover_score.data else None,
            shows=self.shows.data,
            counting={**counting, "bye": bye},
        )

    @staticmethod
    def values_of(name: str, shows: str, rules: Mapping[str, Any], preset: str) -> dict[str, Any]:
        """What a stored row fills the form with."""
        points = rules.get("points", {})
        walkover, bye = rules.get("walkover"), rules.get("bye")
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
            "target": rules.get("target") or 0,
            "exact": bool(rules.get("exact")),
            "timed": bool(rules.get("timed")),
            "best_of": rules.get("best_of") or 1,
            "has_walkover_score": walkover is not None,
            "walkover_for": walkover[0] if walkover else 3,
            "walkover_against": walkover[1] if walkover else 0,
            "has_bye_score": bye is not None,
            "bye_for": bye[0] if bye else 0,
            "bye_against": bye[1] if bye else 0,
        }
