"""A team that stands at the door without a sign-up: it is taken in and counted in one step."""

from sqlalchemy import select

from core.audit import Actor
from core.db import transaction
from core.tokens import new_code, new_token
from teams.gate import EVENT_LIST, check_in_by_name
from teams.models import Attendance
from teams.sign_up import TeamWish, register_late_team


def let_in_late_team(
    event_id: int, organisation_id: int, name: str, headcount: int, client_id: str, *, by: Actor
) -> Attendance:
    """Sign a late team up and let it in; sent again it is the same team. The office sees it marked and prints its card.

    Raises RuleError as teams.sign_up.register_late_team does: where there is no place the people are guests.
    """
    with transaction() as db:
        # The card's secrets are thrown away: the office prints one where the team wants it.
        team = TeamWish(name, headcount, token=new_token(), code=new_code())
        done = register_late_team(event_id, organisation_id, team, client_id, by=by)
        known = db.scalar(
            select(Attendance).where(
                Attendance.registration_id == done.registration_id,
                Attendance.list_key == EVENT_LIST,
                Attendance.outcome == "in",
            )
        )
        return known or check_in_by_name(event_id, done.registration_id, by=by)
