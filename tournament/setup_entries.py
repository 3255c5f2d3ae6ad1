"""Who plays: teams from the confirmed registrations, late teams, seeds and pots, and which row they play in."""

from sqlalchemy import delete, func, select

from core.audit import Actor
from core.db import session, transaction
from core.errors import MissingError, RuleError
from teams.models import Organisation, Registration
from tournament.contests import list_contests
from tournament.models import Competition, Division, Entry, Pool, Stage
from tournament.people import TAKES, TEAMS, clear_draws, free_label, release_people, take_in_people
from tournament.rules import draw_problems
from tournament.store import entry_key
from tournament.store_change import changing, competition_of_division, refuse


def take_in(competition_id: int) -> int:
    """Make entries for the confirmed registrations that have none, in the rows they wished; returns how many.

    A registration is one team, or in a row that people play in so many people. Who cancelled before the draw is taken
    out again. Runs inside the caller's transaction.
    """
    with transaction() as db:
        competition = db.get_one(Competition, competition_id)
        divisions = _divisions(competition_id)
        known = {entry.registration_id: entry for entry in _entries(competition_id) if entry.registration_id}
        taken = {entry.label.lower() for entry in _entries(competition_id)}
        drawn = _drawn(competition_id)
        new = 0
        rows = db.execute(
            select(Registration, Organisation)
            .join(Organisation, Organisation.id == Registration.organisation_id)
            .where(Registration.event_id == competition.event_id)
            .order_by(Registration.queue_number)
        ).all()
        for registration, organisation in rows:
            division = next((d for d in divisions if d.key == registration.row_wish), divisions[0])
            entry = known.get(registration.id)
            if division.takes != TEAMS:
                new += take_in_people(db, division, registration, organisation, taken, drawn)
            elif registration.state == "confirmed" and entry is None:
                new += 1
                db.add(
                    Entry(
                        division_id=division.id,
                        registration_id=registration.id,
                        label=free_label(registration.name, organisation.name, taken),
                        organisation=organisation.name,
                        municipality=organisation.municipality,
                    )
                )
            elif registration.state == "withdrawn" and entry is not None and entry_key(entry.id) not in drawn:
                db.delete(entry)
        db.flush()
        return new


def take_in_teams(competition_id: int, *, by: Actor) -> int:
    """Take in the teams that were confirmed since the last time; returns how many were new."""
    with changing(competition_id, "take_in_teams", by=by):
        return take_in(competition_id)


def set_takes(division_id: int, takes: str, *, by: Actor) -> None:
    """Say whether teams, people or mixed teams play in a row; its entries are then taken in anew.

    Raises ValueError for another word, RuleError: tournament.draw_published, .draw_has_results.
    """
    if takes not in TAKES:
        raise ValueError(f"{takes!r} do not play")
    competition_id = competition_of_division(division_id)
    with changing(competition_id, "set_takes", by=by, division=division_id, takes=takes) as (db, _competition):
        division = db.get_one(Division, division_id)
        if division.takes == takes:
            return
        for contest in list_contests(division):
            refuse(draw_problems(has_results=contest.has_results(), has_matches=contest.is_shown()))
            clear_draws(db, [stage.id for stage in contest.stages])
        release_people(db, division_id)
        of_sign_ups = Entry.registration_id.is_not(None) | Entry.came_with_id.is_not(None)
        db.execute(delete(Entry).where(Entry.division_id == division_id, of_sign_ups))
        division.takes, division.wishes = takes, []
        for entry in db.scalars(select(Entry).where(Entry.division_id == division_id)):
            entry.is_person = takes != TEAMS
        db.flush()
        take_in(competition_id)


def list_newcomers(competition_id: int) -> list[Registration]:
    """Confirmed registrations of the event that are no entry yet."""
    event_id = select(Competition.event_id).where(Competition.id == competition_id).scalar_subquery()
    as_teams = select(Entry.registration_id).where(Entry.registration_id.is_not(None))
    as_people = select(Entry.came_with_id).where(Entry.came_with_id.is_not(None))
    query = select(Registration).where(
        Registration.event_id == event_id,
        Registration.state == "confirmed",
        Registration.id.not_in(as_teams),
        Registration.id.not_in(as_people),
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
        is_person = db.get_one(Division, division_id).takes != TEAMS
        entry = Entry(division_id=division_id, label=label, organisation=organisation, is_person=is_person)
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
    """The entries that stand in a pool, a bracket, a round or a sheet of measures."""
    of_competition = select(Stage.id).join(Division).where(Division.competition_id == competition_id)
    pools = session().scalars(select(Pool.entry_ids).where(Pool.stage_id.in_(of_competition)))
    options = session().scalars(select(Stage.options).where(Stage.id.in_(of_competition)))
    return {key for keys in (*pools, *(given.get("entries", ()) for given in options)) for key in keys}
