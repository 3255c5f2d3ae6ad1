"""What matches, sides, rounds and courts are called, in the language of the page and short enough for a phone.

Every page, paper and feed takes its names from here, so that one match has one name.
"""

import re

from flask_babel import gettext as _

from core.language import in_language
from tournament.bracket_shape import PLACEMENT, Part, Seat
from tournament.engine.selectors import (
    NOBODY,
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
from tournament.models import Court
from tournament.scoring import LEGS, POINTS, SETS
from tournament.store_view import CompetitionView, CourtView, DivisionView, MatchView, SideView, StageView

REFEREE = re.compile(r"Dommer (\d+)")
PLAY_OFF = re.compile(r"[A-H]")
APART = " · "


def court_word(view: CompetitionView) -> str:
    """The sport's word for its court: "bane", "bord", "skive"."""
    return in_language(view.court_da, view.court_en)


def stage_name(stage: StageView) -> str:
    """The name of a stage; one that came in without a name is called by its format."""
    if stage.name_da != stage.key:
        return in_language(stage.name_da, stage.name_en)
    if stage.how.is_elimination and PLAY_OFF.fullmatch(stage.key):
        return _("%(letter)s-slutspil", letter=stage.key)
    return in_language(stage.how.name.da, stage.how.name.en)


def pool_name(pool: str) -> str:
    """The name of a pool: "Pulje A"."""
    return _("Pulje %(pool)s", pool=pool)


def table_name(view: CompetitionView, stage: StageView, table: str) -> str:
    """What a table of a stage is called: "Pulje A", or "Stilling" where all stand in one."""
    if table == stage.key and not stage.pools:
        return stage_name(stage) if is_one_of_several(view, stage) else _("Stilling")
    name = pool_name(table)
    return APART.join([stage_name(stage), name]) if is_one_of_several(view, stage) else name


def division_name(view: CompetitionView, division: DivisionView) -> str:
    """The name of a row where there are several, else ""."""
    return (division.name or division.key) if len(view.divisions) > 1 else ""


def is_of_people(view: CompetitionView, stage: StageView) -> bool:
    """Whether people play in a stage, each for themselves."""
    return stage.format == "supermelee" or view.get_division(stage.division_id).takes == "people"


def played_discipline(view: CompetitionView, stage: StageView) -> str:
    """The discipline that a stage belongs to, where its row has several, else ""."""
    disciplines = [found for found in view.disciplines if found.division_id == stage.division_id]
    played = next((found for found in disciplines if found.id == stage.discipline_id), None)
    return in_language(played.name_da, played.name_en) if played is not None and len(disciplines) > 1 else ""


def block_name(view: CompetitionView, stage: StageView) -> str:
    """A stage as the heading of its own part of a page."""
    return APART.join(filter(None, [played_discipline(view, stage), stage_name(stage)]))


def stage_labels(view: CompetitionView) -> dict[str, str]:
    """Every stage by its key as it is called among all of them: with its row and its discipline.

    Those that would still be called the same, as they came in without a name, have their keys too.
    """
    names = {
        stage.key: APART.join(
            filter(None, [division_name(view, view.get_division(stage.division_id)), block_name(view, stage)])
        )
        for stage in view.stages
    }
    called = list(names.values())
    return {key: name if called.count(name) == 1 else APART.join([name, key]) for key, name in names.items()}


def is_one_of_several(view: CompetitionView, stage: StageView) -> bool:
    """Whether the division has another stage whose matches would have the same names."""
    others = [
        other
        for other in view.stages_of(stage.division_id)
        if other.key != stage.key
        and other.discipline_id == stage.discipline_id
        and other.how.is_elimination == stage.how.is_elimination
        and bool(other.pools) == bool(stage.pools)
    ]
    if stage.pools:
        return any(set(other.pools) & set(stage.pools) for other in others)
    return bool(others)


def round_name(view: CompetitionView, stage: StageView, match: MatchView) -> str:
    """What the round of a match is called, as a heading: "Semifinaler", "Indledende runde", "Om plads 5–8"."""
    seat = view.find_seat(match)
    if seat is None or not seat.has_final or seat.part in (Part.UPPER, Part.LOWER):
        return _("Runde %(number)s", number=seat.step if seat else match.round)
    if seat.part is Part.TREE and (stage.format != PLACEMENT or not seat.depth):
        if seat.is_partial:
            return _("Indledende runde")
        return _rounds_before_the_final(seat.depth)
    return _lone_name(view, match, seat)


def _rounds_before_the_final(depth: int) -> str:
    names = [
        *(_("Finale"), _("Semifinaler"), _("Kvartfinaler"), _("1/8-finaler")),
        *(_("1/16-finaler"), _("1/32-finaler"), _("1/64-finaler")),
    ]
    return names[depth] if depth < len(names) else _("Indledende runde")


def _one_before_the_final(seat: Seat) -> str:
    """One match of a tree that ends in a final: "Kvartfinale 3", "Indledende kamp 2"."""
    if seat.depth == 0:
        return _("Finale")
    if seat.is_partial:
        return _("Indledende kamp %(number)s", number=seat.number)
    if seat.depth == 1:
        return _("Semifinale %(number)s", number=seat.number)
    if seat.depth == 2:
        return _("Kvartfinale %(number)s", number=seat.number)
    if seat.depth == 3:
        return _("1/8-finale %(number)s", number=seat.number)
    if seat.depth == 4:
        return _("1/16-finale %(number)s", number=seat.number)
    if seat.depth == 5:
        return _("1/32-finale %(number)s", number=seat.number)
    return _("Indledende kamp %(number)s", number=seat.number)


def _lone_name(view: CompetitionView, match: MatchView, seat: Seat) -> str:
    """A match that is not counted among its mates: beside the tree, about places, a final of a double elimination."""
    if seat.part is Part.BRONZE:
        return _("Bronzekamp")
    if seat.part is Part.FINAL:
        return _("Finale")
    if seat.part is Part.DECIDER:
        return _("Ekstra finale")
    return places_name(view, match)


def places_name(view: CompetitionView, match: MatchView) -> str:
    """The places that a match is about, counted over the whole row: "Om plads 5–8"."""
    first, last = match.resolved.places or (1, 1)
    ahead = view.first_places.get(match.stage, 1) - 1
    return _("Om plads %(first)s–%(last)s", first=first + ahead, last=last + ahead)


def short_name(view: CompetitionView, match: MatchView) -> str:
    """What a match is called inside its stage: "Pulje A", "Kvartfinale 3", "Runde 2", "Anden chance, runde 2"."""
    stage, seat = view.get_stage(match.stage), view.find_seat(match)
    if seat is None:
        if match.pool is None:
            return _("Runde %(number)s", number=match.round)
        return APART.join(filter(None, [pool_name(match.pool), poule_word(view, match)]))
    if seat.part is Part.UPPER:
        return _("Vindersiden, runde %(number)s", number=seat.step)
    if seat.part is Part.LOWER:
        return _("Anden chance, runde %(number)s", number=seat.step)
    if seat.part is Part.TREE and not seat.has_final:
        return _("Runde %(round)s, kamp %(number)s", round=seat.step, number=seat.number)
    if seat.part is Part.TREE and (stage.format != PLACEMENT or not seat.depth):
        return _one_before_the_final(seat)
    return _lone_name(view, match, seat)


def poule_word(view: CompetitionView, match: MatchView) -> str:
    """Which of the five matches of a poule this is; "" in a pool where all meet all."""
    won = [isinstance(side.selector, WinnerOf) for side in (match.home, match.away)]
    lost = [isinstance(side.selector, LoserOf) for side in (match.home, match.away)]
    if all(won):
        return _("Vindere mødes")
    if all(lost):
        return _("Tabere mødes")
    if any(won) and any(lost):
        return _("Omkamp")
    in_pool = [other for other in view.of_stage(match.stage) if other.pool == match.pool]
    is_fed = any(isinstance(other.home.selector, WinnerOf | LoserOf) for other in in_pool)
    return _("Åbningskamp") if is_fed else ""


def match_name(view: CompetitionView, match: MatchView) -> str:
    """Where in the competition a match belongs: with its row, discipline and play-off where there are several."""
    stage = view.get_stage(match.stage)
    names = [
        division_name(view, view.get_division(match.division_id)),
        played_discipline(view, stage),
        stage_name(stage) if is_one_of_several(view, stage) else "",
        short_name(view, match),
    ]
    return APART.join(filter(None, names))


def side_name(view: CompetitionView, side: SideView) -> str:
    """The team, or where it comes from: "Vinder af kamp 27", "Nr. 1 i pulje A"."""
    if side.label is not None:
        return side.label
    if side.entry == NOBODY and not isinstance(side.selector, Bye):
        return _("Ingen")
    return _origin(view, side.selector)


def _origin(view: CompetitionView, selector: Selector) -> str:
    match selector:
        case PoolRank(stage, pool, rank):
            name = _("Nr. %(rank)s i pulje %(pool)s", rank=rank, pool=pool)
            found = view.get_stage(stage)
            return f"{name}, {stage_name(found)}" if is_one_of_several(view, found) else name
        case BestOfRank(rank=rank, number=number):
            return _best_name(rank, number, is_open=_is_allocated(view, selector))
        case StageRank(stage, rank):
            found = view.get_stage(stage)
            if found.how.has_one_table and not is_one_of_several(view, found):
                return _("Nr. %(rank)s i stillingen", rank=rank)
            return _("Nr. %(rank)s i %(stage)s", rank=rank, stage=stage_name(found))
        case WinnerOf(match_id):
            return _("Vinder af kamp %(number)s", number=match_id.removeprefix("m"))
        case LoserOf(match_id):
            return _("Taber af kamp %(number)s", number=match_id.removeprefix("m"))
        case RoundSide(round=number):
            return _("Findes, når runde %(number)s er spillet", number=number - 1)
        case Bye():
            return _("Oversidder")
        case TeamSide(entries):
            return " + ".join(view.labels.get(entry, entry) for entry in entries)
        case EntrySide(entry):
            return view.labels.get(entry, entry)


def _best_name(rank: int, number: int, *, is_open: bool) -> str:
    if is_open:
        return _("En af de bedste nr. %(rank)s", rank=rank)
    if number == 1:
        return _("Bedste nr. %(rank)s", rank=rank)
    return _("%(number)s. bedste nr. %(rank)s", number=number, rank=rank)


def _is_allocated(view: CompetitionView, selector: Selector) -> bool:
    """Whether another order than that of the best decides which of them stands here."""
    stages = {m.stage for m in view.matches if selector in (m.home.selector, m.away.selector)}
    return any(view.state.competition.get_stage(stage).allocation is not None for stage in stages)


def won_extra(kind: str) -> str:
    """How a level match was decided, said after it, by what is counted: "efter straffespark"."""
    if kind == POINTS:
        return _("efter en ekstra omgang")
    return _("efter omkamp") if kind in (SETS, LEGS) else _("efter straffespark")


def court_label(match: MatchView) -> str:
    """The court of a match with its hall where halls have names: "Bane 1", "Hal 2, bane 1"; "" without a time."""
    return hall_and_court(match.court) if match.court is not None else ""


def hall_and_court(court: CourtView | Court) -> str:
    """A court with its hall where halls have names: "Bane 1", "Hal 2, Bane 1"."""
    return f"{court.hall}, {court.name}" if court.hall else court.name


def referee_name(view: CompetitionView, key: str | None) -> str:
    """Who referees: a team by its label, a person by a number; "" for nobody and for a team that is gone."""
    person = REFEREE.fullmatch(key or "")
    return _("Dommer %(number)s", number=person[1]) if person else view.labels.get(key or "", "")


def court_number(name: str) -> str:
    """What fits on a bib: the number of "Bane 12", the whole name where it has none."""
    last = name.rsplit(" ", 1)[-1]
    return last if len(last) <= 3 else name[:3]
