"""Every event of a real year, set up with its own format, drawn, played by chance and ranked to the last place."""

import csv
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from tests.engine.competitions import entries, play_on, with_matches
from tournament.engine.draw import draw_pools
from tournament.engine.formats.knockout import bracket_order
from tournament.engine.formats.poule import pools_for
from tournament.engine.generate import draw_matches
from tournament.engine.mixed_draw import draw_teams
from tournament.engine.outcome import State
from tournament.engine.presets import PRESETS
from tournament.engine.qualifying import playoff_slots, slots_from_pools
from tournament.engine.recompute import recompute
from tournament.engine.selectors import StageRank
from tournament.engine.values import Competition, Mark, Overall, Stage

SEASON = Path(__file__).parent.parent / "data" / "season60.csv"
EVENTS = [
    row for row in csv.DictReader(SEASON.read_text(encoding="utf-8").splitlines()) if row["format"] not in ("none", "")
]


def in_pools(teams: int, format_code: str, pool_count: int, rng: Random) -> Competition:
    """The competition with its pools drawn."""
    pools = draw_pools(entries(teams), pool_count, rng).pools
    return Competition(entries(teams), (Stage("pools", format_code, pools=pools),), ())


def with_finals(competition: Competition, both: bool) -> Competition:
    """The competition with a knock-out for the first two of each pool, and with B for the others."""
    pools = competition.stages[0]
    slots = playoff_slots(pools, 2) if both else (slots_from_pools(pools, 2),)
    finals = tuple(Stage("AB"[n], "knockout", slots=own) for n, own in enumerate(slots[:2]) if len(own) > 1)
    return with_matches(replace(competition, stages=(pools, *finals)), "pools", *(stage.id for stage in finals))


def in_a_line(teams: int, format_code: str, rounds: int | None = None) -> Competition:
    """One stage with everybody in it, nothing drawn."""
    names = tuple(entry.id for entry in entries(teams))
    options = {} if rounds is None else {"rounds": rounds}
    return Competition(entries(teams), (Stage("all", format_code, entries=names, options=options),), ())


def measured(teams: int, disciplines: int, better: str, rng: Random) -> Competition:
    """Everybody with a mark in each discipline."""
    names = tuple(entry.id for entry in entries(teams))
    stages = tuple(
        Stage(
            f"d{number}",
            "measured",
            entries=names,
            options={"better": better},
            marks=tuple(Mark(name, (rng.randint(10, 500),)) for name in names),
        )
        for number in range(disciplines)
    )
    overall = Overall(medals=True, points=(10, 8, 6, 5, 4, 3, 2, 1), started=1) if disciplines > 1 else None
    return Competition(entries(teams), stages, (), overall=overall)


def set_up(code: str, teams: int, rng: Random) -> Competition:
    """The competition of an event, drawn as far as it can be."""
    if code.startswith("poule4_barrage"):
        return with_finals(in_pools(teams, "poule", pools_for(teams), rng), both=True)
    if code.startswith("mixed_draw"):
        drawn = draw_teams(entries(4 * teams), teams, rng)
        return with_matches(in_pools(len(drawn.teams), "round_robin", 1, rng), "pools")
    if code.startswith(("groups", "round_robin")):
        competition = in_pools(teams, "round_robin", 1 if code == "round_robin" else max(2, teams // 4), rng)
        if code in ("groups", "round_robin"):
            return with_matches(competition, "pools")
        return with_finals(competition, both="AB" in code)
    if code.startswith(("monrad", "supermelee")):
        competition = in_a_line(
            teams, "swiss" if code.startswith("monrad") else "supermelee", int(code.split("_")[1][0])
        )
        competition = replace(competition, rules=PRESETS["monrad"])
        if code.endswith("top8"):
            final = Stage("A", "knockout", slots=tuple(StageRank("all", seed) for seed in bracket_order(8)))
            return with_matches(replace(competition, stages=(*competition.stages, final)), "A")
        return competition
    if code in ("placement_bracket", "knockout_double"):
        names = {"placement_bracket": "placement", "knockout_double": "double_elimination"}
        return with_matches(in_a_line(teams, names[code]), "all")
    better = "low" if code in ("timed_heats", "total_low") else "high"
    return measured(teams, 5 if code == "multi_discipline" else 1, better, rng)


def play_through(competition: Competition, rng: Random) -> State:
    """Draw rounds and play matches until nothing is left."""
    stage = competition.stages[0]
    if stage.format in ("swiss", "supermelee"):
        for _ in range(int(stage.options["rounds"])):
            competition = play_on(draw_matches(competition, stage.id, rng)[0], rng)
    while (after := play_on(competition, rng)) != competition:
        competition = after
    return recompute(competition)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: f"{event['name']}-{event['format']}")
def test_an_event_can_be_drawn_played_and_ranked(event: dict[str, str]) -> None:
    teams = int(event["teams"] or 0) or 16
    state = play_through(set_up(event["format"], teams, Random(event["name"])), Random(3))
    ranking = [place for division in state.divisions for place in division.places]
    assert len({place.entry for place in ranking}) == len(ranking) == teams
    assert all(1 <= place.first <= place.last <= teams for place in ranking)
    assert not any(match.is_playable for match in state.matches)
    assert not any(place.reason.code in ("undecided", "not_placed") for place in ranking) or state.notes
