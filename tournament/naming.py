"""What matches, sides, rounds and courts are called, in the language of the page."""

from flask_babel import gettext as _

from core.language import in_language
from tournament.engine.selectors import (
    BestOfRank,
    Bye,
    EntrySide,
    LoserOf,
    PoolRank,
    RoundSide,
    Selector,
    StageRank,
    TeamSide,
    WinnerOf,
)
from tournament.store_view import CompetitionView, MatchView, SideView, StageView


def court_word(view: CompetitionView) -> str:
    """The sport's word for its court: "bane", "bord", "skive"."""
    return in_language(view.court_da, view.court_en)


def stage_name(stage: StageView) -> str:
    """The name of a stage."""
    return in_language(stage.name_da, stage.name_en)


def pool_name(pool: str) -> str:
    """The name of a pool: "Pulje A"."""
    return _("Pulje %(pool)s", pool=pool)


def is_beside_the_tree(match: MatchView) -> bool:
    """Whether losers meet here, as in the match for third place, so that the tree of winners goes round it."""
    return isinstance(match.home.selector, LoserOf) and isinstance(match.away.selector, LoserOf)


def round_names(view: CompetitionView, stage: str) -> dict[int, str]:
    """What the rounds of an elimination are called, counted back from the final."""
    rounds = sorted({match.round for match in view.of_stage(stage)}, reverse=True)
    names = [_("Finale"), _("Semifinaler"), _("Kvartfinaler"), _("Ottendedelsfinaler")]
    found = dict(zip(rounds, names, strict=False))
    return {number: found.get(number) or _("Runde %(number)s", number=number) for number in rounds}


def _one_of_round(view: CompetitionView, match: MatchView) -> str:
    """One match of an elimination: "Kvartfinale 3", "Finale", "Bronzekamp"."""
    if is_beside_the_tree(match):
        return _("Bronzekamp")
    tree = [other for other in view.of_stage(match.stage) if not is_beside_the_tree(other)]
    depth = max(other.round for other in tree) - match.round
    mates = sorted(other.number for other in tree if other.round == match.round)
    number = mates.index(match.number) + 1
    if depth == 0:
        return _("Finale")
    if depth == 1:
        return _("Semifinale %(number)s", number=number)
    if depth == 2:
        return _("Kvartfinale %(number)s", number=number)
    if depth == 3:
        return _("Ottendedelsfinale %(number)s", number=number)
    return _("Runde %(round)s, kamp %(number)s", round=match.round, number=number)


def match_name(view: CompetitionView, match: MatchView) -> str:
    """Where in the competition a match belongs: "Pulje A", "Kvartfinale 1"; with the row where there are several."""
    name = pool_name(match.pool) if match.pool else _one_of_round(view, match)
    if len(view.divisions) > 1:
        return f"{view.get_division(match.division_id).name} · {name}"
    return name


def side_name(view: CompetitionView, side: SideView) -> str:
    """The team, or where it comes from: "Vinder af kamp 27", "Nr. 1 i pulje A"."""
    return side.label if side.label is not None else _origin(view, side.selector)


def _origin(view: CompetitionView, selector: Selector) -> str:
    match selector:
        case PoolRank(_stage, pool, rank):
            return _("Nr. %(rank)s i pulje %(pool)s", rank=rank, pool=pool)
        case BestOfRank(_stage, rank, number):
            return _("Nr. %(number)s af dem, der blev nr. %(rank)s", number=number, rank=rank)
        case StageRank(stage, rank):
            return _("Nr. %(rank)s i %(stage)s", rank=rank, stage=stage_name(view.get_stage(stage)))
        case WinnerOf(match_id):
            return _("Vinder af kamp %(number)s", number=match_id.removeprefix("m"))
        case LoserOf(match_id):
            return _("Taber af kamp %(number)s", number=match_id.removeprefix("m"))
        case RoundSide():
            return _("Findes, når runden før er spillet")
        case Bye():
            return _("Oversidder")
        case TeamSide(entries):
            return " + ".join(view.labels.get(entry, entry) for entry in entries)
        case EntrySide(entry):
            return view.labels.get(entry, entry)


def court_label(match: MatchView) -> str:
    """The court of a match with its hall where halls have names: "Bane 1", "Hal 2, bane 1"; "" without a time."""
    if match.court is None:
        return ""
    return f"{match.court.hall}, {match.court.name}" if match.court.hall else match.court.name


def court_number(name: str) -> str:
    """What fits on a bib: the number of "Bane 12", the whole name where it has none."""
    last = name.rsplit(" ", 1)[-1]
    return last if len(last) <= 3 else name[:3]
