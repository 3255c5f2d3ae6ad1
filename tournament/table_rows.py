"""Tables as pages show them: the columns that decide in this row, the reason for each place, who goes on."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from flask_babel import gettext as _

from tournament.engine.opponents import asks_wins_first
from tournament.engine.outcome import BestRow, PoolState, ResolvedMatch, Row
from tournament.engine.selectors import BestOfRank, PoolRank, Selector, StageRank, members_of
from tournament.engine.values import Compare, Rules
from tournament.naming import is_of_people, stage_name, table_name
from tournament.page_rows import Column, Table, TableRow
from tournament.scoring import LEGS, POINTS, SETS
from tournament.store_view import CompetitionView, StageView
from tournament.wording import decided_text, first_text, number_text

DIFFERENCES = ("goal_diff", "point_diff")
ONLY_WHERE_USED = ("no_shows", "fair_play", "coefficient", "away_goals", "away_wins")
SCORED = (*DIFFERENCES, "goals_for", "points_for", "goal_average")


@dataclass(frozen=True, slots=True)
class Extras:
    """What is counted for a table beside its rows, by entry: shoot-outs won and lost, and matches won anyhow."""

    won: Mapping[str, int]
    lost: Mapping[str, int]
    matches_won: Mapping[str, int]


Show = Callable[[Row, Extras], str]


def table_of(view: CompetitionView, stage: StageView, pool: PoolState, own: str | None = None) -> Table:
    """The table of a pool, or of all where the stage has one."""
    rules = view.rules_of(stage)
    columns = columns_of(rules, stage, pool.rows)
    extras = extras_of(rules, [match.resolved for match in view.of_stage(stage.key)], pool.id)
    # Before the first match the order says nothing about who goes on.
    goes = ways_on(view, stage, pool) if any(row.played for row in pool.rows) else {}
    several = len({way.stage for way in goes.values()}) > 1
    rows = tuple(
        TableRow(
            rank=row.rank,
            team=view.labels.get(row.entry, row.entry),
            own=own is not None and own in members_of(row.entry),
            cells=tuple(show(row, extras) for _column, show in columns),
            why=why_text(view, stage, pool, position),
            line=_line(goes.get(row.rank)),
            is_cut=position + 1 < len(pool.rows) and _is_cut(goes.get(position + 1), goes.get(position + 2)),
            goes_to=stage_name(view.get_stage(goes[row.rank].stage)) if several and row.rank in goes else "",
        )
        for position, row in enumerate(pool.rows)
    )
    return Table(
        key=f"{stage.key}-{pool.id}",
        name=table_name(view, stage, pool.id),
        who=who_text(view, stage),
        columns=tuple(column for column, _show in columns),
        rows=rows,
        notes=adjusted_texts(view, pool),
    )


def who_text(view: CompetitionView, stage: StageView) -> str:
    """What those in a table are: teams, or people each for themselves."""
    return _("Deltager") if is_of_people(view, stage) else _("Hold")


def columns_of(rules: Rules, stage: StageView, rows: Sequence[Row]) -> list[tuple[Column, Show]]:
    """The columns of a table with how each cell is made: the matches, then what decides, what counts most last."""
    chain = rules.tiebreak
    is_poule = stage.format == "poule"
    wins_first = is_poule or asks_wins_first(chain)
    has_shootouts = rules.points.shootout_win is not None
    made: list[tuple[Column, Show]] = [(Column(_("K"), _("Kampe")), lambda row, _extras: str(row.played))]
    if not wins_first:
        made.append(
            (Column(_("V"), _("Vundet"), is_wide=True), lambda row, extras: str(row.won - extras.won.get(row.entry, 0)))
        )
    if has_shootouts:
        made += [
            (Column(_("VS"), _("Vundet på straffespark"), True), lambda row, extras: str(extras.won.get(row.entry, 0))),
            (Column(_("TS"), _("Tabt på straffespark"), True), lambda row, extras: str(extras.lost.get(row.entry, 0))),
        ]
    elif not is_poule and (rules.points.draw != rules.points.loss or any(row.drawn for row in rows)):
        made.append((Column(_("U"), _("Uafgjort"), is_wide=True), lambda row, _extras: str(row.drawn)))
    made.append((Column(_("T"), _("Tabt"), is_wide=True), _lost_in_a_poule if is_poule else _lost))
    if any(criterion in SCORED for criterion in chain):
        made.append((_score_column(stage.result_kind), lambda row, _extras: f"{row.goals_for}–{row.goals_against}"))
    made += _deciding_columns(chain, stage.result_kind, rows)
    if is_poule:
        made.append(
            (Column(_("V"), _("Sejre"), is_main=True), lambda row, extras: str(extras.matches_won.get(row.entry, 0)))
        )
    elif wins_first:
        made.append((Column(_("V"), _("Sejre"), is_main=True), lambda row, _extras: str(row.won)))
    else:
        made.append((Column(_("P"), _("Point"), is_main=True), lambda row, _extras: number_text(row.points)))
    return made


def _lost(row: Row, extras: Extras) -> str:
    return str(row.lost - extras.lost.get(row.entry, 0))


def _lost_in_a_poule(row: Row, extras: Extras) -> str:
    """Somebody wins every match of a poule, also one that is level in the table."""
    return str(row.played - extras.matches_won.get(row.entry, 0))


def _score_column(kind: str) -> Column:
    names = {
        SETS: (_("Sæt"), _("Vundne og tabte sæt")),
        LEGS: (_("Spil"), _("Vundne og tabte spil")),
        POINTS: (_("Score"), _("Point for og imod")),
    }
    short, long = names.get(kind, (_("Mål"), _("Mål for og imod")))
    return Column(short, long, is_wide=True)


def _deciding_columns(chain: Sequence[str], kind: str, rows: Sequence[Row]) -> list[tuple[Column, Show]]:
    """A column for each number in the chain that no other column has; on a phone only the first of them."""
    made: list[tuple[Column, Show]] = []
    names = _criterion_names(kind)
    for criterion in chain:
        unused = criterion in ONLY_WHERE_USED and not any(row.metrics.get(criterion) for row in rows)
        if criterion not in names or unused:
            continue
        short, long = names[criterion]
        signed = criterion in DIFFERENCES
        column = Column(short, long, is_wide=bool(made) or criterion in ONLY_WHERE_USED)
        made.append((column, _cell_of(criterion, signed=signed)))
    return made


def _cell_of(criterion: str, *, signed: bool) -> Show:
    return lambda row, _extras: number_text(row.metrics.get(criterion), signed=signed)


def _criterion_names(kind: str) -> dict[str, tuple[str, str]]:
    """The short and the full name of what may decide a table, by what the sport counts."""
    difference = {
        SETS: (_("+/−"), _("Forskel i sæt")),
        LEGS: (_("+/−"), _("Forskel i spil")),
        POINTS: (_("+/−"), _("Forskel i point")),
    }.get(kind, (_("+/−"), _("Målforskel")))
    balls = (_("Bolde"), _("Forskel i bolde i sættene")) if kind == SETS else difference
    return {
        "goal_diff": difference,
        "point_diff": balls,
        "goal_average": (_("Snit"), _("Mål for delt med mål imod")),
        "buchholz": (_("Kor"), _("Korrektion: det, modstanderne har vundet")),
        "buchholz_cut1": (_("Kor"), _("Korrektion uden den svageste modstander")),
        "median_buchholz": (_("Kor"), _("Korrektion uden den bedste og den svageste modstander")),
        "fine_buchholz": (_("Fin"), _("Fin korrektion: modstandernes korrektion")),
        "sonneborn_berger": (_("SB"), _("Det, de slåede modstandere har vundet")),
        "opponents_points": (_("MP"), _("Modstandernes point")),
        "away_goals": (_("MU"), _("Mål ude")),
        "away_wins": (_("SU"), _("Sejre ude")),
        "no_shows": (_("Ude"), _("Udeblivelser")),
        "fair_play": (_("FP"), _("Fair play")),
        "coefficient": (_("Koef"), _("Koefficient")),
    }


def extras_of(rules: Rules, matches: Iterable[ResolvedMatch], pool: str) -> Extras:
    """What is counted beside the rows of a table, from the matches of its stage."""
    won: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    matches_won: Counter[str] = Counter()
    for match in matches:
        if match.result is None or match.match.pool not in (pool, None):
            continue
        matches_won[match.winner or ""] += 1
        if rules.points.shootout_win is not None and match.result.shootout:
            won[match.winner or ""] += 1
            lost[match.loser or ""] += 1
    return Extras(won, lost, matches_won)


def why_text(view: CompetitionView, stage: StageView, pool: PoolState, position: int) -> str:
    """Why a team stands where it stands in its table; "" before anything was played."""
    row = pool.rows[position]
    if not any(other.played for other in pool.rows):
        return ""
    if row.decided_by is not None:
        above = pool.rows[position - 1]
        return decided_text(row.decided_by, view.labels.get(above.entry, above.entry), kind=stage.result_kind)
    if sum(other.rank == row.rank for other in pool.rows) > 1:
        return _("Deler pladsen")
    following = pool.rows[position + 1].decided_by if position + 1 < len(pool.rows) else None
    return first_text(following.criterion, stage.result_kind) if following is not None else ""


def adjusted_texts(view: CompetitionView, pool: PoolState) -> tuple[str, ...]:
    """The points that the office gave or took, so that the sums can be followed."""
    given = view.state.competition.facts.adjust
    return tuple(
        _(
            "%(team)s: %(points)s point fra kontoret.",
            team=view.labels.get(row.entry, row.entry),
            points=number_text(number, signed=True),
        )
        for row in pool.rows
        if (number := given.get(row.entry, 0))
    )


@dataclass(frozen=True, slots=True)
class Way:
    """Where a rank leads: to a stage, for sure or as one of the best; `is_first` for the first of several stages."""

    stage: str
    is_sure: bool
    is_first: bool


def ways_on(view: CompetitionView, stage: StageView, pool: PoolState) -> dict[int, Way]:
    """The ranks of a table that lead to another stage."""
    found: dict[int, tuple[str, bool]] = {}
    for target in view.stages_of(stage.division_id):
        for selector in feeding_sides(view, target):
            match selector:
                case PoolRank(source, source_pool, rank) if (source, source_pool) == (stage.key, pool.id):
                    found[rank] = target.key, True
                case StageRank(source, rank) if source == stage.key:
                    found[rank] = target.key, True
                case BestOfRank(source, rank, _number) if source == stage.key:
                    found.setdefault(rank, (target.key, False))
    first = next((target.key for target in view.stages if target.key in {key for key, _sure in found.values()}), "")
    return {rank: Way(key, is_sure, key == first) for rank, (key, is_sure) in found.items()}


def feeding_sides(view: CompetitionView, stage: StageView) -> list[Selector]:
    """Whom a stage waits for: on the sides of its matches, or in its slots while it has none."""
    sides = [side.selector for match in view.of_stage(stage.key) for side in (match.home, match.away)]
    return sides or list(view.state.competition.get_stage(stage.key).slots)


def _line(way: Way | None) -> Literal["", "through", "maybe"]:
    if way is None or not way.is_first:
        return ""
    return "through" if way.is_sure else "maybe"


def _is_cut(here: Way | None, below: Way | None) -> bool:
    """Whether the line between those who go on and the others, or between two play-offs, is under this rank."""
    return here is not None and here.is_sure and (below is None or not below.is_sure or below.stage != here.stage)


def compared_tables(view: CompetitionView, stage: StageView, own: str | None = None) -> tuple[Table, ...]:
    """The teams on one rank of all pools beside each other, where the best of them go on."""
    best = view.state.get_stage(stage.key).best
    return tuple(_compared(view, stage, rank, rows, own) for rank, rows in sorted(best.items()))


def _compared(view: CompetitionView, stage: StageView, rank: int, rows: Sequence[BestRow], own: str | None) -> Table:
    going = sum(
        isinstance(side, BestOfRank) and (side.stage, side.rank) == (stage.key, rank)
        for target in view.stages_of(stage.division_id)
        for side in feeding_sides(view, target)
    )
    rules = view.rules_of(stage)
    main = "wins" if asks_wins_first(rules.tiebreak) else "points"
    names = {"wins": (_("V"), _("Sejre")), "points": (_("P"), _("Point")), **_criterion_names(stage.result_kind)}
    shown = [main, *(c for c in rules.tiebreak if c in DIFFERENCES)][:2]
    pool = PoolState(str(rank), bool(rows), tuple(best.row for best in rows))
    return Table(
        key=f"{stage.key}-best-{rank}",
        name=_("De bedste nr. %(rank)s", rank=rank),
        who=who_text(view, stage),
        columns=(
            Column(_("Pulje"), _("Pulje")),
            *(Column(*names[c], is_main=c == main) for c in reversed(shown)),
        ),
        rows=tuple(
            TableRow(
                rank=best.row.rank,
                team=view.labels.get(best.row.entry, best.row.entry),
                own=best.row.entry == own,
                cells=(
                    best.pool,
                    *(number_text(best.row.metrics.get(c), signed=c in DIFFERENCES) for c in reversed(shown)),
                ),
                why=why_text(view, stage, pool, position),
                line="through" if best.row.rank <= going else "",
                is_cut=position + 1 == going < len(rows),
            )
            for position, best in enumerate(rows)
        ),
        notes=(compare_text(view, stage), *(() if rows else (_("Vi kan sammenligne, når alle puljer er spillet."),))),
    )


def compare_text(view: CompetitionView, stage: StageView) -> str:
    """How teams on equal rank in several pools are compared."""
    sizes = {len(pool.sides) for pool in view.state.competition.get_stage(stage.key).pools}
    if len(sizes) < 2:
        return _("Alle kampe i puljen tæller med.")
    return {
        Compare.PER_MATCH: _("Puljerne er ikke lige store. Derfor tæller tallene pr. kamp."),
        Compare.DROP_LAST: _(
            "Puljerne er ikke lige store. Kampen mod det sidste hold i en stor pulje tæller ikke med."
        ),
        Compare.TOTAL: _("Puljerne er ikke lige store. Alle kampe tæller med."),
    }[view.state.competition.get_stage(stage.key).best]
