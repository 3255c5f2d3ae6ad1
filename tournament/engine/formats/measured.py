"""Times, distances and counts: everybody has a mark, the best or the sum of some attempts."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import floor

from tournament.engine.formats.format import Counted, Format, Ground, MatchCount, Option, PoolPlay, StageDraw, Text
from tournament.engine.formats.tables import shared_ranks
from tournament.engine.outcome import Decision, Note, PoolState, Row
from tournament.engine.values import Formula, Mark, MarkStatus, Match, OptionValue

BETTER = Option("better", Text("Bedst er", "Better is"), default="low", choices=("low", "high"))
COUNTS = Option("counts", Text("Det tæller", "What counts"), default="best", choices=("best", "sum"))
TIES = Option("ties", Text("Når to står lige", "When two are level"), default="shared", choices=("shared", "last"))
ATTEMPTS = Option(
    "attempts", Text("Forsøg til hver (0: så mange de vil)", "Attempts each (0: as many as they like)"), 0, 0, 20
)
UNIT = Option(
    "unit",
    Text("Det måles i", "Measured in"),
    default="number",
    choices=("seconds", "metres", "kilometres", "points", "strokes", "pins", "number", "place"),
)
LANES = Option("lanes", Text("Antal baner i et heat", "Lanes in a heat"), default=0, low=0, high=20)
MARK, LAST_ATTEMPT, STATUS = "mark", "last_attempt", "status"


def exact(number: float) -> Fraction:
    """A measured number as it was written, so that sums of decimals are compared without rounding."""
    return Fraction(str(number))


def value_of(mark: Mark, options: Mapping[str, OptionValue]) -> Fraction | None:
    """What counts of the attempts, None without a mark; a sum needs every attempt."""
    done = [exact(attempt) for attempt in mark.attempts if attempt is not None]
    if mark.status is not MarkStatus.OK or not done:
        return None
    if options.get(COUNTS.code, COUNTS.default) == "sum":
        return sum(done, Fraction(0)) if len(done) == len(mark.attempts) else None
    return min(done) if is_low(options) else max(done)


def is_low(options: Mapping[str, OptionValue]) -> bool:
    """Whether the lower mark is the better; of places the first always is."""
    return options.get(UNIT.code) == "place" or options.get(BETTER.code, BETTER.default) == "low"


def formula_points(formula: Formula, mark: Fraction) -> int:
    """The points of a mark by formula, rounded down; none for a mark that is not better than b."""
    above = float(formula.b) - float(mark) if formula.kind == "track" else float(mark) - float(formula.b)
    return floor(formula.a * above**formula.c) if above > 0 else 0


def sort_key(mark: Mark, options: Mapping[str, OptionValue]) -> tuple[Fraction, ...]:
    """What marks are compared by, lower is better: the value and, with ties "last", the attempts from the last on."""
    value = value_of(mark, options)
    if value is None:
        return ()
    sign = 1 if is_low(options) else -1
    numbers = [value]
    if options.get(TIES.code, TIES.default) == "last":
        numbers += [exact(attempt) for attempt in reversed(mark.attempts) if attempt is not None]
    return tuple(sign * number for number in numbers)


def rank_measured(play: PoolPlay) -> PoolState:
    """The marks in order; equal marks share a place, and those without one share the last."""
    options, marks = play.stage.options, {mark.entry: mark for mark in play.stage.marks}
    with_mark = {entry: key for entry in play.entries if entry in marks and (key := sort_key(marks[entry], options))}
    rows: list[Row] = []
    previous: tuple[Fraction, ...] | None = None
    for entry in sorted(with_mark, key=lambda entry: (with_mark[entry], entry)):
        key = with_mark[entry]
        rank = rows[-1].rank if rows and key == previous else len(rows) + 1
        decision = decided(previous, key) if previous is not None and key != previous else None
        rows.append(make_row(play, rank, entry, value_of(marks[entry], options), decision))
        previous = key
    last = len(rows) + 1
    for entry in sorted(set(play.entries) - set(with_mark)):
        decision = Decision(STATUS, None, None) if 1 < last == len(rows) + 1 else None
        rows.append(make_row(play, last, entry, None, decision))
    return PoolState(
        id=play.pool.id,
        complete=bool(play.entries)
        and all(entry in marks and is_settled(marks[entry], options) for entry in play.entries),
        rows=tuple(rows),
        undecided=shared_ranks(rows),
    )


def is_settled(mark: Mark, options: Mapping[str, OptionValue]) -> bool:
    """Whether nothing more is to come: every attempt was made, one where they are free, or the status says why not."""
    wanted = int(options.get(ATTEMPTS.code, ATTEMPTS.default)) or 1
    return len(mark.attempts) >= wanted or mark.status is not MarkStatus.OK


def decided(above: tuple[Fraction, ...], here: tuple[Fraction, ...]) -> Decision:
    """What separates two marks: the value, or an attempt from the last on."""
    at = next((i for i, (one, other) in enumerate(zip(above, here, strict=False)) if one != other), 1)
    if at or len(above) <= at or len(here) <= at:
        return Decision(LAST_ATTEMPT, None, None)
    return Decision(MARK, abs(above[0]), abs(here[0]))


def make_row(play: PoolPlay, rank: int, entry: str, value: Fraction | None, decision: Decision | None) -> Row:
    """The row of one entry; its points are those of the formula."""
    formula = play.stage.formula
    points = formula_points(formula, value) if formula and value is not None else 0
    return Row(rank, entry, int(value is not None), 0, 0, 0, 0, 0, points, {MARK: value}, decision)


def make_matches(draw: StageDraw) -> tuple[Match, ...]:
    """Nobody plays against anybody."""
    return ()


def remarks(draw: StageDraw, made: Sequence[Match]) -> tuple[Note, ...]:
    """How many heats were drawn."""
    heats = draw.stage.heats
    return (Note("heats_drawn", {"heats": len(heats), "lanes": max(map(len, heats))}),) if heats else ()


def count(sizes: Sequence[int], options: Mapping[str, OptionValue]) -> MatchCount:
    """Everybody starts once: in heats where there are lanes, else one at a time."""
    starts, lanes = sum(sizes), int(options.get(LANES.code, LANES.default))
    if not lanes:
        return MatchCount(1, 1, starts, Counted.STARTS)
    return MatchCount(1, 1, -(-starts // lanes), Counted.HEATS)


FORMAT = Format(
    code="measured",
    name=Text("Tid, længde eller antal", "Time, distance or count"),
    explanation=Text(
        "Alle får målt et resultat, og det bedste vinder.",
        "Everybody's result is measured, and the best one wins.",
    ),
    ground=Ground.LINE,
    least_teams=1,
    options=(UNIT, BETTER, ATTEMPTS, COUNTS, TIES, LANES),
    make_matches=make_matches,
    count=count,
    rank_pool=rank_measured,
    remarks=remarks,
)
