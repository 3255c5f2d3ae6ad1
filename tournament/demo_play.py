"""An event of the demo played through by chance: every round drawn, every match and mark, the ranking to the end."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from core import clock
from core.audit import SYSTEM, Actor
from core.db import session, transaction
from core.revision import raise_revision
from core.tokens import new_code
from events.facts import ends_at
from events.models import Event, Sport
from tournament.contests import Contest, list_contests
from tournament.demo_formats import Plan, draw_all, set_up
from tournament.engine.formats.registry import get_format
from tournament.engine.outcome import ResolvedMatch
from tournament.engine.recompute import recompute
from tournament.engine.values import Competition as Values
from tournament.facts import draw_lots
from tournament.models import Competition, Discipline, Division, MarkRow, Match, ResultRow, Stage
from tournament.planning_draft import find_draft
from tournament.planning_publish import publish_timetable
from tournament.planning_run import lay_timetable
from tournament.queries_results import shared_places
from tournament.rounds import draw_round
from tournament.rules import MOST_GOALS
from tournament.store import entry_number, load_competition
from tournament.store_cache import find_published, get_view
from tournament.store_view import CompetitionView
from tournament.units import unit_of

GOALS = (0, 0, 1, 1, 1, 2, 2, 3, 4)
TABLET = Actor("device", 1)
BEFORE = timedelta(days=2)
MOST_DRAWS = 200


def play_event(event_id: int, plan: Plan, chance: Random, *, fill_up_to: int = 0) -> None:
    """An event from its set-up to its ranking: drawn two days before, planned where the courts have room, all entered.

    Where nobody has signed up, `fill_up_to` so many invented teams or people take part.
    """
    event = session().get_one(Event, event_id)
    begins = event.starts_at or clock.wall(event.starts_on, clock.local(clock.now()).time())
    with clock.frozen(begins - BEFORE):
        division_ids = set_up(event_id, plan, fill_up_to=fill_up_to)
        draw_all(division_ids, [new_code() for _ in range(MOST_DRAWS)])
        if get_view(event_id).matches and event.starts_at is not None:
            find_day(event_id)
    play_through(event_id, chance)


def find_day(event_id: int) -> CompetitionView | None:
    """Lay the day and show it; None where its matches have no room on the courts."""
    lay_timetable(event_id, by=SYSTEM)
    draft = find_draft(get_view(event_id).id)
    if draft is None:
        return None
    publish_timetable(event_id, number=draft.number, despite=True, by=SYSTEM)
    return get_view(event_id)


def get_day(event_id: int) -> CompetitionView:
    """Lay the day and show it. ValueError where its matches have no room on the courts."""
    found = find_day(event_id)
    if found is None:
        raise ValueError(f"the day of event {event_id} could not be planned")
    return found


def play_through(event_id: int, chance: Random) -> None:
    """Enter a result by chance for everything that can be played, draw the next rounds, until nothing is left.

    The rows are written at once, without the steps a referee goes through, because a year has thousands of them.
    """
    db = session()
    event = db.get_one(Event, event_id)
    competition = db.scalars(select(Competition).where(Competition.event_id == event_id)).one()
    drawn: set[frozenset[str]] = set()
    with transaction():
        _measure_all(competition, ends_at(event), chance)
        while True:
            played = _play_what_can_be(competition, event, chance)
            if not played and not _draw_next(competition.id, event) and not _draw_lots(event.id, drawn, chance):
                break
        raise_revision(f"event:{event_id}")


def _play_what_can_be(competition: Competition, event: Event, chance: Random) -> int:
    """Results for the matches whose sides are known; returns how many there were."""
    db = session()
    values = load_competition(competition.id)
    playable = [match for match in recompute(values).matches if match.is_playable]
    if not playable:
        return 0
    rows = {match.number: match for match in db.scalars(select(Match).where(Match.competition_id == competition.id))}
    times = _times(event.id, competition.id)
    sports = _sports(competition)
    for resolved in playable:
        row = rows[resolved.match.number or 0]
        at = times.get(row.id) or ends_at(event)
        row.status, row.started_at = "finished", None
        db.add(result_row(row, values, resolved, sports[resolved.match.stage], at, chance))
    db.flush()
    return len(playable)


def _times(event_id: int, competition_id: int) -> dict[int, datetime]:
    """When each match ends by the published plan."""
    if find_published(competition_id) is None:
        return {}
    return {match.id: match.planned_end for match in get_view(event_id).matches if match.planned_end is not None}


def _sports(competition: Competition) -> dict[str, Sport]:
    """The sport of each stage: its discipline's, or the competition's."""
    db = session()
    own = db.get_one(Sport, competition.sport_id)
    query = (
        select(Stage.key, Discipline.sport_id)
        .join(Division, Division.id == Stage.division_id)
        .outerjoin(Discipline, Discipline.id == Stage.discipline_id)
        .where(Division.competition_id == competition.id)
    )
    return {key: db.get_one(Sport, sport_id) if sport_id else own for key, sport_id in db.execute(query)}


def result_row(
    match: Match, values: Values, resolved: ResolvedMatch, sport: Sport, at: datetime, chance: Random
) -> ResultRow:
    """A result that such a match can have."""
    stage = values.get_stage(resolved.match.stage)
    rules = stage.rules or values.rules
    how = get_format(stage.format)
    needs_winner = how.is_elimination or how.needs_winner or rules.points.shootout_win is not None
    home, away, sets = score_for(sport, chance)
    level = home == away
    shootout = chance.choice(("home", "away")) if level and needs_winner else None
    return ResultRow(
        match_id=match.id, kind="played", home=home, away=away, shootout=shootout, sets=sets, at=at, actor=str(TABLET)
    )


def score_for(sport: Sport, chance: Random) -> tuple[int, int, list[list[int]] | None]:
    """A score by the sport's own way of counting, and its sets where it has them."""
    rules, kind = sport.rules, sport.result_kind
    home_wins = chance.random() < 0.5
    target = int(rules.get("target") or 0)
    if target:
        loser = chance.randrange(min(target, MOST_GOALS))
        return (target, loser, None) if home_wins else (loser, target, None)
    if kind in ("sets", "legs"):
        needed = int(rules.get("best_of", 1)) // 2 + 1
        lost = chance.randrange(needed)
        won = (needed, lost) if home_wins else (lost, needed)
        return (*won, _sets(won, chance) if kind == "sets" else None)
    return chance.choice(GOALS), chance.choice(GOALS), None


def _sets(won: tuple[int, int], chance: Random) -> list[list[int]]:
    """The points of sets that end so, the last one won by the winner."""
    winner = 0 if won[0] > won[1] else 1
    order = [1 - winner] * min(won) + [winner] * max(won)
    sets = []
    for side in order:
        points = [11, chance.randrange(4, 10)]
        sets.append(points if side == 0 else points[::-1])
    return sets


def _draw_next(competition_id: int, event: Event) -> bool:
    """Draw the next round where one waits, on the day of the event; says whether one did."""
    divisions = session().scalars(select(Division).where(Division.competition_id == competition_id)).all()
    for division in divisions:
        for contest in list_contests(division):
            if contest.how is not None and contest.how.code == "swiss" and _has_rounds_left(contest):
                discipline_id = contest.discipline.id if contest.discipline is not None else None
                with clock.frozen(ends_at(event)):
                    draw_round(division.id, by=SYSTEM, seed=new_code(), discipline_id=discipline_id)
                return True
    return False


def _draw_lots(event_id: int, drawn: set[frozenset[str]], chance: Random) -> bool:
    """Draw lots where a shared place keeps a play-off waiting; says whether there was one. `drawn` have been drawn."""
    view = get_view(event_id)
    for place in shared_places(view):
        order = [entry for entry, _name in place.teams]
        if place.matters and frozenset(order) not in drawn:
            drawn.add(frozenset(order))
            chance.shuffle(order)
            draw_lots(place.division_id, order, by=SYSTEM)
            return True
    return False


def _has_rounds_left(contest: Contest) -> bool:
    stage = contest.require_main()
    sides = session().scalars(select(Match.home).where(Match.stage_id == stage.id))
    return any(":round:" in side for side in sides)


def _measure_all(competition: Competition, at: datetime, chance: Random) -> None:
    """A mark for everybody in each stage that is measured; now and then one does not start."""
    db = session()
    stages = db.scalars(
        select(Stage)
        .join(Division, Division.id == Stage.division_id)
        .where(Division.competition_id == competition.id, Stage.format == "measured")
    ).all()
    db.add_all(_marks(stages, at, chance))
    db.flush()


def _marks(stages: Iterable[Stage], at: datetime, chance: Random) -> Iterable[MarkRow]:
    for stage in stages:
        attempts = int(stage.options.get("attempts") or 1)
        digits = min(1, unit_of(stage.options).decimals)
        for key in stage.options.get("entries", ()):
            is_absent = chance.random() < 0.04
            made = [] if is_absent else [round(chance.uniform(20, 90), digits) for _ in range(attempts)]
            yield MarkRow(
                stage_id=stage.id,
                entry_id=entry_number(key),
                attempts=made,
                status="dns" if is_absent else "ok",
                at=at,
                actor=str(TABLET),
            )
