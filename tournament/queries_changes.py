"""What a change would do, drawn for the office before it is done: tables before and after, matches with other teams."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from core.db import session
from teams.models import Organisation, Registration
from tournament.changed_rows import ChangedLine, ChangedMatch, ChangedNumbers, ToTell
from tournament.engine.changes import MatchChange
from tournament.engine.correction import Impact, Reach
from tournament.engine.outcome import Place, PoolState, State
from tournament.engine.selectors import NOBODY, RoundSide, members_of
from tournament.mark_changes import changed_numbers, told_overall
from tournament.naming import division_name, match_name, table_name
from tournament.place_rows import places_text
from tournament.store_view import CompetitionView, StageView
from tournament.table_rows import columns_of, extras_of
from tournament.wording import reach_text


@dataclass(frozen=True, slots=True)
class ImpactPage:
    """A change as it is shown: how far it reaches, what stays, and what differs."""

    reach: Reach
    text: str
    stays: tuple[str, ...]
    matches: tuple[ChangedMatch, ...]
    to_tell: tuple[ToTell, ...]
    numbers: tuple[ChangedNumbers, ...]


def impact_page(view: CompetitionView, impact: Impact) -> ImpactPage:
    """An impact worked out by the engine, with the names of a view."""
    return ImpactPage(
        reach=impact.reach,
        text=reach_text(impact.reach),
        stays=tuple(_rounds_that_stay(view, impact)),
        matches=tuple(_match(view, change, impact) for change in impact.affected),
        to_tell=_to_tell(view, impact),
        numbers=(*_tables(view, impact), *_places(view, impact), *changed_numbers(view, impact)),
    )


def _rounds_that_stay(view: CompetitionView, impact: Impact) -> Iterator[str]:
    """The rounds that are drawn already though the table they were drawn from changes."""
    changed = [change.after.match for change in impact.changes.matches]
    for stage in (stage for stage in view.stages if stage.format == "swiss"):
        first = min((match.round for match in changed if match.stage == stage.key), default=None)
        drawn = [
            match.round
            for match in view.of_stage(stage.key)
            if first is not None and match.round > first and not isinstance(match.home.selector, RoundSide)
        ]
        if drawn:
            yield _("Runde %(round)s er trukket. Parrene bliver, som de er.", round=max(drawn))


def _tables(view: CompetitionView, impact: Impact) -> Iterator[ChangedNumbers]:
    """The tables whose rows change, by the columns that a phone shows of them."""
    measured = {stage.key for stage in view.measured}
    for key, pool in dict.fromkeys((change.stage, change.pool) for change in impact.changes.rows):
        if key not in measured:
            yield _table(view, view.get_stage(key), pool, impact)


def _table(view: CompetitionView, stage: StageView, pool: str, impact: Impact) -> ChangedNumbers:
    after_rows = impact.after.get_pool(stage.key, pool).rows
    columns = columns_of(view.rules_of(stage), stage, after_rows)[1:]
    heads = tuple(column.long for column, _show in columns if not column.is_wide)
    before, after = _cells(view, stage, impact.before, pool), _cells(view, stage, impact.after, pool)
    nothing = ("–",) * (len(heads) + 1)
    lines = tuple(
        ChangedLine(
            view.labels.get(entry, entry),
            tuple(zip(before.get(entry, nothing), after.get(entry, nothing), strict=True)),
        )
        for entry in dict.fromkeys((*after, *before))
    )
    return ChangedNumbers(table_name(view, stage, pool), (_("Plads"), *heads), lines)


def _cells(view: CompetitionView, stage: StageView, state: State, pool: str) -> dict[str, tuple[str, ...]]:
    """The rank and the cells of every row of a table, by entry in its order."""
    rules = view.rules_of(stage)
    table: PoolState = state.get_pool(stage.key, pool)
    extras = extras_of(rules, (match for match in state.matches if match.match.stage == stage.key), pool)
    shown = [show for column, show in columns_of(rules, stage, table.rows)[1:] if not column.is_wide]
    return {row.entry: (str(row.rank), *(show(row, extras) for show in shown)) for row in table.rows}


def _places(view: CompetitionView, impact: Impact) -> Iterator[ChangedNumbers]:
    """The places that change in each row, of those who had or will have one."""
    for division in view.divisions:
        lines = tuple(
            ChangedLine(
                view.labels.get(change.entry, change.entry),
                ((_place(change.before), _place(change.after)),),
            )
            for change in impact.changes.places
            if change.division == division.key and _place(change.before) != _place(change.after)
        )
        if lines:
            name = " · ".join(filter(None, [_("Slutstilling"), division_name(view, division)]))
            yield ChangedNumbers(name, (_("Plads"),), lines)


def _place(place: Place | None) -> str:
    return places_text(place) if place is not None else "–"


def _match(view: CompetitionView, change: MatchChange, impact: Impact) -> ChangedMatch:
    played = {other.id for other in impact.played}
    return ChangedMatch(
        number=change.after.match.number,
        name=match_name(view, view.get_keyed(change.id)),
        before=_sides(view, change.before.home, change.before.away),
        after=_sides(view, change.after.home, change.after.away),
        is_played=change.id in played,
    )


def _sides(view: CompetitionView, *sides: str | None) -> str:
    return " – ".join(_side(view, side) for side in sides)


def _side(view: CompetitionView, side: str | None) -> str:
    if side is None:
        return _("ikke fundet endnu")
    if side == NOBODY:
        return _("ingen")
    return " + ".join(view.labels.get(name, name) for name in members_of(side))


def _to_tell(view: CompetitionView, impact: Impact) -> tuple[ToTell, ...]:
    """Who must hear of it, each once; over all disciplines an organisation stands under its own name."""
    entries = [entry for entry in impact.changes.entries_to_tell if entry in view.labels]
    names = {view.labels[entry]: entry for entry in entries}
    names |= {
        view.labels.get(name, name): name for name in told_overall(impact) if view.labels.get(name, name) not in names
    }
    phones = _phones(view, names.values())
    return tuple(ToTell(name, phones.get(key, ())) for name, key in names.items())


def _phones(view: CompetitionView, keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The phones of the places that entries came from, by entry; an organisation is looked up by its name."""
    came_with: dict[str, list[int]] = {key: [] for key in keys}
    for registration_id, entries in view.registrations.items():
        for entry in entries:
            if entry in came_with:
                came_with[entry].append(registration_id)
    homes = {entry.id: entry.organisation or "" for entry in view.state.competition.entries}
    ids = {number for numbers in came_with.values() for number in numbers}
    of_registrations = (
        select(Registration.id, Organisation.contact_phone)
        .join(Organisation, Organisation.id == Registration.organisation_id)
        .where(Registration.id.in_(ids))
    )
    by_registration = dict(session().execute(of_registrations).all())
    wanted = {homes.get(key, key) for key, numbers in came_with.items() if not numbers} - {""}
    of_names = select(Organisation.name, Organisation.contact_phone).where(Organisation.name.in_(wanted))
    by_name = dict(session().execute(of_names).all())
    found = {}
    for key, numbers in came_with.items():
        listed = [by_registration.get(number, "") for number in numbers] or [by_name.get(homes.get(key, key), "")]
        found[key] = tuple(dict.fromkeys(phone for phone in listed if phone))
    return found
