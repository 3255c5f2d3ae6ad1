"""Formats in rounds: the next round is drawn from the table when the one before is over."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import Actor
from core.errors import MissingError, RuleError
from core.tokens import new_code
from tournament.contests import Contest, get_contest
from tournament.draw_record import find_draw, record_draw
from tournament.engine.formats.swiss import rounds_of
from tournament.engine.recompute import recompute
from tournament.engine.selectors import RoundSide, parse_selector
from tournament.engine.values import Competition as Values
from tournament.engine.values import MatchStatus
from tournament.file_write import write_tournament
from tournament.models import Competition, Draw, Entry, Match, ResultRow, Stage
from tournament.store import entry_key, load_competition
from tournament.store_change import changing, competition_of_division


def round_input(values: Values, stage_key: str, teams: list[str]) -> dict[str, Any]:
    """What a round goes by: the stage with these teams and its matches so far, as a tournament file of its own."""
    stage = replace(values.get_stage(stage_key), entries=tuple(teams), wishes=())
    named = set(teams)
    facts = values.facts
    alone = replace(
        values,
        entries=tuple(entry for entry in values.entries if entry.id in named),
        stages=(stage,),
        matches=tuple(match for match in values.matches if match.stage == stage_key),
        rules=stage.rules or values.rules,
        facts=replace(
            facts,
            **{
                kind: {entry: value for entry, value in getattr(facts, kind).items() if entry in named}
                for kind in ("adjust", "no_shows", "fair_play", "coefficient", "withdrawn")
            },
            **{
                kind: tuple(order for order in getattr(facts, kind) if named.issuperset(order))
                for kind in ("lots", "playoff", "shootout", "ranking")
            },
        ),
        overall=None,
    )
    return {"document": write_tournament(alone), "stage": stage_key}


def apply_round(db: Session, competition: Competition, stage: Stage, draw: Draw) -> int:
    """Write a drawn round into the matches planned for it, and make those that were not; returns how many are new.

    What else stands in a round that is drawn is taken away: there are fewer teams than when it was planned.
    """
    rounds = {given["round"] for given in draw.result["matches"]}
    left_over = {(f"m{match.number}", match.round): match for match in _matches(db, stage) if match.round in rounds}
    named = {(given["id"], given["round"]) for given in draw.result["matches"]}
    made = 0
    for given in draw.result["matches"]:
        key = (given["id"], given["round"])
        # A draw made before the matches were planned knows them by other numbers: then the first free one is taken.
        free = next(
            (k for k, m in left_over.items() if k[1] == given["round"] and k not in named and _is_open(m)), None
        )
        match = left_over.pop(key, None) or (left_over.pop(free) if free else None)
        if match is None:
            competition.match_count += 1
            made += 1
            match = Match(
                competition_id=competition.id,
                stage_id=stage.id,
                pool_key=None,
                number=competition.match_count,
                round=given["round"],
            )
            db.add(match)
        match.home, match.away = given["home"], given["away"]
        db.flush()
    for match in left_over.values():
        db.delete(match)
    db.flush()
    return made


def draw_round(division_id: int, *, by: Actor, seed: str | None = None, discipline_id: int | None = None) -> int:
    """Draw the next round of a row or a discipline and show it; returns its number.

    Where all rounds were drawn at once, those that have not begun are drawn again, for the people there are now. Raises
    MissingError, RuleError: tournament.not_in_rounds, .round_not_finished, .round_has_begun, .all_rounds_drawn,
    .too_few_teams, .people_cannot_be_split.
    """
    competition_id = competition_of_division(division_id)
    seed = seed or new_code(8)
    facts = {"division": division_id, "discipline": discipline_id, "seed": seed}
    with changing(competition_id, "draw_round", by=by, **facts) as (db, competition):
        contest = _in_rounds(division_id, discipline_id)
        stage = contest.require_main()
        values = load_competition(competition_id)
        number = coming_round(values, stage.key)
        given = round_input(values, stage.key, list(stage.options["entries"]))
        draw = record_draw(db, stage, "round", given, seed, by=by, number=number)
        apply_round(db, competition, stage, draw)
        return number


def coming_round(values: Values, stage_key: str) -> int:
    """The round to be drawn next, or the first to be drawn again where all were drawn at once.

    Raises RuleError: tournament.round_not_finished, .round_has_begun, .all_rounds_drawn.
    """
    state = recompute(values)
    matches = [match for match in state.matches if match.match.stage == stage_key]
    drawn = [match for match in matches if not isinstance(match.match.home, RoundSide)]
    rounds = rounds_of(values.get_stage(stage_key).options)
    begun = [match.match.round for match in drawn if match.match.result]
    last = max(begun if is_drawn_at_once(values, stage_key) else [match.match.round for match in drawn], default=0)
    if not all(match.is_over for match in drawn if match.match.round <= last):
        raise RuleError("tournament.round_not_finished", round=last)
    if any(match.match.round > last and match.match.status is MatchStatus.RUNNING for match in drawn):
        raise RuleError("tournament.round_has_begun", round=last + 1)
    if last >= rounds:
        raise RuleError("tournament.all_rounds_drawn", rounds=rounds)
    return last + 1


def is_drawn_at_once(values: Values, stage_key: str) -> bool:
    """Whether the rounds of a stage do not wait for results, so that all are drawn together."""
    return values.get_stage(stage_key).format == "supermelee"


def undo_round(division_id: int, *, by: Actor, discipline_id: int | None = None) -> int:
    """Take the round drawn last back, as long as none of it has begun; returns its number.

    Raises MissingError, RuleError: tournament.not_in_rounds, .nothing_drawn, .round_has_begun.
    """
    competition_id = competition_of_division(division_id)
    facts = {"division": division_id, "discipline": discipline_id}
    with changing(competition_id, "undo_round", by=by, **facts) as (db, _competition):
        stage = _in_rounds(division_id, discipline_id).require_main()
        drawn = [match for match in _matches(db, stage) if not _is_open(match)]
        last = max((match.round for match in drawn), default=0)
        of_round = [match for match in drawn if match.round == last]
        draw = find_draw(stage.id)
        if last < 2 or draw is None:
            raise RuleError("tournament.nothing_drawn")
        ids = [match.id for match in of_round]
        entered = db.scalar(select(ResultRow.id).where(ResultRow.match_id.in_(ids)).limit(1))
        if entered is not None or any(match.status != "planned" for match in of_round):
            raise RuleError("tournament.round_has_begun", round=last)
        planned = {match["id"] for match in draw.input["document"]["matches"]}
        place = 0
        for match in of_round:
            if f"m{match.number}" not in planned:
                db.delete(match)
                continue
            sides = [RoundSide(stage.key, last, 2 * place + side) for side in (1, 2)]
            match.home, match.away = map(str, sides)
            place += 1
        db.delete(draw)
        db.flush()
        return last


def join_rounds(division_id: int, entry_id: int, *, by: Actor, discipline_id: int | None = None) -> None:
    """Let a late team play from the next round on, or be measured with the others; twice is harmless.

    Raises MissingError, RuleError("tournament.not_in_rounds").
    """
    competition_id = competition_of_division(division_id)
    facts = {"division": division_id, "discipline": discipline_id, "entry": entry_id}
    with changing(competition_id, "join_rounds", by=by, **facts) as (db, _competition):
        contest = get_contest(division_id, discipline_id)
        stage, entry = contest.require_main(), db.get(Entry, entry_id)
        if entry is None or entry.division_id != division_id:
            raise MissingError
        if not can_be_joined(contest):
            raise RuleError("tournament.not_in_rounds")
        named = list(stage.options["entries"])
        if entry_key(entry_id) not in named:
            stage.options = {**stage.options, "entries": [*named, entry_key(entry_id)]}


def can_be_joined(contest: Contest) -> bool:
    """Whether a late team can come into a draw that is shown."""
    how = contest.how
    is_open = how is not None and (how.in_rounds or how.code == "measured")
    return is_open and bool(contest.require_main().options.get("entries"))


def late_teams(contest: Contest) -> list[Entry]:
    """Teams of the row that are not in its draw though others are, and could come into it."""
    if not can_be_joined(contest):
        return []
    named = set(contest.require_main().options["entries"])
    return [entry for entry in contest.teams() if entry_key(entry.id) not in named]


def _in_rounds(division_id: int, discipline_id: int | None) -> Contest:
    contest = get_contest(division_id, discipline_id)
    how = contest.how
    if how is None or not how.in_rounds or not contest.require_main().options.get("entries"):
        raise RuleError("tournament.not_in_rounds")
    return contest


def _matches(db: Session, stage: Stage) -> list[Match]:
    return list(db.scalars(select(Match).where(Match.stage_id == stage.id).order_by(Match.number)))


def _is_open(match: Match) -> bool:
    """Whether a match was planned before its round was paired."""
    return isinstance(parse_selector(match.home), RoundSide)
