"""Faults of a tournament file: a path and a sentence each, collected rather than stopping at the first."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tournament.engine.selectors import ID_PATTERN, NOBODY

MISSING = object()
MOST_WHOLE = 10**9
"""No count in a file is larger, so that every sum of them is a number that JSON can write."""
MOST_NUMBER = 10.0**12


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong; `is_shape` when the document breaks the schema rather than a rule."""

    path: str
    text: str
    is_shape: bool = False

    def __str__(self) -> str:
        """One line, whatever stands in the file's own keys."""
        said = f"{self.path}: {self.text}" if self.path else self.text
        return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in said)


class FaultyFileError(ValueError):
    """A tournament file that cannot be used, with all its faults."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = tuple(faults)

    @property
    def breaks_schema(self) -> bool:
        """Whether some fault is against the schema."""
        return any(fault.is_shape for fault in self.faults)


@dataclass(slots=True)
class Reader:
    """Reads values out of a parsed document; what does not fit becomes a fault and the default goes on."""

    faults: list[Fault] = field(default_factory=list)

    def shape(self, path: str, text: str) -> None:
        """Note something that is against the schema."""
        self.faults.append(Fault(path, text, is_shape=True))

    def broken(self, path: str, text: str) -> None:
        """Note something that has the right shape and cannot be true."""
        self.faults.append(Fault(path, text))

    def mapping(self, value: object, path: str) -> dict[str, object]:
        """An object; empty when it is something else."""
        if isinstance(value, dict):
            return value
        self.shape(path, "must be an object")
        return {}

    def part(self, value: dict[str, object], key: str, path: str) -> dict[str, object]:
        """An object inside an object; empty when it is left out."""
        return self.mapping(value.get(key, {}), join(path, key))

    def items(
        self, value: dict[str, object], key: str, path: str, *, required: bool = False
    ) -> Iterator[tuple[str, object]]:
        """The items of a list inside an object, each with its path; none when it is left out."""
        found = value.get(key, MISSING)
        if found is MISSING:
            if required:
                self.shape(join(path, key), "is missing")
            return
        yield from self.each(found, join(path, key))

    def each(self, value: object, path: str) -> Iterator[tuple[str, object]]:
        """The items of a list, each with its path."""
        if not isinstance(value, list):
            self.shape(path, "must be a list")
            return
        for number, item in enumerate(value):
            yield f"{path}[{number}]", item

    def text(self, value: dict[str, object], key: str, path: str) -> str | None:
        """A text, None when it is left out or null."""
        found = value.get(key)
        if found is None or isinstance(found, str):
            return found
        self.shape(join(path, key), "must be a text")
        return None

    def whole(self, value: dict[str, object], key: str, path: str, *, low: int, high: int | None = None) -> int | None:
        """A whole number within limits, None when it is left out or null."""
        if value.get(key) is None:
            return None
        found = whole_number(value[key])
        if found is not None and low <= found <= (MOST_WHOLE if high is None else high):
            return found
        is_large = high is None and found is not None and found > low
        limits = f"of at least {low}" if high is None and not is_large else f"from {low} to {high or MOST_WHOLE}"
        self.shape(join(path, key), f"must be a whole number {limits}")
        return None

    def number(self, value: object, path: str) -> float | None:
        """A number of an ordinary size, None when it is none."""
        if (type(value) is int or type(value) is float) and abs(value) <= MOST_NUMBER:
            return value
        self.shape(path, "must be a number" if not isinstance(value, int | float) else "is too large a number")
        return None

    def pair(self, value: object, path: str) -> tuple[int, int] | None:
        """Two whole numbers of at least 0, None when they are not."""
        found = [whole_number(item) for item in value] if isinstance(value, list) else []
        numbers = [number for number in found if number is not None and 0 <= number <= MOST_WHOLE]
        if len(numbers) == len(found) == 2:
            return numbers[0], numbers[1]
        self.shape(path, "must be two whole numbers of at least 0")
        return None

    def choice(self, value: dict[str, object], key: str, path: str, choices: tuple[str, ...]) -> str | None:
        """One of some words, None when it is left out."""
        found = value.get(key)
        if found is None:
            return None
        if isinstance(found, str) and found in choices:
            return found
        self.shape(join(path, key), f"must be one of {', '.join(choices)}")
        return None

    def identifier(self, value: dict[str, object], path: str, taken: set[str], *, kind: str) -> str | None:
        """The `id` of an object: letters, digits, - and _, never "bye", unique among its kind."""
        found = value.get("id")
        if not isinstance(found, str) or not ID_PATTERN.fullmatch(found) or found == NOBODY:
            text = "is missing" if found is None else f"{found!r} is no id (letters, digits, - and _, not 'bye')"
            self.shape(join(path, "id"), text)
            return None
        if found in taken:
            self.broken(join(path, "id"), f"{kind} {found!r} is there twice")
        taken.add(found)
        return found


def whole_number(value: object) -> int | None:
    """A whole number, also where it is written as 3.0; None for anything else."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if type(value) is int else None


def join(path: str, key: str) -> str:
    """The path of a key inside the object at a path."""
    return f"{path}.{key}" if path else key
