"""What an explanation is made of: the conflicts of a day, and the least changes that make it possible."""

from dataclasses import dataclass

from tournament.timetable.codes import Code
from tournament.timetable.model import Finding


@dataclass(frozen=True, slots=True)
class Change:
    """A new value for a part of the input, by its path.

    A moment is an ``At``, a span of time a pair of them, a list a tuple, a court a ``Court``. None takes the part
    out; a place in a list behind its last adds one.
    """

    path: str
    value: object


@dataclass(frozen=True, slots=True)
class Option:
    """A way out: its sentence, and the changes that together make the day possible."""

    finding: Finding
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a day has no plan, each conflict with the paths it needs, and ways out.

    Both empty: there is a plan after all. A finding ``NOTHING_FOUND``: nothing is proved, only the time is up.
    """

    findings: tuple[Finding, ...]
    options: tuple[Option, ...]

    @property
    def is_proved(self) -> bool:
        """Whether the findings are conflicts, not the word that the time is up."""
        return any(finding.code != Code.NOTHING_FOUND for finding in self.findings)
