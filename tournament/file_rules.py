"""Reading the rules and facts of a tournament file."""

from collections.abc import Collection

from tournament.engine.values import Facts, Points, Policy, Restart, Rules
from tournament.file_faults import Reader, join
from tournament.file_words import (
    CRITERION_WORDS,
    NUMBER_FACT_WORDS,
    ORDER_FACT_WORDS,
    POLICY_WORDS,
    RESTART_WORDS,
)

DEFAULTS = Rules()


def read_rules(reader: Reader, value: object, path: str) -> Rules:
    """The rules of a competition or a stage; what is left out is the default."""
    given = reader.mapping(value, path)
    restart = reader.choice(given, "h2h_restart", path, RESTART_WORDS)
    walkover = given.get("walkover", list(DEFAULTS.walkover or ()))
    bye = given.get("bye")
    return Rules(
        points=read_points(reader, given, path),
        tiebreak=read_tiebreak(reader, given, path),
        h2h_restart=Restart(restart) if restart else DEFAULTS.h2h_restart,
        walkover=None if walkover is None else reader.pair(walkover, join(path, "walkover")),
        bye=None if bye is None else reader.pair(bye, join(path, "bye")),
    )


def read_points(reader: Reader, given: dict[str, object], path: str) -> Points:
    """Table points per result."""
    points = reader.part(given, "points", path)
    where = join(path, "points")
    numbers = {
        key: number
        for key in ("win", "draw", "loss", "shootout_win", "shootout_loss")
        if points.get(key) is not None and (number := reader.number(points[key], join(where, key))) is not None
    }
    return Points(**numbers)


def read_tiebreak(reader: Reader, given: dict[str, object], path: str) -> tuple[str, ...]:
    """The chain of criteria; the default chain when it is left out."""
    if "tiebreak" not in given:
        return DEFAULTS.tiebreak
    chain: list[str] = []
    for where, criterion in reader.items(given, "tiebreak", path):
        if isinstance(criterion, str) and criterion in CRITERION_WORDS:
            chain.append(criterion)
        else:
            reader.shape(where, f"unknown criterion {criterion!r}")
    return tuple(chain)


def read_facts(reader: Reader, value: object, entries: Collection[str]) -> Facts:
    """What people decided beside the matches."""
    given = reader.mapping(value, "facts")
    numbers = {key: read_numbers(reader, given, key, entries) for key in NUMBER_FACT_WORDS if key != "no_shows"}
    orders = {key: tuple(read_orders(reader, given, key, entries)) for key in ORDER_FACT_WORDS}
    return Facts(
        adjust=numbers["adjust"],
        no_shows=read_no_shows(reader, given, entries),
        fair_play=numbers["fair_play"],
        coefficient=numbers["coefficient"],
        withdrawn=read_withdrawn(reader, given, entries),
        lots=orders["lots"],
        playoff=orders["playoff"],
        shootout=orders["shootout"],
        ranking=orders["ranking"],
    )


def known_entry(reader: Reader, name: object, path: str, entries: Collection[str]) -> str | None:
    """The id of an entry that the file has; a fault and None otherwise."""
    if not isinstance(name, str):
        reader.shape(path, "must be the id of an entry")
        return None
    if name not in entries:
        reader.broken(path, f"unknown entry {name!r}")
        return None
    return name


def read_numbers(reader: Reader, given: dict[str, object], key: str, entries: Collection[str]) -> dict[str, float]:
    """A number per entry."""
    path = join("facts", key)
    read = {}
    for name, number in reader.part(given, key, "facts").items():
        value = reader.number(number, join(path, name))
        if known_entry(reader, name, join(path, name), entries) and value is not None:
            read[name] = value
    return read


def read_no_shows(reader: Reader, given: dict[str, object], entries: Collection[str]) -> dict[str, int]:
    """How often an entry did not come, counted beside the matches."""
    counts = reader.part(given, "no_shows", "facts")
    read = {}
    for name, count in counts.items():
        path = join("facts.no_shows", name)
        number = reader.whole(counts, name, "facts.no_shows", low=0)
        if count is None:
            reader.shape(path, "must be a whole number of at least 0")
        if known_entry(reader, name, path, entries) and number is not None:
            read[name] = number
    return read


def read_orders(reader: Reader, given: dict[str, object], key: str, entries: Collection[str]) -> list[tuple[str, ...]]:
    """Orders of entries, best first."""
    read = []
    for path, order in reader.items(given, key, "facts"):
        names = [known_entry(reader, name, where, entries) for where, name in reader.each(order, path)]
        named = tuple(name for name in names if name is not None)
        if len(set(named)) < len(named):
            reader.broken(path, "names an entry twice")
        read.append(named)
    return read


def read_withdrawn(reader: Reader, given: dict[str, object], entries: Collection[str]) -> dict[str, Policy]:
    """Who has withdrawn, and what becomes of their matches."""
    read = {}
    withdrawn = reader.part(given, "withdrawn", "facts")
    for name in withdrawn:
        policy = reader.choice(withdrawn, name, "facts.withdrawn", POLICY_WORDS)
        if known_entry(reader, name, join("facts.withdrawn", name), entries) and policy:
            read[name] = Policy(policy)
    return read
