"""The draw of a row or a discipline: by chance with a recorded seed, shown again at any time, and then published."""

from dataclasses import replace
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from core.audit import Actor
from core.errors import RuleError
from core.tokens import new_code
from tournament.contests import Contest, get_contest, list_pools
from tournament.draw_record import add_matches, as_input, find_draw, record_draw
from tournament.engine.formats.format import Ground
from tournament.engine.formats.measured import LANES
from tournament.engine.generate import make_matches, next_number
from tournament.engine.values import Competition as Values
from tournament.models import Competition, Match, Pool, Stage, Timetable
from tournament.rounds import apply_round, round_input
from tournament.rules import draw_problems, pool_problems
from tournament.scheme import planned_rounds, with_finals
from tournament.store import entry_key, load_competition
from tournament.store_change import changing, competition_of_division, refuse


def kind_of_draw(contest: Contest) -> str | None:
    """What is drawn before the matches are made; None where there is nothing to draw."""
    how = contest.how
    if how is None:
        return None
    if how.ground is Ground.POOLS:
        return "pools"
    if how.is_elimination:
        return "order"
    if how.in_rounds:
        return "round"
    return "heats" if contest.require_main().options.get(LANES.code) else None


def draw_division(division_id: int, *, by: Actor, seed: str | None = None, discipline_id: int | None = None) -> int:
    """Draw a row or a discipline and record the draw; returns its number. A new draw takes the place of the one before.

    Raises MissingError, RuleError: tournament.no_format, .draw_published, .too_few_teams, .too_many_pools,
    .nothing_to_draw, .people_cannot_be_split.
    """
    competition_id = competition_of_division(division_id)
    seed = seed or new_code(8)
    facts = {"division": division_id, "discipline": discipline_id, "seed": seed}
    with changing(competition_id, "draw_division", by=by, **facts) as (db, _competition):
        contest = get_contest(division_id, discipline_id)
        stage = contest.require_main()
        refuse(draw_problems(has_results=False, has_matches=contest.is_shown()))
        kind = kind_of_draw(contest)
        if kind is None:
            raise RuleError("tournament.nothing_to_draw")
        row = record_draw(db, stage, kind, _input_of(contest, kind), seed, by=by)
        _keep_drawn(db, stage, kind, row.result)
        return row.id


def _input_of(contest: Contest, kind: str) -> dict[str, Any]:
    """What a draw goes by, with the ids that rows have."""
    teams = contest.teams()
    stage = contest.require_main()
    if kind == "round":
        return round_input(
            load_competition(contest.division.competition_id), stage.key, [entry_key(t.id) for t in teams]
        )
    given: dict[str, Any] = {"entries": [as_input(entry) for entry in teams]}
    if kind == "pools":
        given["pool_count"] = int(stage.options.get("pool_count", 1))
        refuse(pool_problems(len(teams), given["pool_count"]))
        if contest.division.wishes:
            given["wishes"] = contest.division.wishes
    elif kind == "heats":
        given["lanes"] = int(stage.options[LANES.code])
    least = 1 if kind == "heats" else 2
    if len(teams) < least:
        raise RuleError("tournament.too_few_teams", least=least)
    return given


def _keep_drawn(db: Session, stage: Stage, kind: str, result: dict[str, Any]) -> None:
    """Let what was drawn stand in the stage, where it can be moved by hand until it is published."""
    if kind == "pools":
        db.execute(delete(Pool).where(Pool.stage_id == stage.id))
        db.add_all(Pool(stage_id=stage.id, key=key, entry_ids=keys) for key, keys in result["pools"].items())
    elif kind in ("order", "heats"):
        stage.options = {**stage.options, kind: result[kind]}
    db.flush()


def publish_draw(division_id: int, *, by: Actor, discipline_id: int | None = None) -> int:
    """Make the matches of a row or a discipline with their printed numbers, and show them; returns how many.

    Twice is harmless. Raises RuleError: tournament.no_format, .not_drawn, .teams_without_pool, .draw_is_old,
    .too_few_go_on, .too_few_teams.
    """
    competition_id = competition_of_division(division_id)
    facts = {"division": division_id, "discipline": discipline_id}
    with changing(competition_id, "publish_draw", by=by, **facts) as (db, competition):
        contest = get_contest(division_id, discipline_id)
        if contest.is_shown():
            return 0
        _name_teams(contest)
        db.flush()
        made = _add_main(db, competition, contest)
        return made + _add_finals(db, competition, contest)


def _name_teams(contest: Contest) -> None:
    """Settle who plays in the main stage; what was drawn must be for the teams there are now."""
    stage, kind = contest.require_main(), kind_of_draw(contest)
    teams = [entry_key(entry.id) for entry in contest.teams()]
    if kind == "pools":
        _require_pools(contest)
        return
    if kind is not None and find_draw(stage.id) is None:
        raise RuleError("tournament.not_drawn")
    if kind == "order":
        named = list(stage.options.get("order", ()))
    elif kind == "heats":
        named = [entry for heat in stage.options.get("heats", ()) for entry in heat if entry]
    else:
        draw = find_draw(stage.id)
        named = [entry["id"] for entry in draw.input["document"]["entries"]] if draw is not None else teams
    if sorted(named) != sorted(teams):
        raise RuleError("tournament.draw_is_old")
    if not teams:
        raise RuleError("tournament.too_few_teams", least=1)
    stage.options = {**stage.options, "entries": named}


def _require_pools(contest: Contest) -> None:
    """Every team stands in a pool."""
    pools = list_pools(contest.require_main().id)
    if not pools:
        raise RuleError("tournament.not_drawn")
    placed = {key for pool in pools for key in pool.entry_ids}
    waiting = [entry.label for entry in contest.teams() if entry_key(entry.id) not in placed]
    if waiting:
        raise RuleError("tournament.teams_without_pool", teams=", ".join(waiting))


def _add_main(db: Session, competition: Competition, contest: Contest) -> int:
    """The matches that all begin in."""
    stage = contest.require_main()
    values = load_competition(competition.id)
    if kind_of_draw(contest) != "round":
        return add_matches(db, competition, stage, make_matches(values, stage.key))
    draw = find_draw(stage.id)
    if draw is None:
        raise RuleError("tournament.not_drawn")
    planned = 0
    if stage.format == "swiss":
        matches = planned_rounds(values.get_stage(stage.key), len(stage.options["entries"]), next_number(values))
        planned = add_matches(db, competition, stage, matches)
    return planned + apply_round(db, competition, stage, draw)


def _add_finals(db: Session, competition: Competition, contest: Contest) -> int:
    """The play-offs as they follow from the teams and pools there are now."""
    choice, main = contest.choice, contest.require_main()
    rows = {stage.key: stage for stage in contest.stages if stage is not main}
    if choice is None:
        values = load_competition(competition.id)
        return sum(add_matches(db, competition, stage, make_matches(values, stage.key)) for stage in rows.values())
    values = _without(load_competition(competition.id), set(rows))
    try:
        grown, finals = with_finals(values, main.key, choice, contest.prefix)
    except ValueError:
        raise RuleError("tournament.too_few_go_on", least=2) from None
    made = 0
    for named in finals:
        stage = rows[named.stage.id]
        stage.options = {**stage.options, **_sides_of(named.stage.slots)}
        db.add_all(
            Pool(stage_id=stage.id, key=pool.id, entry_ids=[str(side) for side in pool.sides])
            for pool in named.stage.pools
        )
        made += add_matches(db, competition, stage, [m for m in grown.matches if m.stage == named.stage.id])
    return made


def _sides_of(slots: tuple[Any, ...]) -> dict[str, Any]:
    return {"slots": [str(slot) for slot in slots]} if slots else {}


def _without(values: Values, stage_keys: set[str]) -> Values:
    return replace(values, stages=tuple(stage for stage in values.stages if stage.id not in stage_keys))


def withdraw_draw(division_id: int, *, by: Actor, discipline_id: int | None = None) -> None:
    """Take the matches of a row or a discipline away again, so that it can be drawn anew; timetables go with them.

    Raises RuleError("tournament.draw_has_results").
    """
    competition_id = competition_of_division(division_id)
    facts = {"division": division_id, "discipline": discipline_id}
    with changing(competition_id, "withdraw_draw", by=by, **facts) as (db, competition):
        contest = get_contest(division_id, discipline_id)
        refuse(draw_problems(has_results=contest.has_results(), has_matches=False))
        ids = [stage.id for stage in contest.stages]
        if contest.has_matches():
            db.execute(delete(Timetable).where(Timetable.competition_id == competition_id))
        db.execute(delete(Match).where(Match.stage_id.in_(ids)))
        for number, stage in enumerate(contest.stages):
            stage.options = {name: value for name, value in stage.options.items() if name not in ("entries", "slots")}
            if number:
                db.execute(delete(Pool).where(Pool.stage_id == stage.id))
        competition.match_count = (
            db.scalar(select(func.max(Match.number)).where(Match.competition_id == competition_id)) or 0
        )
