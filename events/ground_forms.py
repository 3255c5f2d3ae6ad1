"""The office's forms about what events stand on: seasons, series, venues, regions, and a season's spreadsheet."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from core.forms import CountField, Form, TextField, required, strip
from core.language import in_language
from events.fields import SeriesCounting
from events.fields_typed import DayField, DegreesField, PointsField
from events.forms import LINE, NUMBER, LongText
from events.ground import VenueFields
from events.models import Region, Season, Sport, Venue
from events.rules import MOST_PROMOTED, MOST_STARTED, SCORINGS


class SeasonForm(Form):
    """A season."""

    name = TextField(_("Navn"), [required(_("Skriv et navn, fx 2026/27.")), Length(max=40)])
    starts_on = DayField(_("Første dag"), [required(_("Vælg en dag."))])
    ends_on = DayField(_("Sidste dag"), [required(_("Vælg en dag."))])


class SeasonCopyForm(Form):
    """The name of a season that is copied from another."""

    name = TextField(_("Den nye sæsons navn"), [required(_("Skriv et navn, fx 2027/28.")), Length(max=40)])


class SeriesForm(Form):
    """A series of rounds and how they count."""

    name_da = TextField(_("Navn på dansk"), [required(_("Skriv, hvad serien hedder.")), LINE])
    name_en = TextField(_("Navn på engelsk"), [Optional(), LINE])
    season_id = SelectField(_("Sæson"), coerce=int)
    sport_id = SelectField(_("Sport"), coerce=int)
    # What is no choice is refused by the rules, with a sentence.
    scoring = RadioField(_("Hvad giver en runde?"), default=SCORINGS[0], validate_choice=False)
    place_points = PointsField(
        _("Point for pladserne"),
        [Optional()],
        description=_("Kun ved point for pladsen. Et tal for hver plads, nr. 1 først, fx 10 8 6 5 4 3 2 1."),
    )
    started = CountField(
        _("Point for at være med"), most=MOST_STARTED, description=_("Kun ved point for pladsen. De lægges til.")
    )
    best = TextField(
        _("Hvor mange runder tæller?"),
        [Optional(), NUMBER],
        description=_("Skriv 3, hvis hvert holds 3 bedste runder tæller. Tomt: alle runder tæller."),
    )
    promoted = CountField(
        _("Hvor mange rykker op og ned efter hver runde?"),
        most=MOST_PROMOTED,
        description=_("Skriv 2, hvis de 2 bedste i B rykker op, og de 2 sidste i A rykker ned. 0: ingen rykker."),
    )

    def counting(self) -> SeriesCounting:
        """How the rounds count, as commands take it."""
        best = self.best.data
        return SeriesCounting(
            scoring=self.scoring.data or SCORINGS[0],
            place_points=tuple(self.place_points.data or ()),
            started=self.started.data or 0,
            best=int(best) if best else None,
            promoted=self.promoted.data or 0,
        )

    @staticmethod
    def scoring_notes() -> dict[str, str]:
        """What each way of counting means, in a sentence."""
        return {
            "match_points": _("Holdet får de point, det vandt i rundens kampe. Slutspil tæller ikke med."),
            "place_points": _("Holdet får point for sin plads i runden. Det passer også til løb, kast og bowling."),
        }

    def offer_lists(self, seasons: Sequence[Season], sports: Sequence[Sport]) -> None:
        """Fill the lists one chooses from."""
        self.scoring.choices = [("match_points", _("Point fra kampene")), ("place_points", _("Point for pladsen"))]
        self.season_id.choices = [(season.id, season.name) for season in seasons]
        self.sport_id.choices = [(sport.id, in_language(sport.name_da, sport.name_en)) for sport in sports]


class RegionForm(Form):
    """What a region is called."""

    name_da = TextField(_("Navn på dansk"), [required(_("Skriv et navn.")), LINE])
    name_en = TextField(_("Navn på engelsk"), [required(_("Skriv et navn.")), LINE])


class VenueForm(Form):
    """A place to play and its courts."""

    name = TextField(_("Navn"), [required(_("Skriv, hvad stedet hedder.")), LINE])
    city = TextField(_("By"), [required(_("Skriv byen.")), LINE])
    region_id = SelectField(_("Landsdel"), [Optional()], coerce=lambda value: int(value) if value else 0)
    address = TextField(_("Adresse"), [Optional(), LINE], description=_("Vej, nummer og postnummer"))
    latitude = DegreesField(
        _("Breddegrad"), [Optional(), NumberRange(-90, 90, _("Skriv et tal mellem -90 og 90."))], places=None
    )
    longitude = DegreesField(
        _("Længdegrad"), [Optional(), NumberRange(-180, 180, _("Skriv et tal mellem -180 og 180."))], places=None
    )
    way_da = LongText(_("Vejen dertil, på dansk"), description=_("Bus, tog og hvor døren er."))
    way_en = LongText(_("Vejen dertil, på engelsk"))
    access_da = LongText(_("Adgang, på dansk"), description=_("Trin, toilet, et stille rum."))
    access_en = LongText(_("Adgang, på engelsk"))
    courts = TextAreaField(
        _("Baner"),
        [Optional(), Length(max=4000)],
        filters=[strip],
        description=_("Én på hver linje, fx Hal A: Bane 1"),
    )

    def offer_regions(self, regions: Sequence[Region]) -> None:
        """Fill the list of regions."""
        self.region_id.choices = [
            ("", _("Ikke valgt")),
            *((region.id, in_language(region.name_da, region.name_en)) for region in regions),
        ]

    def fill(self, venue: Venue) -> None:
        """Show the courts of a venue, one a line."""
        self.courts.data = "\n".join(
            f"{court.hall}: {court.name}" if court.hall else court.name for court in venue.courts
        )

    def fields(self) -> VenueFields:
        """The venue, as commands take it."""
        plain = ("name", "city", "address", "way_da", "way_en", "access_da", "access_en")
        return VenueFields(
            region_id=self.region_id.data or None,
            latitude=_degrees(self.latitude.data),
            longitude=_degrees(self.longitude.data),
            courts=tuple(_court(line) for line in (self.courts.data or "").splitlines() if line.strip()),
            **{name: getattr(self, name).data or "" for name in plain},
        )


def _degrees(value: Any) -> float | None:
    return None if value is None else float(value)


def _court(line: str) -> tuple[str, str]:
    hall, colon, name = line.partition(":")
    return (hall.strip(), name.strip()) if colon else ("", line.strip())


class ImportForm(Form):
    """A season's spreadsheet."""

    file = FileField(_("Regneark"), [FileRequired(_("Vælg en fil."))], description=_("CSV eller XLSX"))
