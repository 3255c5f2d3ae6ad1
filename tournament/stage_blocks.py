"""The stages of a row as blocks of a page, each in the way that its format is read: what matters now stands first."""

from dataclasses import replace

from flask_babel import gettext as _

from core.language import in_language
from tournament.bracket_rows import elimination_block
from tournament.naming import block_name, stage_name
from tournament.page_rows import StageBlock, Table
from tournament.round_rows import coming_text, poule_matches, rounds_block
from tournament.store_view import CompetitionView, DivisionView, StageView
from tournament.table_rows import compared_tables, table_of, ways_on


def stage_blocks(view: CompetitionView, division: DivisionView, *, own: str | None = None) -> tuple[StageBlock, ...]:
    """The stages of a division that have matches; the ones played to the end stand after those that are not.

    Where the row shows no table, only what is no table or result is left.
    """
    stages = [stage for stage in view.stages_of(division.id) if not stage.is_measured]
    blocks = [(stage, stage_block(view, stage, own)) for stage in stages]
    if division.shows != "all":
        blocks = [(stage, replace(block, tables=(), compared=())) for stage, block in blocks]
        blocks = [(stage, block) for stage, block in blocks if block.kind != "tables"]
    is_under_way = {stage.key: not view.state.get_stage(stage.key).complete for stage in stages}
    # An elimination whose teams are found, or the last stage of all, is what people look for.
    order = sorted(blocks, key=lambda pair: (_is_waiting(view, pair[0]), not is_under_way[pair[0].key]))
    if not any(is_under_way.values()):
        order = sorted(blocks, key=lambda pair: not pair[0].how.is_elimination)
    return tuple(block for _stage, block in order)


def _is_waiting(view: CompetitionView, stage: StageView) -> bool:
    """Whether nobody is known yet on any side of a stage."""
    matches = view.of_stage(stage.key)
    return not any(match.home.is_known or match.away.is_known for match in matches)


def stage_block(view: CompetitionView, stage: StageView, own: str | None = None) -> StageBlock:
    """One stage."""
    if not stage.has_matches:
        return waiting_block(view, stage)
    if stage.how.is_elimination:
        return elimination_block(view, stage, own)
    tables = stage_tables(view, stage, own)
    if stage.how.in_rounds:
        return rounds_block(view, stage, tables, own)
    ways = [way for pool in view.pool_states(stage.key) for way in ways_on(view, stage, pool).values()]
    several = len({way.stage for way in ways}) > 1
    first = next((way.stage for way in ways if way.is_first), "")
    return StageBlock(
        key=stage.key,
        kind="tables",
        name=block_name(view, stage),
        explanation=in_language(stage.how.explanation.da, stage.how.explanation.en) if stage.format == "poule" else "",
        tables=tables,
        compared=compared_tables(view, stage, own),
        through=_through_text(view, first, several=several) if any(way.is_sure for way in ways) else "",
        maybe=_("Kan gå videre som en af de bedste") if any(not way.is_sure for way in ways) else "",
    )


def _through_text(view: CompetitionView, first: str, *, several: bool) -> str:
    if several and first:
        return _("Videre til %(stage)s", stage=stage_name(view.get_stage(first)))
    return _("Videre til slutspillet")


def stage_tables(view: CompetitionView, stage: StageView, own: str | None = None) -> tuple[Table, ...]:
    """The tables of a stage, each with its matches where those have names of their own."""
    return tuple(
        replace(table_of(view, stage, pool, own), matches=poule_matches(view, stage, pool.id, own))
        for pool in view.pool_states(stage.key)
    )


def waiting_block(view: CompetitionView, stage: StageView) -> StageBlock:
    """A stage that is not drawn yet, and what it waits for."""
    if stage.how.in_rounds:
        text = coming_text(view, stage)
    elif stage.how.is_elimination:
        text = _("Kampene her bliver lagt, når de første kampe er spillet.")
    else:
        text = _("Der er ikke trukket lod endnu. Når det er gjort, står holdene her.")
    return StageBlock(key=stage.key, kind="waiting", name=block_name(view, stage), coming=text)
