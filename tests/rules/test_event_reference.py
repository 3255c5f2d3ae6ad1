"""The sports' defaults against what the rules know and what the icons show."""

import re
from pathlib import Path
from typing import Any

import pytest

from events.reference import SPORTS

ROOT = Path(__file__).parents[2]
# The vocabulary of docs on rules, Buchholz family included, which the engine learns with the Swiss format.
CRITERIA = {
    *("points", "wins", "goal_diff", "goals_for", "goal_average", "away_goals", "away_wins", "no_shows"),
    *("h2h_points", "h2h_goal_diff", "h2h_goals_for", "h2h_away_goals", "h2h_wins", "h2h_points_for"),
    *("buchholz", "buchholz_cut1", "median_buchholz", "fine_buchholz", "sonneborn_berger", "point_diff"),
    *("opponents_points", "fair_play", "coefficient", "ranking", "playoff", "shootout", "lots", "points_for"),
}


@pytest.mark.parametrize("sport", SPORTS, ids=[sport[0] for sport in SPORTS])
def test_a_sports_rules_use_only_known_criteria_and_its_icon_exists(sport: tuple[Any, ...]) -> None:
    rules = sport[-1]
    assert set(rules.get("tiebreak", ())) <= CRITERIA
    icons = set(re.findall(r'id="sport-([^"]+)"', (ROOT / "static/icons.svg").read_text(encoding="utf-8")))
    assert sport[3] in icons


def test_indoor_football_is_ranked_as_the_dbu_says() -> None:
    rules = next(sport[-1] for sport in SPORTS if sport[0] == "indefodbold")
    assert rules["tiebreak"] == (
        ["points", "no_shows", "h2h_points", "h2h_goal_diff", "h2h_goals_for", "goal_diff", "goals_for", "wins", "lots"]
    )
    assert (rules["points"], rules["walkover"]) == ({"win": 3, "draw": 1, "loss": 0}, [3, 0])


def test_street_football_knows_the_shootout() -> None:
    rules = next(sport[-1] for sport in SPORTS if sport[0] == "gadefodbold")
    assert rules["points"] == {"win": 3, "draw": 1, "loss": 0, "shootout_win": 2, "shootout_loss": 1}
