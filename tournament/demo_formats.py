"""How each event of the demo season is played: its own format, as its line in the sheet says."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.audit import SYSTEM
from core.db import session
from events.models import Event, Sport
from events.season_sheet import FORMATS
from tournament.contests import USUAL_TEAM, list_contests, list_disciplines
from tournament.draw import draw_division, kind_of_draw, publish_draw
from tournament.engine.formats.poule import pools_for
from tournament.models import Division, Entry
from tournament.people import draw_mixed_teams, list_people
from tournament.scheme import StageChoice, pool_sizes
from tournament.setup import create_competition
from tournament.setup_disciplines import DisciplineFields, add_discipline, save_overall
from tournament.setup_entries import add_entry, set_takes
from tournament.setup_stages import choose_stages

CODES: Mapping[str, str] = {words: code for code, words in FORMATS.items()}
USUAL_POOL = 4
LANES = 6
PLACES = ("Solsikken", "Broen", "Lygten", "Havnen", "Bakken", "Smedjen", "Støberiet", "Nordlyset", "Kajen", "Bålet")
# name, English name, sport, unit, what counts, attempts: disciplines of the games
GAMES: tuple[tuple[str, str, str, str, str, int], ...] = (
    ("60 meter løb", "60 metres", "loeb", "seconds", "low", 1),
    ("Kuglestød", "Shot put", "bueskydning", "metres", "high", 3),
    ("Stigegolf på tid", "Ladder golf", "bowling", "number", "high", 1),
    ("Bueskydning", "Archery", "bueskydning", "points", "high", 6),
    ("Krolf", "Krolf", "krolf", "strokes", "low", 1),
)
UNITS = {"timed_heats": "seconds", "total_low": "strokes"}


@dataclass(frozen=True, slots=True)
class Plan:
    """How an event is played: who plays, the way for a row of so many teams, and the disciplines of games."""

    takes: str
    code: str
    notes: str

    @property
    def has_disciplines(self) -> bool:
        """Whether several disciplines are put together."""
        return self.code == "multi_discipline"


def plan_of(event: Event) -> Plan | None:
    """The plan of an event, None where nothing is played."""
    code = CODES.get(event.format_text, event.format_text)
    if not code or code == "none":
        return None
    takes = {"supermelee_4": "people", "mixed_draw+round_robin": "mixed"}.get(code, "teams")
    return Plan(takes, code, event.notes)


def choice_for(plan: Plan, teams: int, better: str) -> StageChoice:
    """The way of playing of a plan for so many teams."""
    code = plan.code
    if code.startswith(("groups", "round_robin")):
        return _pools(plan, teams)
    if code.startswith("poule4_barrage"):
        return StageChoice(pools_for(teams), "poule", per_pool=2, finals=2)
    if code.startswith("monrad"):
        rounds = {"rounds": int(code.split("_")[1][0])}
        if code.endswith("top8") and teams >= 16:
            return StageChoice(format="swiss", options=rounds, per_pool=8, finals=2)
        return StageChoice(format="swiss", options=rounds)
    if code.startswith("mixed_draw"):
        return StageChoice(1 if teams <= 10 else 2)
    plain = {
        "supermelee_4": StageChoice(format="supermelee", options={"rounds": 4}),
        "knockout_double": StageChoice(format="double_elimination"),
        "placement_bracket": StageChoice(format="placement"),
    }
    if code in plain:
        return plain[code]
    options: dict[str, bool | int | str] = {"better": "low" if code in ("timed_heats", "total_low") else better}
    options["unit"] = UNITS.get(code, "number")
    if code == "timed_heats":
        options |= {"lanes": LANES, "attempts": 1}
    return StageChoice(format="measured", options=options)


def _pools(plan: Plan, teams: int) -> StageChoice:
    """Pools as the notes say ("3 puljer à 4", "puljer à 5"), and what follows them."""
    number = re.search(r"(\d+) puljer à", plan.notes)
    size = re.search(r"puljer à (\d+)", plan.notes)
    count = int(number[1]) if number else round(teams / (int(size[1]) if size else USUAL_POOL))
    if plan.code == "round_robin" and not number:
        count = 1
    count = max(1, min(count, teams // 3))
    sizes = pool_sizes(teams, count)
    if plan.code in ("groups", "round_robin"):
        return StageChoice(count)
    if plan.code == "groups+groups+knockout":
        return StageChoice(count, per_pool=1, finals=min(4, min(sizes)), second_pools=1 if count < 8 else 2)
    # Two rows with a final each are no two finals of one row.
    notes = plan.notes.replace("A- og B-række", "")
    finals = 3 if "A/B/C" in plan.notes else 2 if "A- og B" in notes or plan.code == "groups+AB" else 1
    per_pool = 1 if finals == 3 or min(sizes) < 4 else 2
    if finals > 1 and min(sizes) > (finals - 1) * per_pool:
        return StageChoice(count, per_pool=per_pool, finals=finals, bronze=True)
    return StageChoice(count, per_pool=min(2, min(sizes)), bronze=2 * count >= USUAL_POOL)


def set_up(event_id: int, plan: Plan, *, fill_up_to: int = 0) -> list[int]:
    """The competition of an event as an organiser would set it up, nothing drawn yet; returns its rows.

    Where nobody has signed up yet, `fill_up_to` so many invented teams or people take part.
    """
    competition_id = create_competition(event_id, by=SYSTEM)
    query = select(Division.id).where(Division.competition_id == competition_id).order_by(Division.sort)
    ids = list(session().scalars(query))
    for division_id in ids:
        if plan.takes != "teams":
            set_takes(division_id, plan.takes, by=SYSTEM)
    if fill_up_to and not session().scalar(select(Entry.id).where(Entry.division_id.in_(ids)).limit(1)):
        for number in range(fill_up_to):
            place = f"{PLACES[number % len(PLACES)]} {number // len(PLACES) + 1}"
            add_entry(competition_id, ids[number % len(ids)], place, place, by=SYSTEM)
    if plan.has_disciplines and not list_disciplines(ids[0]):
        _add_games(competition_id, ids[0])
    for division_id in ids:
        choose(division_id, plan)
    return ids


def _add_games(competition_id: int, division_id: int) -> None:
    sports = {sport.slug: sport.id for sport in session().scalars(select(Sport))}
    for danish, english, sport, *_how in GAMES:
        add_discipline(division_id, DisciplineFields(danish, english, sports[sport], None), by=SYSTEM)
    save_overall(competition_id, {"medals": True, "by": "entry"}, by=SYSTEM)


def choose(division_id: int, plan: Plan) -> None:
    """Choose how each contest of a row is played, as far as there are teams for it."""
    division = session().get_one(Division, division_id)
    for contest in list_contests(division):
        teams = contest.team_count()
        if teams < 2:
            continue
        discipline = contest.discipline
        if discipline is not None:
            *_names, unit, better, attempts = next(g for g in GAMES if g[0] == discipline.name_da)
            counts = "best" if attempts == 3 else "sum"
            options = {"unit": unit, "better": better, "attempts": attempts, "counts": counts}
            choose_stages(
                division_id,
                StageChoice(format="measured", options=options),
                by=SYSTEM,
                discipline_id=discipline.id,
            )
            continue
        choose_stages(division_id, choice_for(plan, teams, "high"), by=SYSTEM)


def draw_all(division_ids: Sequence[int], seeds: Sequence[str]) -> None:
    """Draw and show every contest of some rows; `seeds` are made up by the caller, one for each draw."""
    left = iter(seeds)
    for division_id in division_ids:
        division = session().get_one(Division, division_id)
        if division.takes == "mixed":
            count = max(2, len(list_people(division_id)) // USUAL_TEAM)
            draw_mixed_teams(division_id, count, by=SYSTEM, seed=next(left))
        for contest in list_contests(division):
            if contest.main is None:
                continue
            discipline_id = contest.discipline.id if contest.discipline is not None else None
            if kind_of_draw(contest) is not None:
                draw_division(division_id, by=SYSTEM, seed=next(left), discipline_id=discipline_id)
            publish_draw(division_id, by=SYSTEM, discipline_id=discipline_id)
