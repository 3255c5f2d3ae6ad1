"""From the computed competition to the rows that pages show: matches, courts, tables, brackets, places."""

from collections.abc import Callable
from datetime import datetime

from flask_babel import gettext as _

from tournament.engine.outcome import PoolState
from tournament.engine.selectors import BestOfRank, PoolRank
from tournament.engine.values import Result, ResultKind
from tournament.naming import (
    court_label,
    is_beside_the_tree,
    match_name,
    pool_name,
    round_names,
    side_name,
    stage_name,
)
from tournament.page_rows import Bracket, CourtRow, MatchRow, PlaceRow, Round, Side, Table, TableRow
from tournament.store_view import CompetitionView, DivisionView, MatchView, SideView, StageView, by_time
from tournament.wording import decided_text, number_text, reason_text

WALKOVERS = (ResultKind.WALKOVER_HOME, ResultKind.WALKOVER_AWAY)


def no_link(_match: MatchView) -> str:
    """The address of matches that lead nowhere."""
    return ""


def score_text(result: Result) -> str:
    """A result in figures: "3–1", "11–7, 9–11, 11–5"; "" where nothing was played."""
    if result.sets:
        return ", ".join(f"{home}–{away}" for home, away in result.sets)
    if result.kind is not ResultKind.PLAYED or result.home is None or result.away is None:
        return ""
    return f"{result.home}–{result.away}"


def result_note(result: Result) -> str:
    """What the figures do not say: a shoot-out, a team that did not come, a match that does not count."""
    if result.kind in WALKOVERS:
        return _("tabt uden kamp")
    if result.kind is ResultKind.BOTH_NO_SHOW:
        return _("ingen af holdene kom")
    if result.kind is ResultKind.ANNULLED:
        return _("tæller ikke med")
    return _("efter straffespark") if result.shootout else ""


def _side(view: CompetitionView, match: MatchView, name: str, own: str | None, *, shows_score: bool) -> Side:
    side: SideView = match.home if name == "home" else match.away
    result = match.result
    score = ""
    if shows_score and result is not None and result.kind is ResultKind.PLAYED:
        goals = result.home if name == "home" else result.away
        score = "" if goals is None else str(goals)
    elif shows_score and match.running is not None and match.state == "now":
        score = str(match.running[0 if name == "home" else 1])
    return Side(
        name=side_name(view, side),
        score=score,
        won=shows_score and match.resolved.winner is not None and match.resolved.winner == side.entry,
        own=own is not None and side.entry == own,
        known=side.is_known,
    )


def match_row(
    view: CompetitionView, match: MatchView, *, own: str | None = None, link: Callable[[MatchView], str] = no_link
) -> MatchRow:
    """A match as pages show it; `own` is the reader's team, `link` gives where the match leads.

    Where a row is played without results its scores and winners are left out.
    """
    shows_score = view.get_division(match.division_id).shows != "no_results"
    result = match.result
    return MatchRow(
        key=match.key,
        number=match.number,
        stage=match_name(view, match),
        court=court_label(match),
        starts_at=match.starts_at,
        ends_at=match.ends_at,
        home=_side(view, match, "home", own, shows_score=shows_score),
        away=_side(view, match, "away", own, shows_score=shows_score),
        score=score_text(result) if result is not None and shows_score else "",
        note=result_note(result) if result is not None else "",
        state=match.state,
        href=link(match),
    )


def court_rows(view: CompetitionView, now: datetime, *, own: str | None = None) -> tuple[CourtRow, ...]:
    """Every court with what is on and what comes next."""
    return tuple(_court_row(view, court.id, now, own) for court in view.courts if view.on_court(court.id))


def _court_row(view: CompetitionView, court_id: int, now: datetime, own: str | None) -> CourtRow:
    matches = view.on_court(court_id)
    on = next((match for match in matches if match.state == "now"), None)
    coming = next((match for match in matches if match.is_to_play and match is not on), None)
    note = ""
    if coming is None:
        note = _("Alle kampe her er spillet.")
    elif coming.starts_at is not None and coming.starts_at <= now:
        note = _("Kampen begynder om lidt.")
    name = court_label(matches[0])
    return CourtRow(
        name=name,
        match=match_row(view, on, own=own) if on else None,
        next=match_row(view, coming, own=own) if coming else None,
        note=note,
    )


def tables(view: CompetitionView, division: DivisionView, *, own: str | None = None) -> tuple[Table, ...]:
    """The tables of a division, pool by pool; none where the row does not show them."""
    if division.shows != "all":
        return ()
    return tuple(
        _table(view, stage, pool, own)
        for stage in view.stages_of(division.id)
        if not stage.is_measured
        for pool in view.pool_states(stage.key)
    )


def _table(view: CompetitionView, stage: StageView, pool: PoolState, own: str | None) -> Table:
    through, maybe = goes_on(view, stage.key, pool.id)
    last_through = max(through, default=0)
    rows = tuple(
        TableRow(
            rank=row.rank,
            team=view.labels.get(row.entry, row.entry),
            own=row.entry == own,
            played=row.played,
            won=row.won,
            drawn=row.drawn,
            lost=row.lost,
            scored=row.goals_for,
            conceded=row.goals_against,
            difference=row.goals_for - row.goals_against,
            points=number_text(row.points),
            why=why_text(view, pool, position),
            line="through" if row.rank in through else "maybe" if row.rank in maybe else "",
            is_cut=position + 1 == last_through < len(pool.rows),
        )
        for position, row in enumerate(pool.rows)
    )
    return Table(key=f"{stage.key}-{pool.id}", name=pool_name(pool.id), rows=rows)


def why_text(view: CompetitionView, pool: PoolState, position: int) -> str:
    """Why a team stands where it stands in its table; "" before anything was played."""
    row = pool.rows[position]
    if not any(other.played for other in pool.rows):
        return ""
    if row.decided_by is not None:
        above = pool.rows[position - 1]
        return decided_text(row.decided_by, view.labels.get(above.entry, above.entry))
    if sum(other.rank == row.rank for other in pool.rows) > 1:
        return _("Deler pladsen")
    following = pool.rows[position + 1].decided_by if position + 1 < len(pool.rows) else None
    return _("Flest point i puljen") if following is not None and following.criterion == "points" else ""


def goes_on(view: CompetitionView, stage: str, pool: str) -> tuple[set[int], set[int]]:
    """The ranks of a pool that go on to another stage, and those that may as one of the best of their rank."""
    through: set[int] = set()
    maybe: set[int] = set()
    for match in view.matches:
        for selector in (match.home.selector, match.away.selector):
            if isinstance(selector, PoolRank) and (selector.stage, selector.pool) == (stage, pool):
                through.add(selector.rank)
            elif isinstance(selector, BestOfRank) and selector.stage == stage:
                maybe.add(selector.rank)
    return through, maybe


def brackets(view: CompetitionView, division: DivisionView, *, own: str | None = None) -> tuple[Bracket, ...]:
    """The eliminations of a division, round by round."""
    return tuple(
        _bracket(view, stage, own) for stage in view.stages_of(division.id) if stage.has_matches and not stage.pools
    )


def _bracket(view: CompetitionView, stage: StageView, own: str | None) -> Bracket:
    names = round_names(view, stage.key)
    rounds = []
    for number in sorted(names):
        of_round = sorted((m for m in view.of_stage(stage.key) if m.round == number), key=lambda m: m.number)
        tree = tuple(match_row(view, m, own=own) for m in of_round if not is_beside_the_tree(m))
        beside = [match_row(view, m, own=own) for m in of_round if is_beside_the_tree(m)]
        rounds.append(Round(names[number], tree, beside))
    return Bracket(key=stage.key, name=stage_name(stage), rounds=tuple(rounds))


def place_rows(view: CompetitionView, division: DivisionView, *, own: str | None = None) -> tuple[PlaceRow, ...]:
    """The overall ranking of a division, best first; none where the row does not show it."""
    if division.shows != "all":
        return ()
    found = next((state for state in view.state.divisions if state.division == division.key), None)
    return tuple(
        PlaceRow(
            places=str(place.first) if place.first == place.last else f"{place.first}–{place.last}",
            team=view.labels.get(place.entry, place.entry),
            own=place.entry == own,
            reason=reason_text(place.reason),
        )
        for place in (found.places if found else ())
    )


def is_decided(view: CompetitionView, division: DivisionView) -> bool:
    """Whether every match of a division has been played."""
    stages = view.stages_of(division.id)
    return bool(stages) and all(view.state.get_stage(stage.key).complete for stage in stages)


def find_champion(view: CompetitionView, division: DivisionView) -> str | None:
    """The winner of a division once all is played and one team stands first alone."""
    if division.shows != "all" or not is_decided(view, division):
        return None
    found = next((state for state in view.state.divisions if state.division == division.key), None)
    first = found.places[0] if found and found.places else None
    return view.labels.get(first.entry) if first and first.first == first.last == 1 else None


def all_rows(view: CompetitionView, *, own: str | None = None) -> tuple[MatchRow, ...]:
    """Every match in the order of the day, without those nobody plays."""
    return tuple(match_row(view, match, own=own) for match in sorted(view.matches, key=by_time) if not match.is_empty)
