"""Named rules for tables, as published by those who use them."""

from collections.abc import Mapping

from tournament.engine.values import DBU_INDOOR, Points, Restart, Rules

UEFA = ("points", "h2h_points", "h2h_goal_diff", "h2h_goals_for", "goal_diff", "goals_for", "fair_play", "lots")
FIFA = ("points", "goal_diff", "goals_for", "h2h_points", "h2h_goal_diff", "h2h_goals_for", "fair_play", "lots")
PETANQUE = ("wins", "point_diff", "points_for", "h2h_wins", "h2h_points_for")
STREET_FOOTBALL = ("points", "h2h_points", "goal_diff", "goals_for", "lots")
MONRAD = ("wins", "buchholz", "fine_buchholz", "point_diff", "lots")
SUPERMELEE = ("wins", "point_diff", "points_for")
CHESS = ("points", "buchholz_cut1", "buchholz", "sonneborn_berger", "wins", "lots")

PRESETS: Mapping[str, Rules] = {
    "dbu_indoor": Rules(tiebreak=DBU_INDOOR),
    "uefa": Rules(tiebreak=UEFA),
    "fifa": Rules(tiebreak=FIFA, h2h_restart=Restart.NONE),
    "petanque": Rules(points=Points(1, 0, 0), tiebreak=PETANQUE, walkover=(13, 0), bye=(13, 7)),
    "street_football": Rules(points=Points(3, 1, 0, 2, 1), tiebreak=STREET_FOOTBALL),
    "monrad": Rules(points=Points(1, 0.5, 0), tiebreak=MONRAD, walkover=(13, 0), bye=(13, 7)),
    "supermelee": Rules(points=Points(1, 0, 0), tiebreak=SUPERMELEE, walkover=(13, 7)),
    "chess": Rules(points=Points(1, 0.5, 0), tiebreak=CHESS, walkover=None),
}
