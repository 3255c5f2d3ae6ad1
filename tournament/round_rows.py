"""Stages that everybody plays round by round, and poules: who plays, who sits out, and when the next one is drawn."""

from dataclasses import replace
from typing import Literal

from flask_babel import gettext as _

from tournament.engine.selectors import NOBODY, RoundSide
from tournament.match_rows import match_row
from tournament.naming import block_name, poule_word
from tournament.page_rows import MatchRow, RoundRow, StageBlock, Table
from tournament.store_view import CompetitionView, MatchView, StageView


def rounds_block(
    view: CompetitionView, stage: StageView, tables: tuple[Table, ...], own: str | None = None
) -> StageBlock:
    """Rounds of a Monrad or of changing partners: the one on now first, those before it, and the table of all."""
    return StageBlock(
        key=stage.key,
        kind="rounds",
        name=block_name(view, stage),
        explanation=how_text(stage),
        coming=coming_text(view, stage),
        tables=tables,
        rounds=round_rows(view, stage, own),
    )


def how_text(stage: StageView) -> str:
    """How the stage is played, in one sentence: the bare word "Monrad" means two things in Denmark."""
    if stage.format == "swiss":
        return _("I hver runde møder I et hold, der har vundet lige så meget som jer. Ingen er ude.")
    return _("I hver runde får alle nye makkere. Hver person tæller sine egne sejre.")


def round_rows(view: CompetitionView, stage: StageView, own: str | None = None) -> tuple[RoundRow, ...]:
    """The rounds with their matches: the one being played first, then those to come, then those over, newest first."""
    by_number: dict[int, list[MatchView]] = {}
    for match in view.of_stage(stage.key):
        if not is_planned_only(match):
            by_number.setdefault(match.round, []).append(match)
    open_rounds = [number for number in sorted(by_number) if not is_over(by_number[number])]
    now = open_rounds[0] if open_rounds else max(by_number, default=0)
    order = [now, *open_rounds[1:], *(n for n in sorted(by_number, reverse=True) if n not in open_rounds and n != now)]
    return tuple(_round_row(view, number, by_number[number], now, own) for number in order if number in by_number)


def is_over(matches: list[MatchView]) -> bool:
    """Whether nothing is left to play of a round."""
    return not any(match.is_to_play for match in matches)


def _round_row(view: CompetitionView, number: int, matches: list[MatchView], now: int, own: str | None) -> RoundRow:
    state: Literal["now", "over", "coming"] = "now" if number == now else "over" if number < now else "coming"
    played = [match for match in matches if NOBODY not in (match.home.entry, match.away.entry)]
    resting = [
        name
        for match in matches
        if match not in played
        for name in (match.home.label, match.away.label)
        if name is not None
    ]
    return RoundRow(
        number=number,
        name=_("Runde %(number)s", number=number),
        state=state,
        matches=tuple(replace(match_row(view, match, own=own), stage="") for match in played),
        pauses=tuple(_("%(team)s er oversidder og får en sejr. Tag en pause.", team=name) for name in resting),
    )


def coming_text(view: CompetitionView, stage: StageView) -> str:
    """When the next round is drawn: "Runde 3 af 5 trækkes, når runde 2 er spillet."; "" when all are."""
    if not view.rounds_left(stage):
        return ""
    rounds = int(stage.how.option(stage.options, "rounds"))
    following = rounds - view.rounds_left(stage) + 1
    before = [m for m in view.of_stage(stage.key) if m.round == following - 1]
    if following == 1:
        return _("Der spilles %(rounds)s runder. Runde 1 er ikke trukket endnu.", rounds=rounds)
    if is_over(before):
        return _("Runde %(round)s af %(rounds)s trækkes nu. Den står her om lidt.", round=following, rounds=rounds)
    return _(
        "Runde %(round)s af %(rounds)s trækkes, når runde %(before)s er spillet.",
        round=following,
        rounds=rounds,
        before=following - 1,
    )


def is_planned_only(match: MatchView) -> bool:
    """Whether a match has a place in the plan but is not paired yet."""
    return isinstance(match.home.selector, RoundSide) or isinstance(match.away.selector, RoundSide)


def poule_matches(view: CompetitionView, stage: StageView, pool: str, own: str | None = None) -> tuple[MatchRow, ...]:
    """The matches of a poule in order, each under its own word; none in a pool where all meet all."""
    in_pool = [match for match in view.of_stage(stage.key) if match.pool == pool]
    if stage.format != "poule":
        return ()
    return tuple(
        replace(match_row(view, match, own=own), stage=poule_word(view, match))
        for match in sorted(in_pool, key=lambda match: match.number)
    )
