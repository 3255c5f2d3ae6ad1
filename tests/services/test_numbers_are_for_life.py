"""A number that was given to a match, a team or a court is never given to another, on both databases."""

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit import Actor
from core.db import session
from tests import make, make_tournament
from tournament import draw, facts, setup
from tournament.models import Competition, Court, Division, Match
from tournament.planning import remove_court, save_court
from tournament.setup_entries import add_entry, remove_entry
from tournament.setup_stages import StageChoice, choose_stages
from tournament.store_cache import get_view

OFFICE = Actor("user", 1)


@pytest.fixture
def competition(app: Flask) -> Competition:
    """A competition of six teams in one row."""
    event = make.event(teams=40, rows=[])
    make_tournament.confirmed(event, 6)
    return session().get_one(Competition, setup.create_competition(event.id, by=OFFICE))


def test_a_tablet_that_shows_a_match_of_an_old_draw_can_hit_no_match_of_the_new_one(competition: Competition) -> None:
    division = session().scalars(select(Division.id)).one()
    choose_stages(division, StageChoice(2), by=OFFICE)
    draw.draw_division(division, by=OFFICE)
    draw.publish_draw(division, by=OFFICE)
    old = set(session().scalars(select(Match.id)))
    draw.withdraw_draw(division, by=OFFICE)
    draw.publish_draw(division, by=OFFICE)
    new = set(session().scalars(select(Match.id)))
    assert len(new) == len(old) == 6
    assert not new & old


def test_points_taken_from_a_team_that_left_are_not_taken_from_the_next(competition: Competition) -> None:
    division = session().scalars(select(Division.id)).one()
    gone = add_entry(competition.id, division, "Nattens Hold", "", by=OFFICE)
    facts.set_number(division, "adjust", f"e{gone}", -3, by=OFFICE)
    remove_entry(competition.id, gone, by=OFFICE)
    assert add_entry(competition.id, division, "Dagens Hold", "", by=OFFICE) != gone
    assert "Dagens Hold" in get_view(competition.event_id).labels.values()


def test_a_tablet_of_a_court_that_is_gone_is_not_the_next_courts(competition: Competition) -> None:
    hours = {"name": "Bane 9", "hall": "", "windows": [["10:00", "16:00"]]}
    gone = save_court(competition.id, None, **hours, by=OFFICE)
    remove_court(competition.id, gone, by=OFFICE)
    assert save_court(competition.id, None, **hours, by=OFFICE) != gone
    assert gone not in set(session().scalars(select(Court.id)))
