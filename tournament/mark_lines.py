"""What pages of a measured stage are given: frozen lines with texts ready to show, heats, and the stage as a table."""

from dataclasses import dataclass

from flask_babel import gettext as _

from events.folding import fold
from tournament.measures import Scale
from tournament.rules import MOST_ATTEMPTS


@dataclass(frozen=True, slots=True)
class MarkLine:
    """An entry in a measured stage. `rank` is "" without a mark, `note` the status or the progress in words.

    `said` is the value with its unit, `seen` the number of the mark that counts (0: none), `lane` None without heats.
    """

    entry: str
    label: str
    own: bool
    rank: str
    value: str
    said: str
    attempts: tuple[str, ...]
    status: str
    note: str
    why: str
    points: str
    medal: str
    goes_on: bool
    is_out: bool
    is_made: bool
    is_disputed: bool
    seen: int
    lane: int | None = None

    @property
    def entry_id(self) -> int:
        """The row number of the entry."""
        return int(self.entry.removeprefix("e"))

    @property
    def typed(self) -> tuple[str, ...]:
        """The attempts as somebody would type them."""
        return tuple("x" if text == "–" else text for text in self.attempts)


@dataclass(frozen=True, slots=True)
class Heat:
    """A heat, lane by lane (None where a lane stays empty); the last one may be those without a heat."""

    number: int
    title: str
    lanes: tuple[tuple[int, MarkLine | None], ...]

    @property
    def lines(self) -> tuple[MarkLine, ...]:
        """Those who are in it, by lane."""
        return tuple(line for _lane, line in self.lanes if line is not None)

    @property
    def is_done(self) -> bool:
        """Whether everybody in it has a mark."""
        return all(line.is_made for line in self.lines)


@dataclass(frozen=True, slots=True)
class MeasuredTable:
    """A measured stage: its lines best first (by name where the row shows no places), its heats, and how far it is."""

    key: str
    stage_id: int
    name: str
    unit: str
    short: str
    how: str
    scale: Scale
    attempts: int
    lines: tuple[MarkLine, ...]
    heats: tuple[Heat, ...]
    is_complete: bool
    has_points: bool
    shows_places: bool

    @property
    def made(self) -> int:
        """How many have a mark."""
        return sum(line.is_made for line in self.lines)

    @property
    def has_numbers(self) -> bool:
        """Whether there is anything to show of what was measured."""
        return any(line.value or line.note or line.attempts for line in self.lines)

    @property
    def waiting(self) -> tuple[Heat, ...]:
        """The heats that are still to come or under way."""
        return tuple(heat for heat in self.heats if not heat.is_done)

    @property
    def progress(self) -> str:
        """How far it is, in a word or two."""
        if self.is_complete:
            return _("Færdig")
        if not self.made:
            return _("Ikke begyndt")
        return _("%(made)s af %(count)s er målt", made=self.made, count=len(self.lines))

    @property
    def by_name(self) -> tuple[MarkLine, ...]:
        """The lines in the order of the alphabet."""
        return tuple(sorted(self.lines, key=lambda line: fold(line.label)))

    def get_line(self, entry: str) -> MarkLine | None:
        """The line of an entry, None where it does not take part."""
        return next((line for line in self.lines if line.entry == entry), None)

    def where(self, entry: str) -> str:
        """In which heat and lane somebody starts: "Heat 2, bane 3"; "" without one."""
        for heat in self.heats:
            for line in heat.lines:
                if line.entry == entry and line.lane:
                    return _("%(heat)s, bane %(lane)s", heat=heat.title, lane=line.lane)
        return ""

    def fields(self, typed: tuple[str, ...]) -> tuple[str, ...]:
        """A text for each field: as many as there are attempts, or one more than were made where they are free."""
        count = self.attempts or min(MOST_ATTEMPTS, len(typed) + 1)
        return (*typed, *[""] * max(0, count - len(typed)))
