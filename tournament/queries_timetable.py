"""What the office's timetable page shows: the grid of times and courts, what is wrong, what publishing would change."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from core.language import clock_time, language
from core.texts import read_number
from tournament.models import Court, Slot, Timetable
from tournament.naming import hall_and_court, match_name, referee_name, side_name
from tournament.planning import list_courts, windows_text
from tournament.planning_day import PlanningDay, read_day
from tournament.planning_draft import find_draft, stamp_of, standing_slots
from tournament.planning_publish import SlotChange, list_changes, list_findings, list_unplaced
from tournament.planning_sharing import list_lacking
from tournament.pool_colours import colour_key, colour_of, pool_colours
from tournament.store import court_key
from tournament.store_cache import find_published
from tournament.store_view import CompetitionView, MatchView
from tournament.timetable.model import Day, Finding, Ref
from tournament.wording_plan import finding_text

MOST_LINES = 160
LINES_AFTER = 2


@dataclass(frozen=True, slots=True)
class CourtColumn:
    """A court as templates/macros/planner.html names it."""

    key: str
    name: str
    note: str
    is_shown: bool
    href: str


@dataclass(frozen=True, slots=True)
class SlotCell:
    """A match in the grid."""

    key: str
    number: int
    label: str
    text: str
    note: str
    colour: str
    state: str
    href: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A court at a time."""

    court: str
    place: str
    slot: SlotCell | None
    closed: str


@dataclass(frozen=True, slots=True)
class Line:
    """A time of the day, with a cell a court, or a pause for all."""

    starts_at: datetime
    cells: tuple[Cell, ...]
    pause: str = ""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A match that publishing would move: from where to where, in words."""

    number: int
    teams: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class UnplacedLine:
    """A match without a place."""

    number: int
    teams: str
    href: str


@dataclass(frozen=True, slots=True)
class CertificateLines:
    """What is known about the plan, in words."""

    ends_at: datetime
    bound_at: datetime
    is_proved: bool
    bound_text: str
    longest_wait: int
    seconds: float


@dataclass(frozen=True, slots=True)
class TimetablePage:
    """The page "Kampprogram"."""

    view: CompetitionView
    is_draft: bool
    number: int
    seen: str
    can_undo: bool
    courts: tuple[CourtColumn, ...]
    lines: tuple[Line, ...]
    key: tuple[tuple[str, str], ...]
    findings: tuple[str, ...]
    unplaced: tuple[UnplacedLine, ...]
    changes: tuple[ChangeLine, ...]
    certificate: CertificateLines | None
    published_at: datetime | None
    lacks_referee: int = 0


def timetable_page(view: CompetitionView, slug: str, shown_court: str) -> TimetablePage | None:
    """The draft as it stands, else what is published; None where nothing is laid yet."""
    draft, published = find_draft(view.id), find_published(view.id)
    standing = draft or published
    if standing is None:
        return None
    slots = standing_slots(view)
    day = read_day(view, slots)
    findings = list_findings(view, slots)
    changes = list_changes(view, slots) if draft is not None and published is not None else []
    grid = Grid(view, day, slug, slots, changes, findings)
    return TimetablePage(
        view=view,
        is_draft=draft is not None,
        number=standing.number,
        seen=stamp_of(standing),
        can_undo=draft is not None and bool(draft.undo),
        courts=grid.columns(shown_court),
        lines=grid.lines(),
        key=tuple(colour_key(view)),
        findings=tuple(finding_text(finding, day.names) for finding in findings),
        unplaced=tuple(
            UnplacedLine(match.number, teams_of(view, match), grid.href(match))
            for match in list_unplaced(view, slots)
            if match.is_to_play
        ),
        changes=tuple(change_line(view, change) for change in changes),
        certificate=certificate_lines(standing, day),
        published_at=published.published_at if published is not None else None,
        lacks_referee=len(list_lacking(view, slots)),
    )


def teams_of(view: CompetitionView, match: MatchView) -> str:
    """Both sides in one line."""
    return f"{side_name(view, match.home)} – {side_name(view, match.away)}"


def certificate_lines(timetable: Timetable, day: PlanningDay) -> CertificateLines | None:
    """What the planner proved about a timetable; None for one without (an imported one) or with matches left over.

    While matches have no place it is not known when the day ends, so there is nothing to prove.
    """
    known = timetable.certificate
    if "makespan" not in known or known.get("not_placed"):
        return None
    bound_text = known.get("bound_text", {}).get(f"text_{language()}", "")
    return CertificateLines(
        ends_at=day.moment(known["makespan"]),
        bound_at=day.moment(known["lower_bound"]),
        is_proved=known.get("proof") is not None,
        bound_text=bound_text,
        longest_wait=known["max_wait"],
        seconds=known["seconds"],
    )


def change_line(view: CompetitionView, change: SlotChange) -> ChangeLine:
    """A change of the timetable in words."""
    courts = {court.id: court.name for court in view.courts}

    def place(court_id: int | None, at: datetime | None) -> str:
        if court_id is None or at is None:
            return _("uden tid")
        return _("kl. %(time)s, %(court)s", time=clock_time(at), court=courts.get(court_id, ""))

    return ChangeLine(
        number=change.match.number,
        teams=teams_of(view, change.match),
        before=place(change.before_court, change.before_at),
        after=place(change.after_court, change.after_at),
    )


class Grid:
    """The grid of a day: which line a match stands in, and which cells are closed."""

    def __init__(
        self,
        view: CompetitionView,
        day: PlanningDay,
        slug: str,
        slots: Sequence[Slot],
        changes: Sequence[SlotChange],
        findings: Sequence[Finding],
    ) -> None:
        self.view = view
        self.day = day
        self.slug = slug
        self.courts: Sequence[Court] = list_courts(view.event_id)
        self.at: Mapping[tuple[int, int], Slot] = {(s.court_id, day.minute(s.starts_at)): s for s in slots}
        self.moved = {c.match.id: c.before_at for c in changes if c.before_at is not None and c.after_at is not None}
        self.wrong = {fact.id for f in findings if isinstance(fact := f.facts.get("match"), Ref)}
        self.play = {match.id: match.play for match in day.day.matches}
        self.take = {match.id: match.play + match.changeover for match in day.day.matches}
        self.longest = max(self.take.values(), default=0)
        self.on_court: dict[int, list[int]] = {}
        for court_id, minute in sorted(self.at):
            self.on_court.setdefault(court_id, []).append(minute)
        self.windows = {court.id: court.windows for court in day.day.courts}
        self.colours = pool_colours(view)

    def href(self, match: MatchView) -> str:
        """The page that moves a match by form."""
        return url_for("tournament_office.move_match_page", slug=self.slug, number=match.number)

    def columns(self, shown: str) -> tuple[CourtColumn, ...]:
        """The courts; a phone shows one of them."""
        keys = [str(court.id) for court in self.courts]
        first = shown if shown in keys else next(iter(keys), "")
        return tuple(
            CourtColumn(
                key=str(court.id),
                name=court.name,
                note=" · ".join(filter(None, (court.hall, windows_text(court.windows)))),
                is_shown=str(court.id) == first,
                href=url_for("tournament_office.timetable", slug=self.slug, bane=court.id),
            )
            for court in self.courts
        )

    def minutes(self) -> list[int]:
        """The times of the lines: every start, and the starts between them at the pace of the shortest match."""
        starts = {minute for _court, minute in self.at}
        pace = min(self.take.values(), default=15)
        last = max(starts, default=0) + LINES_AFTER * pace
        day: Day = self.day.day
        pauses = {pause.start for pause in day.breaks if pause.start <= last}
        lines = starts | pauses
        minute = 0
        while minute <= last and len(lines) < MOST_LINES:
            # A usual start right beside a real one would be a line that nobody can tell from it.
            if all(abs(minute - other) >= pace for other in lines):
                lines.add(minute)
            minute += day.grid
        return sorted(lines)

    def lines(self) -> tuple[Line, ...]:
        """The lines of the day from its start to a little after its end."""
        found = []
        for minute in self.minutes():
            pause = next((p for p in self.day.day.breaks if p.start <= minute < p.end), None)
            has_match = any((court.id, minute) in self.at for court in self.courts)
            if pause is not None and not has_match:
                if minute == pause.start:
                    text = _("Pause for alle til kl. %(time)s", time=clock_time(self.day.moment(pause.end)))
                    found.append(Line(self.day.moment(minute), (), text))
                continue
            found.append(Line(self.day.moment(minute), tuple(self.cell(court, minute) for court in self.courts)))
        while found and found[-1].cells and all(cell.closed for cell in found[-1].cells):
            found.pop()
        return tuple(found)

    def cell(self, court: Court, minute: int) -> Cell:
        """A court at a time: a match, room for one, or why there is none."""
        slot = self.at.get((court.id, minute))
        place = f"{court.id}.{minute}"
        if slot is not None:
            return Cell(str(court.id), place, self.slot(slot), "")
        return Cell(str(court.id), place, None, self.closed(court, minute))

    def closed(self, court: Court, minute: int) -> str:
        """Why nothing can begin on a court at a time; "" where something can."""
        spans = self.windows.get(court_key(court.id), ())
        if not any(opens <= minute < closes for opens, closes in spans):
            return _("Lukket")
        starts = self.on_court.get(court.id, ())
        # Matches on a court may overlap in a draft, so more than the one that began last can be there still.
        for start in starts[: bisect_left(starts, minute)][::-1]:
            if start + self.longest <= minute:
                break
            key = self.view.get_match(self.at[court.id, start].match_id).key
            if minute < start + self.take.get(key, 0):
                return _("Kamp %(number)s er her endnu", number=key.removeprefix("m"))
        return ""

    def slot(self, slot: Slot) -> SlotCell:
        """A match as it stands in the grid."""
        match = self.view.get_match(slot.match_id)
        moved = self.moved.get(match.id)
        state = {"done": "done", "unresolved": "done", "now": "now"}.get(match.state, "")
        if match.key in self.wrong:
            state = "conflict"
        elif moved is not None and not state:
            state = "moved"
        notes = [_("Fra %(time)s", time=clock_time(moved))] if moved is not None and moved != slot.starts_at else []
        notes += [_("holdes fast")] if slot.is_pinned else []
        referee = referee_name(self.view, slot.referee)
        notes += [_("Dommer: %(who)s", who=referee)] if referee else []
        name = "" if match.pool else f"{match_name(self.view, match)} · "
        return SlotCell(
            key=str(match.id),
            number=match.number,
            label=f"{name}{_('Kamp %(number)s', number=match.number)}",
            text=teams_of(self.view, match),
            note=" · ".join(notes),
            colour=colour_of(self.colours, match),
            state=state,
            href=self.href(match),
        )


def read_place(text: str) -> tuple[int, int] | None:
    """The court and the minute of a place as cells carry it ("12.45"), None for anything else."""
    court, minute = (read_number(part) for part in text.partition(".")[::2])
    return (court, minute) if court is not None and minute is not None else None


def court_choices(event_id: int) -> list[SelectChoice]:
    """The courts as a list to choose from."""
    return [SelectChoice(str(court.id), hall_and_court(court)) for court in list_courts(event_id)]
