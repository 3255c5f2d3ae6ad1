"""The stages of a row or a discipline, made from what the office chose."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from core.audit import Actor
from core.db import session
from events.models import Sport
from tournament.consequence import consequence_of
from tournament.contests import Contest, get_contest
from tournament.engine.presets import MONRAD, SUPERMELEE
from tournament.models import Competition, Discipline, Division, Draw, Pool, Stage
from tournament.rules import draw_problems
from tournament.scheme import NamedStage, StageChoice, made_up, main_stage, with_finals
from tournament.setup import usual_rules
from tournament.store_change import changing, competition_of_division, refuse


def choose_stages(division_id: int, choice: StageChoice, *, by: Actor, discipline_id: int | None = None) -> None:
    """Set how a row, or one of its disciplines, is played; it is then drawn anew.

    Raises MissingError, RuleError: tournament.draw_published, .draw_has_results, and what `consequence_of` raises.
    """
    competition_id = competition_of_division(division_id)
    facts = {"division": division_id, "discipline": discipline_id, "format": choice.format}
    with changing(competition_id, "choose_stages", by=by, **facts) as (db, competition):
        contest = get_contest(division_id, discipline_id)
        refuse(draw_problems(has_results=False, has_matches=contest.is_shown()))
        teams = contest.team_count()
        consequence_of(teams, choice)
        rows = stages_of(contest, choice, teams)
        if contest.main is not None:
            _clear(db, contest, contest.main)
            rows[0] = _taken_over(contest.main, rows[0])
        db.add_all(rows)
        db.flush()
        _use_chain_of_the_format(competition, contest, choice)
        _use_times_of_the_sport(competition, contest, rows)


def _clear(db: Session, contest: Contest, main: Stage) -> None:
    """Take away what was drawn and what comes after the main stage; how mixed teams were drawn is kept."""
    db.execute(delete(Stage).where(Stage.id.in_([stage.id for stage in contest.stages if stage is not main])))
    db.execute(delete(Pool).where(Pool.stage_id == main.id))
    db.execute(delete(Draw).where(Draw.stage_id == main.id, Draw.kind != "teams"))


def _taken_over(main: Stage, made: Stage) -> Stage:
    """The main stage there was, with what is chosen now."""
    main.key, main.name_da, main.name_en = made.key, made.name_da, made.name_en
    main.format, main.options = made.format, made.options
    return main


def stages_of(contest: Contest, choice: StageChoice, teams: int) -> list[Stage]:
    """The stage rows of a choice; who stands where is written when the draw is published."""
    competition = made_up(choice, teams)
    made_main = competition.stages[0]
    main = main_stage(choice, contest.prefix)
    renamed = replace(made_main, id=main.stage.id)
    _grown, finals = with_finals(replace(competition, stages=(renamed,)), renamed.id, choice, contest.prefix)
    return [_row(contest, named, choice, sort) for sort, named in enumerate((main, *finals))]


def _row(contest: Contest, named: NamedStage, choice: StageChoice, sort: int) -> Stage:
    options: dict[str, Any] = dict(named.stage.options)
    if named.role == "main":
        options |= {"choice": choice.to_json(), "best": {"compare": str(named.stage.best)}}
        if named.stage.pool_count is not None:
            options["pool_count"] = named.stage.pool_count
    if named.stage.allocation is not None:
        options["allocation"] = named.stage.allocation
    if contest.discipline is not None:
        usual = usual_rules(session().get_one(Sport, contest.discipline.sport_id))
        options["rules"] = {**usual, "tiebreak": list(chain_for(choice, usual["tiebreak"]))}
    return Stage(
        division_id=contest.division.id,
        discipline_id=contest.discipline.id if contest.discipline is not None else None,
        key=named.stage.id,
        name_da=named.name.da,
        name_en=named.name.en,
        format=named.stage.format,
        options=options,
        sort=sort,
    )


def chain_for(choice: StageChoice, usual: Sequence[str]) -> tuple[str, ...]:
    """The chain of criteria that suits a format; `usual` is the sport's own.

    In rounds against ever new opponents the strength of those one met counts before what only pools can compare.
    """
    by_wins = bool(usual) and usual[0] == "wins"
    if choice.format == "swiss":
        return MONRAD if by_wins else ("points", "buchholz", "goal_diff", "goals_for", "lots")
    if choice.format == "supermelee":
        return SUPERMELEE
    return tuple(usual)


def _use_chain_of_the_format(competition: Competition, contest: Contest, choice: StageChoice) -> None:
    """Let the row's table be ordered as suits its format, unless somebody has chosen another order for it."""
    if contest.discipline is not None:
        return
    usual = usual_rules(session().get_one(Sport, competition.sport_id))["tiebreak"]
    automatic = {chain_for(StageChoice(format=code), usual) for code in ("round_robin", "swiss", "supermelee")}
    rules = contest.division.rules
    if tuple(rules.get("tiebreak", ())) in automatic:
        contest.division.rules = {**rules, "tiebreak": list(chain_for(choice, usual))}


def _use_times_of_the_sport(competition: Competition, contest: Contest, rows: list[Stage]) -> None:
    """A discipline's matches last as its own sport says, where that is another than the competition's."""
    if contest.discipline is None or contest.discipline.sport_id == competition.sport_id:
        return
    sport = session().get_one(Sport, contest.discipline.sport_id)
    lengths = {"play": sport.play_minutes, "changeover": sport.changeover_minutes}
    durations = {**competition.day.get("durations", {}), **{row.key: lengths for row in rows}}
    competition.day = {**competition.day, "durations": durations}


OF_THE_DAY = ("entries", "slots", "order", "heats")
"""Options of a stage that name teams of one event."""


def copied_discipline(contest: Contest, division: Division) -> Discipline | None:
    """The discipline of a contest once more, for a copy of its row; None where the row has none."""
    old = contest.discipline
    if old is None:
        return None
    return Discipline(
        division_id=division.id,
        key=old.key,
        name_da=old.name_da,
        name_en=old.name_en,
        sport_id=old.sport_id,
        entry_ids=None,
        sort=old.sort,
    )


def copied_stages(contest: Contest, division: Division, discipline: Discipline | None) -> list[Stage]:
    """The stages of a contest that was set up here once more, for a copy of its row; nobody stands in them yet."""
    if contest.choice is None:
        return []
    return [
        Stage(
            division_id=division.id,
            discipline_id=discipline.id if discipline is not None else None,
            key=stage.key,
            name_da=stage.name_da,
            name_en=stage.name_en,
            format=stage.format,
            options={name: value for name, value in stage.options.items() if name not in OF_THE_DAY},
            sort=stage.sort,
        )
        for stage in contest.stages
    ]
