"""Every event of a real year set up in the database with its own format, drawn, played through and ranked."""

from random import Random

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import session
from events.models import Event
from events.reference import lay_reference_data
from events.season_sheet import FORMATS
from tests import make, make_tournament
from tests.engine.test_season import EVENTS
from tournament import demo_formats, demo_play
from tournament.draw_record import replay_draw
from tournament.models import Draw
from tournament.store_cache import get_view


def confirmed_event(row: dict[str, str]) -> Event:
    """The event of a line of the season with as many confirmed sign-ups as it says."""
    teams = int(row["teams"] or 0) or 16
    lay_reference_data()
    event = make.event(row["name"], rows=[], format_text=FORMATS.get(row["format"], row["format"]), notes=row["notes"])
    registrations = -(-teams // 6) if row["format"] in ("supermelee_4", "mixed_draw+round_robin") else teams
    make_tournament.confirmed(event, registrations, places=max(1, registrations // 2))
    return make_tournament.event_of(event.id)


@pytest.mark.parametrize("row", EVENTS, ids=lambda row: f"{row['name']}-{row['format']}")
def test_an_event_is_set_up_drawn_played_and_ranked(app: Flask, row: dict[str, str]) -> None:
    event = confirmed_event(row)
    plan = demo_formats.plan_of(event)
    assert plan is not None
    demo_play.play_event(event.id, plan, Random(row["name"]))
    view = get_view(event.id)
    assert all(view.state.get_stage(stage.key).complete for stage in view.stages), row["format"]
    (ranking,) = [division.places for division in view.state.divisions]
    assert len({place.entry for place in ranking}) == len(ranking) == len(view.labels)
    assert not any(place.reason.code == "not_placed" for place in ranking)
    assert all(1 <= place.first <= place.last <= len(ranking) for place in ranking)


@pytest.mark.parametrize("code", sorted({row["format"] for row in EVENTS}))
def test_every_draw_of_every_format_comes_out_the_same_again(app: Flask, code: str) -> None:
    event = confirmed_event(next(row for row in EVENTS if row["format"] == code))
    plan = demo_formats.plan_of(event)
    assert plan is not None
    demo_play.play_event(event.id, plan, Random(1))
    draws = session().scalars(select(Draw)).all()
    assert draws or code in ("total_low", "total_score", "distance_total", "multi_discipline")
    assert all(replay_draw(draw.id).is_same for draw in draws)
