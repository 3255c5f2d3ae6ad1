"""The command `draw`: the matches of a stage, and of its pools where they are not given, written into the file."""

import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tournament.engine.draw import draw_pools
from tournament.engine.formats.format import CannotDrawError, Ground
from tournament.engine.formats.measured import LANES
from tournament.engine.formats.registry import get_format
from tournament.engine.generate import draw_matches
from tournament.engine.heats import draw_heats
from tournament.engine.outcome import Note
from tournament.engine.values import Competition, Stage
from tournament.engine.version import ENGINE_VERSION
from tournament.file import read_tournament
from tournament.file_faults import Fault, FaultyFileError
from tournament.file_write import Document, write_tournament
from tournament.wording import both_languages, note_text


def draw_stage(document: Mapping[str, Any], stage_id: str, seed: int) -> Document:
    """The document with a stage drawn from a seed, and the record of the draw in `draw` and in the stage.

    Pools that are given are kept, otherwise `entries` are dealt into `pool_count` pools. Matches that the stage had
    are made anew; FaultyFileError when one of them has a result, or the stage cannot be drawn.
    """
    competition = read_tournament(dict(document))
    place = next((n for n, stage in enumerate(competition.stages) if stage.id == stage_id), None)
    if place is None:
        raise FaultyFileError([Fault("stages", f"there is no stage {stage_id!r}")])
    path = f"stages[{place}]"
    if faults := stage_problems(competition, path, place):
        raise FaultyFileError(faults)
    # Seeded by its text, as draws on the web are: one number, one draw, wherever it is replayed.
    rng = random.Random(str(seed))
    stage, notes = drawn(competition, competition.stages[place], rng)
    stages = tuple(stage if old.id == stage_id else old for old in competition.stages)
    ready = replace(competition, stages=stages)
    try:
        new, said = draw_matches(seeded_in_order(ready, stage), stage_id, rng)
    except CannotDrawError as error:
        raise FaultyFileError([Fault(path, note_value(error.note)["text_en"])]) from error
    notes += said
    written = write_tournament(replace(ready, matches=new.matches), document)
    record = {"stage": stage_id, "seed": seed, "engine": ENGINE_VERSION, "notes": [note_value(n) for n in notes]}
    written["draw"] = record
    written["stages"][place]["draw"] = record
    read_tournament(written)
    return written


def stage_problems(competition: Competition, path: str, place: int) -> list[Fault]:
    """Why a stage cannot be drawn."""
    stage = competition.stages[place]
    format_ = get_format(stage.format)
    has_results = bool(stage.marks) or any(match.stage == stage.id and match.result for match in competition.matches)
    if has_results and not format_.in_rounds:
        return [Fault(path, "has results and cannot be drawn again")]
    if format_.ground is Ground.LINE:
        teams = len(stage.slots or stage.entries)
        if teams < format_.least_teams:
            return [Fault(path, f"needs {format_.least_teams} teams in entries or slots and has {teams}")]
        return []
    pools = pools_wanted(stage)
    if not stage.pools and (pools is None or not stage.entries):
        return [Fault(path, "needs pools, or entries and pool_count")]
    if not stage.pools and len(stage.entries) < format_.least_teams * (pools or 1):
        return [Fault(path, f"{len(stage.entries)} entries cannot fill {pools} pools")]
    small = [number for number, pool in enumerate(stage.pools) if len(pool.sides) < format_.least_teams]
    return [Fault(f"{path}.pools[{number}]", f"needs {format_.least_teams} entries") for number in small]


def drawn(competition: Competition, stage: Stage, rng: random.Random) -> tuple[Stage, tuple[Note, ...]]:
    """The stage with its pools, and what there is to say about the draw."""
    if lanes := int(stage.options.get(LANES.code, 0)):
        seeds = {entry.id: entry.seed for entry in competition.entries if entry.seed is not None}
        return replace(stage, heats=draw_heats(stage.entries, lanes, seeds, rng)), ()
    pools = pools_wanted(stage)
    if stage.pools or pools is None or get_format(stage.format).ground is Ground.LINE:
        return stage, ()
    chosen = [entry for entry in competition.entries if entry.id in stage.entries]
    draw = draw_pools(chosen, pools, rng, stage.wishes)
    return replace(stage, pools=draw.pools, entries=()), draw.notes


def seeded_in_order(competition: Competition, stage: Stage) -> Competition:
    """The competition with seeds for those of a stage who have none: its entries stand best seed first in a file."""
    given = {entry.id: entry.seed for entry in competition.entries if entry.seed is not None}
    order = sorted(stage.entries, key=lambda name: given.get(name, float("inf")))
    seeds = {name: number for number, name in enumerate(order, 1)}
    entries = (replace(entry, seed=seeds.get(entry.id, entry.seed)) for entry in competition.entries)
    return replace(competition, entries=tuple(entries))


def pools_wanted(stage: Stage) -> int | None:
    """The number of pools to draw: as the file says, or else by the format's own rule."""
    rule = get_format(stage.format).pools_for
    return stage.pool_count or (rule(len(stage.entries)) if rule else None)


def note_value(note: Note) -> dict[str, Any]:
    """A note as a code with its facts and its words in both languages."""
    return {"code": note.code, **note.facts, **both_languages(lambda say: note_text(note, say))}
