"""What a stage can be measured in, and the limits of a number there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tournament.engine.formats.measured import ATTEMPTS, UNIT
from tournament.engine.values import OptionValue

Number = int | float | Fraction


@dataclass(frozen=True, slots=True)
class Unit:
    """The numbers that can be: how many decimals, the least and the most; `tail` is what people write after them."""

    code: str
    decimals: int
    most: int
    tail: str = ""
    least: float = 0

    @property
    def is_time(self) -> bool:
        """Whether minutes and hours are split off."""
        return self.code == "seconds"

    @property
    def is_place(self) -> bool:
        """Whether only the place is written."""
        return self.code == "place"


UNITS = {
    unit.code: unit
    for unit in (
        Unit("seconds", 3, 359_999, r"s|sek\.?|sekunder|sec\.?|seconds", 0.001),
        Unit("metres", 2, 99_999, r"m|meter|metres"),
        Unit("kilometres", 3, 9_999, r"km|kilometer|kilometres"),
        Unit("points", 2, 99_999, r"p\.?|point|points"),
        Unit("strokes", 0, 9_999, r"slag|strokes"),
        Unit("pins", 0, 9_999, r"kegler|pins"),
        Unit("number", 3, 999_999),
        Unit("place", 0, 999, r"\.|\. ?plads", 1),
    )
}


def unit_of(options: Mapping[str, OptionValue]) -> Unit:
    """What a stage with these options is measured in."""
    return UNITS[str(options.get(UNIT.code, UNIT.default))]


def attempts_of(options: Mapping[str, OptionValue]) -> int:
    """How many attempts each has in a stage with these options; 0 is as many as they like. A place is written once."""
    return 1 if unit_of(options).is_place else int(options.get(ATTEMPTS.code, ATTEMPTS.default))


def exact(number: Number) -> Decimal:
    """A number as it was written."""
    if isinstance(number, Fraction):
        return Decimal(number.numerator) / Decimal(number.denominator)
    return Decimal(str(number))


def decimals_of(numbers: Iterable[Number]) -> int:
    """How many decimals are needed to show all of them alike."""
    exponents = [exact(number).normalize().as_tuple().exponent for number in numbers]
    return max((-exponent for exponent in exponents if isinstance(exponent, int)), default=0)
