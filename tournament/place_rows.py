"""The overall ranking of a row: places or ranges of places, each with its reason, also while it is going on."""

from flask_babel import gettext as _

from tournament.engine.outcome import Place
from tournament.engine.selectors import members_of
from tournament.naming import APART, is_one_of_several, stage_name
from tournament.page_rows import PlaceRow
from tournament.store_view import CompetitionView, DivisionView, MatchView
from tournament.table_rows import why_text
from tournament.wording import reason_text

OPEN = ("undecided", "not_placed")
IN_A_TREE = ("lost_semi_final", "lost_quarter_final", "lost_round")


def places_of(view: CompetitionView, division: DivisionView) -> tuple[Place, ...]:
    """The places of a division as the engine gives them, best first."""
    found = next((state for state in view.state.divisions if state.division == division.key), None)
    return found.places if found is not None else ()


def find_place(view: CompetitionView, division: DivisionView, entry: str) -> Place | None:
    """The place of one entry in its division."""
    return next((place for place in places_of(view, division) if place.entry == entry), None)


def places_text(place: Place) -> str:
    """A place in figures: "3", or "5–8"."""
    return str(place.first) if place.first == place.last else f"{place.first}–{place.last}"


def place_rows(view: CompetitionView, division: DivisionView, *, own: str | None = None) -> tuple[PlaceRow, ...]:
    """The overall ranking of a division, best first; none where the row does not show it or nothing is decided yet."""
    places = places_of(view, division)
    if division.shows != "all" or all(place.reason.code in OPEN for place in places):
        return ()
    return tuple(
        PlaceRow(
            places=places_text(place),
            team=view.labels.get(place.entry, place.entry),
            own=own is not None and own in members_of(place.entry),
            reason=place_reason(view, place),
        )
        for place in places
    )


def place_reason(view: CompetitionView, place: Place) -> str:
    """Why a team has its place, with the play-off where there are several."""
    code = place.reason.code
    if code == "table_rank":
        return _table_reason(view, place)
    last = _last_of_elimination(view, place.entry)
    if last is None or code in OPEN or code == "pool_rank":
        return reason_text(place.reason)
    seat = view.find_seat(last)
    text = reason_text(place.reason)
    if seat is not None and seat.is_partial and code in IN_A_TREE:
        text = _("Tabte i den indledende runde")
    elif code == "placement_won":
        text = _("Vandt kampen om plads %(place)s", place=place.first)
    stage = view.get_stage(last.stage)
    return APART.join([stage_name(stage), text]) if is_one_of_several(view, stage) else text


def _table_reason(view: CompetitionView, place: Place) -> str:
    """The rank in the one table of all, and what decided it there."""
    text = reason_text(place.reason)
    for stage in view.stages:
        if not stage.how.has_one_table or stage.is_measured:
            continue
        for pool in view.pool_states(stage.key):
            for position, row in enumerate(pool.rows):
                if row.entry == place.entry and row.rank == place.reason.facts["rank"]:
                    why = why_text(view, stage, pool, position)
                    return f"{text}. {why}" if why else text
    return text


def _last_of_elimination(view: CompetitionView, entry: str) -> MatchView | None:
    played = [m for m in view.matches if m.plays(entry) and m.result is not None and m.stage in view.shapes]
    return max(played, key=lambda match: (match.round, match.number), default=None)


def is_decided(view: CompetitionView, division: DivisionView) -> bool:
    """Whether every match of a division has been played."""
    stages = view.stages_of(division.id)
    return bool(stages) and all(view.state.get_stage(stage.key).complete for stage in stages)


def find_champion(view: CompetitionView, division: DivisionView) -> str | None:
    """The winner of a division once all is played and one team stands first alone."""
    if division.shows != "all" or not is_decided(view, division):
        return None
    first = next(iter(places_of(view, division)), None)
    return view.labels.get(first.entry) if first and first.first == first.last == 1 else None
