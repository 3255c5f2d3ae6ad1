"""What the page that sets the day up shows: what it asks about, the courts' hours as bars, the teams' own wishes."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from core import clock
from core.db import session
from core.language import clock_time, clock_words
from teams.models import Registration
from teams.wording import stay_words
from tournament.file_clock import DayClock
from tournament.forms_day import Asked
from tournament.models import Court
from tournament.naming import stage_labels
from tournament.planning import list_courts, windows_text
from tournament.planning_costs import costs_of
from tournament.planning_day import PlanningDay, day_problems
from tournament.planning_draft import standing_slots
from tournament.planning_settings import DaySettings, Stay, Written
from tournament.store_view import CompetitionView
from tournament.timetable.model import Span
from tournament.wording_costs import CostPage, cost_page

WIDTH = 1000
HOUR = 60
SHORTEST_LINE = 6 * HOUR


@dataclass(frozen=True, slots=True)
class Bar:
    """A piece of a court's line, in thousandths of the day."""

    x: int
    width: int
    kind: str


@dataclass(frozen=True, slots=True)
class CourtLine:
    """A court with its hours in words and as bars."""

    id: int
    name: str
    hall: str
    hours: str
    takes: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class TimeLine:
    """The courts over the day, and the whole hours it is drawn from and to."""

    hours: tuple[str, ...]
    courts: tuple[CourtLine, ...]


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team beside its fields: what it wrote when it signed up, "" where it wrote nothing."""

    entry: str
    name: str
    wrote: str


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A match that is held fast."""

    number: int
    place: str


@dataclass(frozen=True, slots=True)
class DayPage:
    """The page "Dagen"."""

    time_line: TimeLine
    asking: tuple[TeamLine, ...]
    silent: tuple[TeamLine, ...]
    held: tuple[HeldLine, ...]


def asked_of(view: CompetitionView, known: DaySettings) -> Asked:
    """What the day is asked about."""
    # Two halls are written "Hal A|Hal B", so a name with that sign cannot be one of them.
    halls = dict.fromkeys(court.hall for court in view.courts if court.hall and "|" not in court.hall)
    return Asked(
        stages=stage_labels(view),
        entries=dict(sorted(view.labels.items(), key=lambda item: item[1].casefold())),
        halls=tuple(halls),
        others=tuple(_wish_text(view, wish) for wish in known.others),
        windows=tuple((opens, closes) for court in list_courts(view.event_id) for opens, closes in court.windows),
    )


def day_page(view: CompetitionView, known: DaySettings, chosen: DaySettings) -> DayPage:
    """The page around the form: `known` is what is stored, `chosen` what the form says."""
    wrote = signed_up_stays(view)
    asked = asked_of(view, known).entries
    lines = [TeamLine(entry, name, _stay_text(wrote.get(entry))) for entry, name in asked.items()]
    loud = {entry for entry in asked if entry in wrote or _has_wish(chosen, entry)}
    return DayPage(
        time_line=time_line(view, chosen),
        asking=tuple(line for line in lines if line.entry in loud),
        silent=tuple(line for line in lines if line.entry not in loud),
        held=tuple(_held(view)),
    )


def _has_wish(chosen: DaySettings, entry: str) -> bool:
    stay = chosen.stays.get(entry, Stay())
    return stay != Stay()


def _stay_text(stay: Stay | None) -> str:
    return stay_words(stay.first, stay.leaves) if stay is not None else ""


def signed_up_stays(view: CompetitionView) -> dict[str, Stay]:
    """When teams wrote that they can be there, by what they play as."""
    rows = session().execute(
        select(Registration.id, Registration.here_from, Registration.leaves_at).where(
            Registration.event_id == view.event_id, (Registration.here_from != "") | (Registration.leaves_at != "")
        )
    )
    found: dict[str, Stay] = {}
    for registration, first, leaves in rows:
        for entry in view.registrations.get(registration, ()):
            found[entry] = Stay(first or None, leaves or None)
    return found


def _held(view: CompetitionView) -> list[HeldLine]:
    names = {court.id: court.name for court in view.courts}
    pinned = [slot for slot in standing_slots(view) if slot.is_pinned and slot.match_id in view.by_id]
    return [
        HeldLine(
            view.get_match(slot.match_id).number,
            _("kl. %(time)s, %(court)s", time=clock_time(slot.starts_at), court=names.get(slot.court_id, "")),
        )
        for slot in pinned
    ]


def costs_page(view: CompetitionView, day: PlanningDay) -> CostPage | None:
    """What a day costs, in words; None before there are matches and courts."""
    if day_problems(view, day.courts.values()):
        return None
    return cost_page(day, costs_of(day))


@dataclass(frozen=True, slots=True)
class Scale:
    """Minutes of the day as thousandths of a line."""

    first: int
    last: int

    def bar(self, span: Span, kind: str) -> Bar:
        """A span as a bar, cut to the line."""
        begins, ends = (min(max(minute, self.first), self.last) - self.first for minute in span)
        whole = self.last - self.first
        return Bar(WIDTH * begins // whole, WIDTH * max(ends - begins, 0) // whole, kind)


def time_line(view: CompetitionView, chosen: DaySettings) -> TimeLine:
    """The hours of the courts and the breaks for all, as bars from a whole hour to a whole hour."""
    day = DayClock(clock.local(chosen.start).replace(tzinfo=None))
    courts = [(court, [day.span(*window) for window in court.windows]) for court in list_courts(view.event_id)]
    minutes = [minute for _court, spans in courts for span in spans for minute in span] or [0, SHORTEST_LINE]
    past = day.start.minute
    first = (min(minutes) + past) // HOUR * HOUR - past
    last = -(-(max(minutes) + past) // HOUR) * HOUR - past
    scale = Scale(first, last)
    pauses = tuple(scale.bar(day.span(*pause), "break") for pause in chosen.breaks)
    labels = stage_labels(view)
    return TimeLine(
        hours=tuple(f"{day.wall(minute):%H}" for minute in range(first, last + 1, HOUR)),
        courts=tuple(
            CourtLine(
                id=court.id,
                name=court.name,
                hall=court.hall,
                hours=windows_text(court.windows),
                takes=_takes_text(court, labels),
                bars=(*(scale.bar(span, "open") for span in spans), *pauses),
            )
            for court, spans in courts
        ),
    )


def _takes_text(court: Court, labels: Mapping[str, str]) -> str:
    """The stages a court takes; "" for all."""
    if court.stages is None:
        return ""
    return ", ".join(name for key, name in labels.items() if key in court.stages)


def _wish_text(view: CompetitionView, wish: Written) -> str:
    """A wish without a field of its own, as it came with a file."""
    labels = stage_labels(view)
    whom = view.labels.get(wish["entry"], "") if "entry" in wish else labels.get(wish["stage"], "")
    parts = []
    if "meal" in wish:
        times = {
            "from": clock_words(wish["meal"][0]),
            "until": clock_words(wish["meal"][1]),
            "minutes": wish.get("minutes", 0),
        }
        parts.append(_("spiser %(minutes)s minutter kl. %(from)s–%(until)s", **times))
    if later := wish.get("not_before"):
        at = (
            _("tidligst kl. %(time)s", time=clock_words(later))
            if ":" in later
            else _("efter %(what)s", what=labels[later])
        )
        parts.append(at)
    if after := wish.get("after"):
        number = _("kamp %(number)s", number=after.removeprefix("m"))
        parts.append(_("efter %(what)s", what=labels.get(after, number)))
    if leaves := wish.get("leaves"):
        parts.append(_("færdig kl. %(time)s", time=clock_words(leaves)))
    return f"{whom}: {', '.join(parts)}"
