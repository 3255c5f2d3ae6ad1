"""Reference data: the sports with their defaults (rules.md section 6) and the regions. A new sport is a row here."""

from collections.abc import Mapping
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from core.audit import SYSTEM, record
from core.db import transaction
from core.revision import raise_revision
from events.models import Region, Sport

Rules = dict[str, Any]

DBU_INDOOR = (
    *("points", "no_shows", "h2h_points", "h2h_goal_diff", "h2h_goals_for"),
    *("goal_diff", "goals_for", "wins", "lots"),
)
STREET = ("points", "h2h_points", "goal_diff", "goals_for", "lots")
PETANQUE = ("wins", "point_diff", "points_for", "h2h_wins", "h2h_points_for")
CHESS = ("points", "buchholz_cut1", "buchholz", "sonneborn_berger", "lots")
SETS = ("points", "wins", "goal_diff", "point_diff", "goals_for", "lots")
PLACES = ("ranking", "lots")

THREE = {"win": 3, "draw": 1, "loss": 0}
STREET_POINTS = {"win": 3, "draw": 1, "loss": 0, "shootout_win": 2, "shootout_loss": 1}
WIN_ONLY = {"win": 1, "draw": 0, "loss": 0}
HALF_FOR_A_DRAW = {"win": 1, "draw": 0.5, "loss": 0}
HALVES = {"win": 2, "draw": 1, "loss": 0}


def _rules(
    preset: str, tiebreak: tuple[str, ...], points: Mapping[str, float], walkover: tuple[int, int] | None, **more: Any
) -> Rules:
    """Rules as a tournament file writes them; `preset` names the chain to people."""
    return {
        "preset": preset,
        "points": dict(points),
        "tiebreak": list(tiebreak),
        "h2h_restart": "block",
        "walkover": list(walkover) if walkover else None,
        **more,
    }


FOOTBALL = _rules("dbu_indoor", DBU_INDOOR, THREE, (3, 0))
STREET_FOOTBALL = _rules("gadefodbold", STREET, STREET_POINTS, (3, 0))
BOULES = _rules("petanque", PETANQUE, WIN_ONLY, (13, 0), bye=[13, 7], target=13)
RACKET = _rules("sets", SETS, WIN_ONLY, None, best_of=3)
BEACH = _rules("sets", SETS, HALVES, None, best_of=1, timed=True)
LEGS = _rules("legs", ("wins", "goal_diff", "h2h_wins", "lots"), WIN_ONLY, None, best_of=3)
ENDS = _rules("ends", ("points", "point_diff", "points_for", "h2h_points", "lots"), HALVES, None)
LADDER = _rules("exact_21", ("wins", "point_diff", "points_for", "lots"), WIN_ONLY, None, target=21, exact=True)
MEASURED = _rules("measured", PLACES, WIN_ONLY, None)
GAMES = _rules("chess", CHESS, HALF_FOR_A_DRAW, None)
NOTHING: Rules = {}

BANE, BORD, SKIVE = ("bane", "court"), ("bord", "table"), ("skive", "board")
STATION, NO_COURT = ("station", "station"), ("", "")

# slug, Danish, English, icon (icons.svg#sport-ICON, class sport-ICON), court, result, better, play, changeover, rest
SPORTS: tuple[tuple[str, str, str, str, tuple[str, str], str, str, int, int, int, Rules], ...] = (
    ("indefodbold", "indendørs fodbold", "indoor football", "indefodbold", BANE, "goals", "high", 10, 2, 10, FOOTBALL),
    ("fodbold", "fodbold", "football", "fodbold", BANE, "goals", "high", 12, 3, 12, FOOTBALL),
    ("gadefodbold", "gadefodbold", "street football", "gadefodbold", BANE, "goals", "high", 14, 3, 14, STREET_FOOTBALL),
    ("floorball", "floorball", "floorball", "floorball", BANE, "goals", "high", 16, 4, 15, FOOTBALL),
    ("hockey", "hockey", "hockey", "hockey", BANE, "goals", "high", 16, 4, 15, FOOTBALL),
    ("petanque", "petanque", "pétanque", "petanque", BANE, "points", "high", 60, 10, 10, BOULES),
    ("volleyball", "volleyball", "volleyball", "volleyball", BANE, "sets", "high", 20, 5, 15, RACKET),
    ("beachvolley", "beachvolley", "beach volleyball", "beachvolley", BANE, "sets", "high", 12, 3, 10, BEACH),
    ("badminton", "badminton", "badminton", "badminton", BANE, "sets", "high", 20, 5, 15, RACKET),
    ("bordtennis", "bordtennis", "table tennis", "bordtennis", BORD, "sets", "high", 20, 2, 10, RACKET),
    ("dart", "dart", "darts", "dart", SKIVE, "legs", "high", 20, 2, 5, LEGS),
    ("pool", "pool", "pool", "pool", BORD, "legs", "high", 25, 3, 5, LEGS),
    ("bordcurling", "bordcurling", "table curling", "bordcurling", BORD, "points", "high", 15, 3, 5, ENDS),
    ("stigegolf", "stigegolf", "ladder golf", "stigegolf", BANE, "points", "high", 20, 3, 5, LADDER),
    ("bowling", "bowling", "bowling", "bowling", BANE, "measured", "high", 40, 5, 0, MEASURED),
    ("bueskydning", "bueskydning", "archery", "bueskydning", SKIVE, "measured", "high", 30, 5, 0, MEASURED),
    ("krolf", "krolf", "krolf", "krolf", BANE, "measured", "low", 60, 10, 0, MEASURED),
    ("minigolf", "minigolf", "mini golf", "minigolf", BANE, "measured", "low", 60, 10, 0, MEASURED),
    ("svoemning", "svømning", "swimming", "svoemning", BANE, "measured", "low", 10, 5, 15, MEASURED),
    ("loeb", "løb", "running", "loeb", BANE, "measured", "low", 15, 5, 15, MEASURED),
    ("cykling", "cykling", "cycling", "cykling", BANE, "measured", "low", 30, 5, 15, MEASURED),
    ("stafet", "stafet", "relay", "stafet", BANE, "measured", "low", 20, 5, 15, MEASURED),
    ("gang", "gang", "walking", "gang", NO_COURT, "measured", "high", 60, 0, 0, MEASURED),
    ("skak", "skak", "chess", "skak", BORD, "points", "high", 30, 5, 5, GAMES),
    ("multidisciplin", "multidisciplin", "games", "multidisciplin", STATION, "placing", "low", 20, 5, 5, MEASURED),
    ("kursus", "kursus", "course", "kursus", NO_COURT, "none", "high", 0, 0, 0, NOTHING),
    ("camp", "camp", "camp", "camp", NO_COURT, "none", "high", 0, 0, 0, NOTHING),
    ("faellesskab", "fællesskab", "community", "faellesskab", NO_COURT, "none", "high", 0, 0, 0, NOTHING),
    ("strik", "strik", "knitting", "strik", NO_COURT, "none", "high", 0, 0, 0, NOTHING),
)

REGIONS: tuple[tuple[str, str, str], ...] = (
    ("hovedstaden", "Hovedstaden", "Capital Region"),
    ("sjaelland", "Sjælland", "Zealand"),
    ("syddanmark", "Syddanmark", "Southern Denmark"),
    ("midtjylland", "Midtjylland", "Central Jutland"),
    ("nordjylland", "Nordjylland", "North Jutland"),
    ("hele-landet", "Hele landet", "All of Denmark"),
    ("udland", "Udland", "Abroad"),
)


def lay_reference_data() -> int:
    """Lay the sports and regions that are not there yet; the office's changes stay. Returns how many were new."""
    with transaction() as db:
        known_sports = set(db.scalars(select(Sport.slug)))
        known_regions = set(db.scalars(select(Region.slug)))
        new = [
            *(_sport(row) for row in SPORTS if row[0] not in known_sports),
            *(
                Region(slug=slug, name_da=danish, name_en=english, sort=sort)
                for sort, (slug, danish, english) in enumerate(REGIONS)
                if slug not in known_regions
            ),
        ]
        if new:
            db.add_all(new)
            record("lay_reference_data", "reference", by=SYSTEM, new=len(new))
            raise_revision("calendar")
    return len(new)


def _sport(row: tuple[str, str, str, str, tuple[str, str], str, str, int, int, int, Rules]) -> Sport:
    slug, danish, english, icon, court, result, better, play, changeover, rest, rules = row
    return Sport(
        slug=slug,
        name_da=danish,
        name_en=english,
        icon=icon,
        hue=icon,
        court_da=court[0],
        court_en=court[1],
        result_kind=result,
        better=better,
        play_minutes=play,
        changeover_minutes=changeover,
        rest_minutes=rest,
        rules=rules,
    )


@click.command("lay-reference-data")
@with_appcontext
def lay_reference_data_command() -> None:
    """Lay the sports and regions that are missing."""
    click.echo(f"{lay_reference_data()} new sports and regions.")
