"""A change as rows that the office's pages show: tables with each cell before and after, matches, whom to tell."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """One in a table, with each cell before and after."""

    team: str
    cells: tuple[tuple[str, str], ...]

    @property
    def is_changed(self) -> bool:
        """Whether any cell differs."""
        return any(before != after for before, after in self.cells)


@dataclass(frozen=True, slots=True)
class ChangedNumbers:
    """A table that changes: of a pool, of what was measured, over all disciplines, or the places of a row."""

    name: str
    heads: tuple[str, ...]
    lines: tuple[ChangedLine, ...]


@dataclass(frozen=True, slots=True)
class ChangedMatch:
    """A match that gets other teams."""

    number: int | None
    name: str
    before: str
    after: str
    is_played: bool


@dataclass(frozen=True, slots=True)
class ToTell:
    """One who must hear of a change, and the phones of the place where the office has them."""

    name: str
    phones: tuple[str, ...]
