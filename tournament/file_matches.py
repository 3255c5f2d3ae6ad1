"""Reading the matches of a tournament file, and whether what they refer to is there."""

from collections.abc import Collection, Mapping, Sequence

from tournament.engine.dependencies import CircleError, order_of_work
from tournament.engine.formats.registry import find_format
from tournament.engine.selectors import (
    NOBODY,
    BestOfRank,
    EntrySide,
    LoserOf,
    PoolRank,
    RoundSide,
    Selector,
    StageRank,
    WinnerOf,
)
from tournament.engine.values import AWAY, HOME, Competition, Match, MatchStatus, Result, ResultKind, SideName, Stage
from tournament.file_faults import Reader, join
from tournament.file_stages import names_on, read_side
from tournament.file_words import RESULT_WORDS, SIDE_WORDS, STATUS_WORDS

MEASURED = "measured"


def read_matches(
    reader: Reader,
    document: dict[str, object],
    stages: Mapping[str, Stage],
    entries: Collection[str],
    taken: set[str],
) -> dict[str, Match]:
    """All matches by the path where they stand; their ids go into `taken`, those of faulty ones too."""
    read: dict[str, Match] = {}
    for path, value in reader.items(document, "matches", ""):
        match = read_match(reader, reader.mapping(value, path), path, stages, entries, taken)
        if match is not None:
            read[path] = match
    return read


def read_match(
    reader: Reader,
    given: dict[str, object],
    path: str,
    stages: Mapping[str, Stage],
    entries: Collection[str],
    taken: set[str],
) -> Match | None:
    """One match, None when its id, stage or a side cannot be read."""
    match_id = reader.identifier(given, path, taken, kind="match")
    stage = read_stage_of(reader, given, path, stages)
    sides = {}
    for name in SIDE_WORDS:
        if given.get(name) is None:
            reader.shape(join(path, name), "is missing")
        else:
            sides[name] = read_side(reader, given[name], join(path, name), entries)
    pool = read_pool_of(reader, given, path, stage)
    result = read_result(reader, given, path, stage)
    status = reader.choice(given, "status", path, STATUS_WORDS)
    number = reader.whole(given, "number", path, low=1)
    round_number = reader.whole(given, "round", path, low=1) or 1
    home, away = sides.get(HOME), sides.get(AWAY)
    if match_id is None or stage is None or home is None or away is None:
        return None
    twice = set(names_on(home)) & set(names_on(away)) or {str(home)} & {str(away)} - {NOBODY}
    for name in sorted(twice):
        reader.broken(path, f"{name!r} meets itself")
    return Match(
        id=match_id,
        stage=stage.id,
        home=home,
        away=away,
        round=round_number,
        pool=pool,
        result=result,
        status=MatchStatus(status) if status else MatchStatus.PLANNED,
        number=number,
    )


def read_stage_of(reader: Reader, given: dict[str, object], path: str, stages: Mapping[str, Stage]) -> Stage | None:
    """The stage a match belongs to."""
    name = given.get("stage")
    if not isinstance(name, str):
        reader.shape(join(path, "stage"), "is missing" if name is None else "must be the id of a stage")
        return None
    if name not in stages:
        reader.broken(join(path, "stage"), f"unknown stage {name!r}")
    return stages.get(name)


def read_pool_of(reader: Reader, given: dict[str, object], path: str, stage: Stage | None) -> str | None:
    """The pool a match belongs to; a stage in pools needs one."""
    name = reader.text(given, "pool", path)
    if stage is None:
        return name
    if name is not None and name not in {pool.id for pool in stage.pools}:
        reader.broken(join(path, "pool"), f"unknown pool {name!r} in stage {stage.id!r}")
    if name is None and stage.pools:
        reader.broken(join(path, "pool"), f"is missing: stage {stage.id!r} is played in pools")
    return name


def read_result(reader: Reader, given: dict[str, object], path: str, stage: Stage | None) -> Result | None:
    """The result of a match, None while it has none."""
    if given.get("result") is None:
        return None
    where = join(path, "result")
    value = reader.mapping(given["result"], where)
    kind = reader.choice(value, "kind", where, RESULT_WORDS) or ResultKind.PLAYED.value
    scores = [reader.whole(value, name, where, low=0) for name in SIDE_WORDS]
    named = reader.choice(value, "shootout", where, SIDE_WORDS)
    shootout: SideName | None = (HOME if named == HOME else AWAY) if named else None
    sets = tuple(
        pair
        for set_path, item in (reader.items(value, "sets", where) if value.get("sets") is not None else ())
        if (pair := reader.pair(item, set_path)) is not None
    )
    if kind == MEASURED:
        reader.broken(join(where, "kind"), "a measured result stands in the stage, not in a match")
        return None
    if kind != ResultKind.PLAYED:
        return Result(ResultKind(kind))
    for name in SIDE_WORDS:
        if value.get(name) is None:
            reader.shape(join(where, name), "is missing")
    result = Result(ResultKind.PLAYED, scores[0], scores[1], shootout, sets)
    check_result(reader, result, where, stage)
    return result


def check_result(reader: Reader, result: Result, path: str, stage: Stage | None) -> None:
    """Faults of a score that cannot be: a shoot-out without a draw, sets that do not add up, a drawn knock-out."""
    if result.home is None or result.away is None:
        return
    level = result.home == result.away
    if result.shootout and not level:
        reader.broken(join(path, "shootout"), "a shoot-out needs a draw before it")
    won = (sum(home > away for home, away in result.sets), sum(home < away for home, away in result.sets))
    if result.sets and won != (result.home, result.away):
        reader.broken(join(path, "sets"), f"the sets were won {won[0]}–{won[1]}, not {result.home}–{result.away}")
    format_ = find_format(stage.format) if stage else None
    if level and not result.shootout and format_ and (format_.is_elimination or format_.needs_winner):
        kind = "knock-out" if format_.is_elimination else format_.code
        reader.broken(path, f"a draw in a {kind} needs a shoot-out winner")


def check_references(
    reader: Reader, competition: Competition, paths: Mapping[str, Match], match_ids: Collection[str]
) -> None:
    """Faults of selectors that name stages, pools, ranks or matches that are not there, or wait in a circle."""
    stages = {stage.id: stage for stage in competition.stages}
    sides: list[tuple[str, Selector]] = []
    for number, stage in enumerate(competition.stages):
        where = f"stages[{number}]"
        sides += [(f"{where}.slots[{i}]", slot) for i, slot in enumerate(stage.slots)]
        for p, pool in enumerate(stage.pools):
            sides += [(f"{where}.pools[{p}].entries[{i}]", side) for i, side in enumerate(pool.sides)]
    for path, match in paths.items():
        sides += [(join(path, HOME), match.home), (join(path, AWAY), match.away)]
        check_members(reader, path, match, stages[match.stage])
    for path, side in sides:
        if problem := reference_problem(side, stages, match_ids):
            reader.broken(path, problem)
    try:
        order_of_work(competition, {})
    except CircleError as circle:
        reader.broken("matches", str(circle))


def check_members(reader: Reader, path: str, match: Match, stage: Stage) -> None:
    """Faults of a match between others than those of its pool, or of its stage where its teams are all named."""
    pool = next((pool for pool in stage.pools if pool.id == match.pool), None)
    sides = pool.sides if pool else tuple(EntrySide(entry) for entry in stage.entries) if not stage.slots else ()
    members = {name for side in sides for name in names_on(side)}
    if not members or not all(isinstance(side, EntrySide) for side in sides):
        return
    where = f"pool {pool.id!r}" if pool else f"stage {stage.id!r}"
    for name, side in ((HOME, match.home), (AWAY, match.away)):
        for stranger in sorted(set(names_on(side)) - members):
            reader.broken(join(path, name), f"{stranger!r} is not in {where}")


def reference_problem(side: Selector, stages: Mapping[str, Stage], match_ids: Collection[str]) -> str | None:
    """What is wrong with what a selector refers to, or None."""
    match side:
        case WinnerOf(match_id) | LoserOf(match_id):
            return None if match_id in match_ids else f"unknown match {match_id!r}"
        case PoolRank(stage_id, pool_id, rank):
            if stage_id not in stages:
                return f"unknown stage {stage_id!r}"
            pool = next((pool for pool in stages[stage_id].pools if pool.id == pool_id), None)
            if pool is None:
                return None if stages[stage_id].pool_count else f"unknown pool {pool_id!r} in stage {stage_id!r}"
            return None if rank <= len(pool.sides) else f"pool {pool_id!r} has no rank {rank}"
        case BestOfRank(stage_id, rank, number):
            if stage_id not in stages:
                return f"unknown stage {stage_id!r}"
            return best_problem(stages[stage_id], rank, number)
        case StageRank(stage_id, rank):
            return place_problem(stages[stage_id], rank) if stage_id in stages else f"unknown stage {stage_id!r}"
        case RoundSide(stage_id, _, _):
            return None if stage_id in stages else f"unknown stage {stage_id!r}"
    return None


def place_problem(stage: Stage, rank: int) -> str | None:
    """What is wrong with asking for a place of a whole stage, or None."""
    if stage.pools or stage.pool_count:
        return f"stage {stage.id!r} is played in pools: name one, as in '{stage.id}:A:{rank}'"
    teams = len(stage.slots or stage.entries)
    return f"stage {stage.id!r} has no place {rank}" if 0 < teams < rank else None


def best_problem(stage: Stage, rank: int, number: int) -> str | None:
    """What is wrong with asking for the `number`-th best of a rank, or None."""
    pools: Sequence[int] = [len(pool.sides) for pool in stage.pools]
    have = sum(size >= rank for size in pools)
    if not pools and stage.pool_count:
        return None
    return None if number <= have else f"stage {stage.id!r} has {have} teams on rank {rank}"
