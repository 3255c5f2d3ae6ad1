"""The words that a tournament file may use, whether or not this version can work them out."""

FILE_FORMAT = "sportforlivet.tournament"
FILE_VERSION = 1
FORMAT_WORDS = (
    "round_robin",
    "knockout",
    "double_elimination",
    "placement",
    "swiss",
    "poule",
    "supermelee",
    "measured",
)
CRITERION_WORDS = (
    "points",
    "wins",
    "goal_diff",
    "goals_for",
    "goal_average",
    "away_goals",
    "away_wins",
    "no_shows",
    "h2h_points",
    "h2h_wins",
    "h2h_goal_diff",
    "h2h_goals_for",
    "h2h_away_goals",
    "h2h_points_for",
    "buchholz",
    "buchholz_cut1",
    "median_buchholz",
    "fine_buchholz",
    "sonneborn_berger",
    "point_diff",
    "points_for",
    "opponents_points",
    "fair_play",
    "coefficient",
    "ranking",
    "playoff",
    "shootout",
    "lots",
)
RESULT_WORDS = ("played", "walkover_home", "walkover_away", "both_no_show", "annulled", "measured")
NUMBER_FACT_WORDS = ("adjust", "no_shows", "fair_play", "coefficient")
ORDER_FACT_WORDS = ("lots", "playoff", "shootout", "ranking")
POLICY_WORDS = ("annul", "forfeit")
COMPARE_WORDS = ("total", "per_match", "drop_last")
RESTART_WORDS = ("none", "block")
SIDE_WORDS = ("home", "away")
STATUS_WORDS = ("planned", "called", "running", "finished", "cancelled", "postponed")
MARK_WORDS = ("ok", "dns", "dnf", "dsq")
FORMULA_WORDS = ("track", "field")
OVERALL_WORDS = ("entry", "organisation")
