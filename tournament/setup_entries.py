"""Who plays: teams from the confirmed registrations, late teams, seeds and pots, and which row they play in."""

from sqlalchemy import func, select

from core.audit import Actor
from core.db import session, transaction
from core.errors import MissingError, RuleError
from teams.models import Organisation, Registration
from tournament.models import Competition, Division, Entry, Pool, Stage
from tournament.store import entry_key
from tournament.store_change import changing

SHORTEST_LABEL = 1
LONGEST_LABEL = 60


def take_in(competition_id: int) -> int:
    """Make an entry for each confirmed registration that has none, in the row it wished; returns how many.

    A team that cancelled before any draw is taken out again. Runs inside the caller's transaction.
    """
    with transaction() as db:
        competition = db.get_one(Competition, competition_id)
        divisions = _divisions(competition_id)
        known = {entry.registration_id: entry for entry in _entries(competition_id) if entry.registration_id}
        rows = db.execute(
            select(Registration, Organisation)
            .join(Organisation, Organisation.id == Registration.organisation_id)
            .where(Registration.event_id == competition.event_id)
            .order_by(Registration.queue_number)
        ).all()
        new = [(r, o) for r, o in rows if r.state == "confirmed" and r.id not in known]
        labels = {entry.label.lower() for entry in _entries(competition_id)}
        for registration, organisation in new:
            division = next((d for d in divisions if d.key == registration.row_wish), divisions[0])
            db.add(
                Entry(
                    division_id=division.id,
                    registration_id=registration.id,
                    label=_free_label(registration.name, organisation.name, labels),
                    organisation=organisation.name,
                    municipality=organisation.municipality,
                )
            )
        drawn = _drawn(competition_id)
        for registration, _organisation in rows:
            entry = known.get(registration.id)
            if registration.state == "withdrawn" and entry is not None and entry_key(entry.id) not in drawn:
                db.delete(entry)
        db.flush()
        return len(new)


def _free_label(name: str, organisation: str, taken: set[str]) -> str:
    """A team's name, with its place and then a number where another team has it; noted as taken."""
    label, number = name, 1
    while label.lower() in taken:
        label = f"{name}, {organisation}" if number == 1 else f"{name}, {organisation} {number}"
        number += 1
    taken.add(label.lower())
    return label


def take_in_teams(competition_id: int, *, by: Actor) -> int:
    """Take in the teams that were confirmed since the last time; returns how many were new."""
    with changing(competition_id, "take_in_teams", by=by):
        return take_in(competition_id)


def list_newcomers(competition_id: int) -> list[Registration]:
    """Confirmed registrations of the event that are no entry yet."""
    event_id = select(Competition.event_id).where(Competition.id == competition_id).scalar_subquery()
    taken = select(Entry.registration_id).where(Entry.registration_id.is_not(None))
    query = select(Registration).where(
        Registration.event_id == event_id, Registration.state == "confirmed", Registration.id.not_in(taken)
    )
    return list(session().scalars(query.order_by(Registration.queue_number)))


def add_entry(competition_id: int, division_id: int, label: str, organisation: str, *, by: Actor) -> int:
    """Add a late team by hand; returns its number.

    Before the draw it is drawn with the others; after it, put it in a pool or in another team's place. Raises
    RuleError("tournament.label_taken").
    """
    with changing(competition_id, "add_entry", by=by, division=division_id) as (db, _competition):
        if division_id not in {division.id for division in _divisions(competition_id)}:
            raise MissingError
        _refuse_taken(competition_id, label)
        entry = Entry(division_id=division_id, label=label, organisation=organisation)
        db.add(entry)
        db.flush()
        return entry.id


def save_entry(
    competition_id: int, entry_id: int, *, label: str, division_id: int, seed: int | None, pot: int | None, by: Actor
) -> None:
    """Set a team's public label, row, seed and pot.

    Raises RuleError: tournament.label_taken, tournament.entry_is_drawn (another row after the draw).
    """
    with changing(competition_id, "save_entry", by=by, entry=entry_id) as (_db, _competition):
        entry = get_entry(competition_id, entry_id)
        if label != entry.label:
            _refuse_taken(competition_id, label)
        if division_id != entry.division_id:
            if entry_key(entry_id) in _drawn(competition_id):
                raise RuleError("tournament.entry_is_drawn", team=entry.label, field="division_id")
            if division_id not in {division.id for division in _divisions(competition_id)}:
                raise MissingError
        entry.label, entry.division_id, entry.seed, entry.pot = label, division_id, seed, pot


def remove_entry(competition_id: int, entry_id: int, *, by: Actor) -> None:
    """Take a team out before the draw. Raises RuleError("tournament.entry_is_drawn") after it."""
    with changing(competition_id, "remove_entry", by=by, entry=entry_id) as (db, _competition):
        entry = get_entry(competition_id, entry_id)
        if entry_key(entry_id) in _drawn(competition_id):
            raise RuleError("tournament.entry_is_drawn", team=entry.label)
        db.delete(entry)
        db.flush()


def get_entry(competition_id: int, entry_id: int) -> Entry:
    """An entry of a competition; MissingError where it has none with this number."""
    entry = session().scalar(
        select(Entry)
        .join(Division, Division.id == Entry.division_id)
        .where(Entry.id == entry_id, Division.competition_id == competition_id)
    )
    if entry is None:
        raise MissingError
    return entry


def _refuse_taken(competition_id: int, label: str) -> None:
    """Two teams of a competition never bear the same label: nobody could tell them apart on a screen."""
    taken = session().scalar(
        select(Entry.id)
        .join(Division, Division.id == Entry.division_id)
        .where(Division.competition_id == competition_id, func.lower(Entry.label) == label.lower())
    )
    if taken is not None:
        raise RuleError("tournament.label_taken", field="label", label=label)


def _divisions(competition_id: int) -> list[Division]:
    query = select(Division).where(Division.competition_id == competition_id)
    return list(session().scalars(query.order_by(Division.sort, Division.id)))


def _entries(competition_id: int) -> list[Entry]:
    query = select(Entry).join(Division, Division.id == Entry.division_id)
    return list(session().scalars(query.where(Division.competition_id == competition_id).order_by(Entry.id)))


def _drawn(competition_id: int) -> set[str]:
    """The entries that stand in a pool."""
    pools = session().scalars(
        select(Pool.entry_ids)
        .join(Stage, Stage.id == Pool.stage_id)
        .join(Division, Division.id == Stage.division_id)
        .where(Division.competition_id == competition_id)
    )
    return {key for keys in pools for key in keys}
