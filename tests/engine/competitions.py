"""Competitions for the engine's tests, and a way to play them to the end."""

from dataclasses import replace
from random import Random

from hypothesis import strategies as st

from tournament.engine.generate import make_matches
from tournament.engine.outcome import State
from tournament.engine.qualifying import slots_from_pools
from tournament.engine.recompute import recompute
from tournament.engine.selectors import EntrySide
from tournament.engine.values import Competition, Entry, Match, Pool, Result, ResultKind, Rules, Stage

SCORES = st.tuples(st.integers(0, 4), st.integers(0, 4))


def entries(count: int) -> tuple[Entry, ...]:
    """Entries t1, t2 and on."""
    return tuple(Entry(f"t{number}", f"Hold {number}") for number in range(1, count + 1))


def with_matches(competition: Competition, *stage_ids: str) -> Competition:
    """The competition with the matches of these stages made."""
    for stage_id in stage_ids:
        made = make_matches(competition, stage_id)
        competition = replace(competition, matches=competition.matches + made)
    return competition


def one_pool(teams: int, legs: int = 1, rules: Rules | None = None) -> Competition:
    """One pool with all its matches, none played."""
    sides = tuple(EntrySide(entry.id) for entry in entries(teams))
    stage = Stage("pools", "round_robin", pools=(Pool("A", sides),), options={"legs": legs})
    return with_matches(Competition(entries(teams), (stage,), (), rules or Rules()), "pools")


def one_knockout(teams: int, bronze: bool = False) -> Competition:
    """A knock-out with t1 as best seed, none played."""
    names = tuple(entry.id for entry in entries(teams))
    stage = Stage("final", "knockout", entries=names, options={"bronze": bronze})
    return with_matches(Competition(entries(teams), (stage,), ()), "final")


def pools_and_knockout(pools: int, size: int, per_pool: int, best: int = 0, bronze: bool = True) -> Competition:
    """Pools A, B and on, and a knock-out fed by them, none played."""
    everybody = entries(pools * size)
    groups = tuple(
        Pool("ABCDEFGHIJKLMNOP"[n], tuple(EntrySide(entry.id) for entry in everybody[n::pools])) for n in range(pools)
    )
    feeding = Stage("pools", "round_robin", pools=groups)
    slots = slots_from_pools(feeding, per_pool, best)
    final = Stage("final", "knockout", slots=slots, options={"bronze": bronze}, allocation="apart" if best else None)
    return with_matches(Competition(everybody, (feeding, final), ()), "pools", "final")


def won_by(side: str) -> Result:
    """A plain win for home or away."""
    return Result(ResultKind.PLAYED, 2, 1) if side == "home" else Result(ResultKind.PLAYED, 1, 2)


def with_results(competition: Competition, results: dict[str, Result | None]) -> Competition:
    """The competition with these results, by match id."""

    def played(match: Match) -> Match:
        return replace(match, result=results[match.id]) if match.id in results else match

    return replace(competition, matches=tuple(map(played, competition.matches)))


def play_on(competition: Competition, rng: Random) -> Competition:
    """Play every match that can be played now; draws get a shoot-out winner."""
    results: dict[str, Result | None] = {}
    for match in recompute(competition).matches:
        if match.is_playable:
            home, away = rng.randint(0, 4), rng.randint(0, 4)
            shootout = rng.choice(("home", "away")) if home == away else None
            results[match.id] = Result(ResultKind.PLAYED, home, away, shootout)
    return with_results(competition, results)


def play_out(competition: Competition, rng: Random) -> tuple[Competition, State]:
    """Play until nothing is left to play."""
    while True:
        after = play_on(competition, rng)
        if after == competition:
            return after, recompute(after)
        competition = after


def shuffled(competition: Competition, rng: Random) -> Competition:
    """The same competition with entries and matches in another order."""
    return replace(
        competition,
        entries=tuple(rng.sample(competition.entries, len(competition.entries))),
        matches=tuple(rng.sample(competition.matches, len(competition.matches))),
    )
