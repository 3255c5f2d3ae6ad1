"""People instead of teams: each for themselves, or drawn into mixed teams; under a number or a nickname."""

from collections.abc import Collection

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from core.audit import Actor
from core.db import session
from core.errors import MissingError, RuleError
from core.tokens import new_code
from teams.models import Organisation, Registration
from tournament.contests import get_contest
from tournament.draw_record import as_input, record_draw
from tournament.models import Division, Draw, Entry
from tournament.rules import draw_problems, mixed_problems
from tournament.store import MIXED, entry_key
from tournament.store_change import changing, competition_of_division, refuse

TEAMS, PEOPLE = "teams", "people"
TAKES = (TEAMS, PEOPLE, MIXED)


def take_in_people(
    db: Session,
    division: Division,
    registration: Registration,
    organisation: Organisation,
    taken: set[str],
    drawn: Collection[str],
) -> int:
    """Let the people of a registration play in a row, as many as it has; returns how many are new.

    People who no longer come are taken out again as long as they are not among the `drawn`. `taken` are the labels in
    use.
    """
    known = {entry.number: entry for entry in db.scalars(select(Entry).where(Entry.came_with_id == registration.id))}
    expected = registration.headcount if registration.state == "confirmed" else 0
    new = 0
    for number in range(1, expected + 1):
        if number in known:
            continue
        new += 1
        db.add(
            Entry(
                division_id=division.id,
                came_with_id=registration.id,
                number=number,
                is_person=True,
                label=free_label(f"{registration.name} {number}", organisation.name, taken),
                organisation=organisation.name,
                municipality=organisation.municipality,
            )
        )
    for number, entry in known.items():
        if number is not None and number > expected and entry.team_id is None and entry_key(entry.id) not in drawn:
            db.delete(entry)
    db.flush()
    return new


def free_label(name: str, organisation: str, taken: set[str]) -> str:
    """A public label, with its place and then a number where another has it; noted as taken."""
    label, number = name, 1
    while label.lower() in taken:
        label = f"{name}, {organisation}" if number == 1 else f"{name}, {organisation} {number}"
        number += 1
    taken.add(label.lower())
    return label


def clear_draws(db: Session, stage_ids: list[int]) -> None:
    """Take away what was drawn in stages and not shown."""
    from_stages = Draw.stage_id.in_(stage_ids)
    db.execute(delete(Draw).where(from_stages))


def release_people(db: Session, division_id: int) -> None:
    """Take the drawn teams of a row away; the people are single again."""
    people = db.scalars(select(Entry).where(Entry.division_id == division_id, Entry.team_id.is_not(None))).all()
    team_ids = {person.team_id for person in people}
    for person in people:
        person.team_id = None
    db.flush()
    db.execute(delete(Entry).where(Entry.id.in_(team_ids)))


def draw_mixed_teams(division_id: int, team_count: int, *, by: Actor, seed: str | None = None) -> int:
    """Draw the people of a row into teams, even in size and strength, friends together; returns the draw's number.

    Teams drawn before are drawn anew. Raises RuleError: tournament.no_format, .not_mixed, .draw_published,
    .draw_has_results, .too_many_teams, .too_few_teams.
    """
    competition_id = competition_of_division(division_id)
    seed = seed or new_code(8)
    facts = {"division": division_id, "teams": team_count, "seed": seed}
    with changing(competition_id, "draw_mixed_teams", by=by, **facts) as (db, _competition):
        contest = get_contest(division_id)
        division = contest.division
        if division.takes != MIXED:
            raise RuleError("tournament.not_mixed")
        stage = contest.require_main()
        refuse(draw_problems(has_results=contest.has_results(), has_matches=contest.is_shown()))
        people = list_people(division_id)
        refuse(mixed_problems(len(people), team_count), "team_count")
        release_people(db, division_id)
        clear_draws(db, [stage.id])
        given = {"entries": [as_input(person) for person in people], "team_count": team_count}
        if division.wishes:
            given["wishes"] = division.wishes
        row = record_draw(db, stage, "teams", given, seed, by=by)
        _make_teams(db, competition_id, division, people, row.result["teams"])
        return row.id


def _make_teams(
    db: Session, competition_id: int, division: Division, people: list[Entry], drawn: list[list[str]]
) -> None:
    """An entry for each drawn team, and its people on it."""
    labels = select(func.lower(Entry.label)).join(Division, Division.id == Entry.division_id)
    taken = set(db.scalars(labels.where(Division.competition_id == competition_id)))
    by_key = {entry_key(person.id): person for person in people}
    for number, members in enumerate(drawn, 1):
        team = Entry(division_id=division.id, label=free_label(f"Hold {number}", division.name or "nr.", taken))
        db.add(team)
        db.flush()
        for key in members:
            by_key[key].team_id = team.id
    db.flush()


def list_people(division_id: int) -> list[Entry]:
    """The people of a row that are not withdrawn, by number."""
    query = select(Entry).where(
        Entry.division_id == division_id, Entry.is_person.is_(True), Entry.withdrawn_at.is_(None)
    )
    return list(session().scalars(query.order_by(Entry.id)))


def save_wishes(division_id: int, wishes: list[list[int]], *, by: Actor) -> None:
    """Set who would like to be drawn together; MissingError for somebody of another row.

    Raises RuleError("tournament.wish_needs_two").
    """
    competition_id = competition_of_division(division_id)
    with changing(competition_id, "save_wishes", by=by, division=division_id, wishes=wishes) as (db, _competition):
        own = set(db.scalars(select(Entry.id).where(Entry.division_id == division_id)))
        if not own.issuperset(number for wish in wishes for number in wish):
            raise MissingError
        if any(len(set(wish)) < 2 for wish in wishes):
            raise RuleError("tournament.wish_needs_two")
        db.get_one(Division, division_id).wishes = [[entry_key(number) for number in dict.fromkeys(w)] for w in wishes]
