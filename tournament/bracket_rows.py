"""Eliminations as pages draw them: a tree per part, its rounds in cells that line up, with what each part is about."""

from flask_babel import gettext as _

from tournament.bracket_shape import PLACEMENT, Layer, Part, Tree
from tournament.engine.selectors import WinnerOf
from tournament.match_rows import match_row
from tournament.naming import block_name, places_name, round_name
from tournament.page_rows import Bracket, Cell, MatchRow, Round, StageBlock
from tournament.store_view import CompetitionView, MatchView, StageView

BESIDE = (Part.BRONZE,)


def elimination_block(view: CompetitionView, stage: StageView, own: str | None = None) -> StageBlock:
    """A knock-out, double elimination or placement bracket on a page."""
    trees = view.shapes[stage.key].trees
    beside = [tree for tree in trees if tree.part in BESIDE]
    extra = tuple(row for tree in beside for row in _rows_of(view, tree, own))
    brackets = [_bracket(view, stage, tree, own) for tree in _joined(trees) if tree.part not in BESIDE]
    if brackets and extra:
        first = brackets[0]
        brackets[0] = Bracket(first.key, first.name, first.rounds, extra)
    return StageBlock(
        key=stage.key,
        kind="bracket",
        name=block_name(view, stage),
        explanation=explanation_of(stage, trees),
        brackets=tuple(brackets),
    )


def explanation_of(stage: StageView, trees: tuple[Tree, ...]) -> str:
    """How to read the drawing, in a sentence or two."""
    parts = {tree.part for tree in trees}
    if Part.LOWER in parts:
        return _("Et hold er først ude, når det har tabt to gange. Taberne får en ny chance.")
    if stage.format == PLACEMENT:
        return _("Alle spiller videre, til hver plads er fundet.")
    return _("Vinderne går mod højre.")


def _joined(trees: tuple[Tree, ...]) -> list[Tree]:
    """The trees as they are drawn: a final and the one that may follow it are one part."""
    final = next((tree for tree in trees if tree.part is Part.FINAL), None)
    decider = next((tree for tree in trees if tree.part is Part.DECIDER), None)
    if final is None or decider is None:
        return list(trees)
    both = Tree(Part.FINAL, final.root, (*final.layers, *decider.layers))
    return [both if tree is final else tree for tree in trees if tree is not decider]


def _rows_of(view: CompetitionView, tree: Tree, own: str | None) -> list[MatchRow]:
    keys = [key for layer in tree.layers for key in layer.cells if key is not None]
    return [match_row(view, view.get_keyed(key), own=own) for key in keys]


def _bracket(view: CompetitionView, stage: StageView, tree: Tree, own: str | None) -> Bracket:
    inside = {key for layer in tree.layers for key in layer.cells if key is not None}
    rounds = tuple(_round(view, stage, layer, inside, own) for layer in tree.layers)
    return Bracket(key=f"{stage.key}-{tree.root}", name=_part_name(view, stage, tree), rounds=rounds)


def _part_name(view: CompetitionView, stage: StageView, tree: Tree) -> str:
    """What a part is called where an elimination has several; "" for a tree that is all of it."""
    if tree.part is Part.TREE and stage.format != PLACEMENT:
        return ""
    names = {Part.UPPER: _("Vindersiden"), Part.LOWER: _("Anden chance"), Part.FINAL: _("Finale")}
    if tree.part in names:
        return names[tree.part]
    first = next(key for layer in tree.layers for key in layer.cells if key is not None)
    return places_name(view, view.get_keyed(first))


def _round(view: CompetitionView, stage: StageView, layer: Layer, inside: set[str], own: str | None) -> Round:
    matches = [view.get_keyed(key) if key is not None else None for key in layer.cells]
    first = next(match for match in matches if match is not None)
    seat = view.find_seat(first)
    note = ""
    if seat is not None and seat.is_partial and seat.part is Part.TREE:
        note = _("Cadrage: de bedste venter. Vinderne møder dem i næste runde.")
    fed_on = {key for other in inside for key in _fed_by(view.get_keyed(other))}
    cells = tuple(
        Cell(
            match_row(view, match, own=own) if match is not None else None,
            is_fed=match is not None and bool(_fed_by(match) & inside),
            leads_on=match is not None and match.key in fed_on and layer.joins > 0,
        )
        for match in matches
    )
    return Round(name=round_name(view, stage, first), cells=cells, joins=layer.joins, note=note)


def _fed_by(match: MatchView) -> set[str]:
    """The matches whose winners meet here."""
    return {side.selector.match for side in (match.home, match.away) if isinstance(side.selector, WinnerOf)}
