"""Reading the stages of a tournament file."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Literal

from tournament.engine.formats.registry import FORMATS, find_format
from tournament.engine.formats.swiss import FORMAT as SWISS
from tournament.engine.selectors import TOGETHER, EntrySide, Selector, TeamSide, parse_selector
from tournament.engine.values import Compare, OptionValue, Pool, Rules, Stage
from tournament.file_faults import Reader, join, whole_number
from tournament.file_measured import read_formula, read_heats, read_marks
from tournament.file_rules import known_entry, read_rules
from tournament.file_words import COMPARE_WORDS, FORMAT_WORDS

MEASURED = "measured"
MOST_STAGES = 500
ALL_OPTIONS = {option.code: option for format_ in FORMATS.values() for option in format_.options}
APART: Literal["apart"] = "apart"


def read_stages(
    reader: Reader, document: dict[str, object], entries: Collection[str], rules: Rules
) -> tuple[Stage, ...]:
    """All stages, in the order of the file; `rules` are those of the competition."""
    taken: set[str] = set()
    read = [
        read_stage(reader, reader.mapping(value, path), path, entries, taken, rules)
        for path, value in reader.items(document, "stages", "", required=True)
    ]
    if len(read) > MOST_STAGES:
        reader.shape("stages", f"must not be more than {MOST_STAGES}")
    return tuple(stage for stage in read if stage is not None)


def read_stage(
    reader: Reader, given: dict[str, object], path: str, entries: Collection[str], taken: set[str], rules: Rules
) -> Stage | None:
    """One stage, None without an id."""
    stage_id = reader.identifier(given, path, taken, kind="stage")
    if given.get("format") is None:
        reader.shape(join(path, "format"), "is missing")
    format_code = reader.choice(given, "format", path, FORMAT_WORDS)
    compare = reader.choice(reader.part(given, "best", path), "compare", join(path, "best"), COMPARE_WORDS)
    pools = read_pools(reader, given, path, entries)
    names = [known_entry(reader, name, where, entries) for where, name in reader.items(given, "entries", path)]
    slots = [read_selector(reader, slot, where, entries) for where, slot in reader.items(given, "slots", path)]
    stage_entries = tuple(name for name in names if name is not None)
    marks = read_marks(reader, given, path, entries)
    if format_code == MEASURED:
        stage_entries = tuple(dict.fromkeys((*stage_entries, *(mark.entry for mark in marks))))
    once_each(reader, path, [*stage_entries, *entries_of_pools(pools)])
    if stage_id is None:
        return None
    return Stage(
        id=stage_id,
        format=format_code or "",
        pools=pools,
        entries=stage_entries,
        slots=tuple(slot for slot in slots if slot is not None),
        options=read_options(reader, given, path, format_code or ""),
        name=reader.text(given, "name", path) or "",
        pool_count=reader.whole(given, "pool_count", path, low=1),
        division=reader.text(given, "division", path),
        discipline=reader.text(given, "discipline", path),
        rules=read_own_rules(reader, given, path, rules, is_swiss=format_code == SWISS.code),
        best=Compare(compare) if compare else Compare.TOTAL,
        allocation=read_allocation(reader, given, path),
        marks=marks,
        formula=read_formula(reader, given, path),
        heats=read_heats(reader, given, path, entries),
        wishes=tuple(read_wishes(reader, given, path, entries)),
    )


def read_own_rules(
    reader: Reader, given: dict[str, object], path: str, rules: Rules, *, is_swiss: bool
) -> Rules | None:
    """The rules of a stage, None where it has none of its own; a Swiss stage may say alone what a bye scores."""
    own = read_rules(reader, given["rules"], join(path, "rules")) if given.get("rules") is not None else None
    bye = reader.pair(given["bye"], join(path, "bye")) if given.get("bye") is not None else None
    return replace(own or rules, bye=bye) if bye is not None and is_swiss else own


def entries_of_pools(pools: tuple[Pool, ...]) -> list[str]:
    """The entries that stand in pools by name."""
    return [side.entry for pool in pools for side in pool.sides if isinstance(side, EntrySide)]


def once_each(reader: Reader, path: str, names: list[str]) -> None:
    """A fault for every entry that a stage has twice."""
    for name in sorted({name for name in names if names.count(name) > 1}) if len(set(names)) < len(names) else ():
        reader.broken(path, f"has entry {name!r} twice")


def read_pools(reader: Reader, given: dict[str, object], path: str, entries: Collection[str]) -> tuple[Pool, ...]:
    """The pools of a stage with their sides."""
    taken: set[str] = set()
    pools = []
    for where, value in reader.items(given, "pools", path):
        pool = reader.mapping(value, where)
        pool_id = reader.identifier(pool, where, taken, kind="pool")
        sides = [
            read_selector(reader, side, side_path, entries)
            for side_path, side in reader.items(pool, "entries", where, required=True)
        ]
        if pool_id is not None:
            pools.append(Pool(pool_id, tuple(side for side in sides if side is not None)))
    return tuple(pools)


def read_side(reader: Reader, value: object, path: str, entries: Collection[str]) -> Selector | None:
    """A side of a match: a selector, or a list of entries who are a team for this match."""
    if not isinstance(value, list):
        return read_selector(reader, value, path, entries)
    names = [known_entry(reader, name, where, entries) for where, name in reader.each(value, path)]
    if len(set(names)) < max(2, len(names)):
        reader.broken(path, "a team is two or more entries, each once")
        return None
    return TeamSide(tuple(name for name in names if name is not None))


def read_selector(reader: Reader, value: object, path: str, entries: Collection[str]) -> Selector | None:
    """A selector; one that names an entry must name one that is there."""
    if not isinstance(value, str) or TOGETHER in value:
        reader.shape(path, "must be a selector")
        return None
    try:
        side = parse_selector(value)
    except ValueError as error:
        reader.shape(path, str(error))
        return None
    for name in names_on(side):
        if name not in entries:
            reader.broken(path, f"unknown entry {name!r}")
    return side


def read_wishes(reader: Reader, given: dict[str, object], path: str, entries: Collection[str]) -> list[frozenset[str]]:
    """Who would like to be drawn together."""
    read = []
    for where, value in reader.items(given, "wishes", path):
        names = {known_entry(reader, name, name_path, entries) for name_path, name in reader.each(value, where)}
        wish = frozenset(name for name in names if name is not None)
        if len(wish) > 1:
            read.append(wish)
        elif None not in names:
            reader.broken(where, "a wish names two or more entries")
    return read


def names_on(side: Selector) -> tuple[str, ...]:
    """The entries that a side names: one, the people of a team, or none."""
    if isinstance(side, TeamSide):
        return side.entries
    return (side.entry,) if isinstance(side, EntrySide) else ()


def read_options(reader: Reader, given: dict[str, object], path: str, code: str) -> Mapping[str, OptionValue]:
    """The options of the stage's format that the file gives; those of other formats must have their own shape too."""
    options: dict[str, OptionValue] = {}
    format_ = find_format(code)
    own = {option.code for option in format_.options} if format_ else set()
    for option in ALL_OPTIONS.values():
        found = given.get(option.code)
        value = whole_number(found) if isinstance(found, float) else found
        if found is None:
            continue
        if not isinstance(value, bool | int | str) or not option.accepts(value):
            reader.shape(join(path, option.code), f"{found!r} is not allowed: {option.limits}")
        elif option.code in own:
            options[option.code] = value
    return options


def read_allocation(
    reader: Reader, given: dict[str, object], path: str
) -> Mapping[str, Mapping[str, str]] | Literal["apart"] | None:
    """The table of who meets whom among the best of a rank, "apart", or None."""
    value = given.get("allocation")
    if value is None or value == APART:
        return APART if value else None
    where = join(path, "allocation")
    table: dict[str, dict[str, str]] = {}
    for pools, meetings in reader.mapping(value, where).items():
        row = reader.mapping(meetings, join(where, pools))
        texts = {key: reader.text(row, key, join(where, pools)) for key in row}
        table[pools] = {key: text for key, text in texts.items() if text is not None}
    return table
