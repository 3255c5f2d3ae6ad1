"""Setting a competition up and drawing it: teams, rows, stages with their consequence, pools, publishing."""

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit import Actor
from core.db import session, transaction
from core.errors import MissingError, RuleError
from tests import make, make_tournament
from tournament import draw, draw_moves, results, setup, setup_entries, setup_stages
from tournament.consequence import choice_problems, consequence_of
from tournament.day_length import Pace, least_minutes
from tournament.draw_record import replay_draw
from tournament.engine.formats.format import MatchCount
from tournament.engine.values import Result
from tournament.models import Division, Draw, Entry, Match, Pool
from tournament.offers import Goal, Offer, Wanted, candidates, offers
from tournament.scheme import StageChoice
from tournament.store_cache import get_view

OFFICE = Actor("user", 1)


@pytest.fixture
def event_id(app: Flask) -> int:
    """An event of one row with nine confirmed teams of three places."""
    event = make.event(rows=[])
    make_tournament.confirmed(event, 9, places=3)
    return event.id


def division() -> Division:
    """The one row."""
    return session().scalars(select(Division)).one()


def set_up(event_id: int, choice: StageChoice | None = None) -> int:
    """A competition with stages chosen; returns the number of its row."""
    setup.create_competition(event_id, by=OFFICE)
    row = division().id
    setup_stages.choose_stages(row, choice or StageChoice(3, per_pool=2, best_next=2), by=OFFICE)
    return row


def test_the_confirmed_teams_and_the_courts_of_the_venue_come_along(event_id: int) -> None:
    competition_id = setup.create_competition(event_id, by=OFFICE)
    assert setup.create_competition(event_id, by=OFFICE) == competition_id
    view = get_view(event_id)
    assert len(view.labels) == 9
    assert [court.name for court in view.courts] == ["Bane 1", "Bane 2"]
    assert view.day["start"] == "2026-10-10T10:00"


def test_the_row_a_team_wished_is_the_row_it_plays_in(app: Flask) -> None:
    event = make.event()
    make_tournament.confirmed(event, 4, row="A")
    make_tournament.confirmed(event, 3, row="B", first=5)
    setup.create_competition(event.id, by=OFFICE)
    assert [(d.key, len(d.entries)) for d in get_view(event.id).divisions] == [("A", 4), ("B", 3)]


def test_a_team_confirmed_later_is_taken_in(event_id: int) -> None:
    competition_id = setup.create_competition(event_id, by=OFFICE)
    make_tournament.confirmed(make_tournament.event_of(event_id), 1, first=30)
    assert [r.name for r in setup_entries.list_newcomers(competition_id)] == ["Hold 30"]
    assert setup_entries.take_in_teams(competition_id, by=OFFICE) == 1
    assert setup_entries.take_in_teams(competition_id, by=OFFICE) == 0


def test_a_label_is_used_once(event_id: int) -> None:
    competition_id = setup.create_competition(event_id, by=OFFICE)
    with pytest.raises(RuleError, match="label_taken"):
        setup_entries.add_entry(competition_id, division().id, "hold 1", "", by=OFFICE)


def test_the_consequence_is_counted_before_it_is_chosen() -> None:
    found = consequence_of(14, StageChoice(4, per_pool=2))
    assert found.sizes == (4, 4, 3, 3)
    assert (found.main.count.total, found.going_on) == (18, 8)
    assert found.count == MatchCount(least=2, most=6, total=26)
    # One court: match after match. Two: the eight matches of the knock-out wait for each other.
    assert least_minutes(found, Pace(12), 1) == 26 * 12
    assert least_minutes(found, Pace(12), 2) == (9 + 2 + 1 + 1) * 12
    # On eight courts a team's own matches and rests are the day: three in its pool, then three rounds.
    assert least_minutes(found, Pace(12, rest=12), 8) == (3 + 2) * 12 + 3 * 2 * 12


def test_rounds_that_are_drawn_later_take_their_time_too() -> None:
    swiss = consequence_of(8, StageChoice(format="swiss", options={"rounds": 3}))
    assert least_minutes(swiss, Pace(10, 2, 10), 4) == 3 * 10 + 2 * 14
    melee = consequence_of(8, StageChoice(format="supermelee", options={"rounds": 4}))
    assert least_minutes(melee, Pace(20), 9) == 4 * 20
    measured = consequence_of(8, StageChoice(format="measured", options={"better": "low"}))
    assert least_minutes(measured, Pace(5), 2) == 4 * 5


def test_a_way_that_the_rests_make_too_long_does_not_fit() -> None:
    def swiss(rest: int) -> Offer:
        found = offers(8, Pace(10, 2, rest), Wanted(frozenset({Goal.EVEN_MATCHES}), minutes=60, courts=4))
        return next(o for o in found if o.choice.format == "swiss" and o.choice.options["rounds"] == 3)

    assert (swiss(0).minutes, swiss(0).is_too_long) == (34, False)
    assert (swiss(30).minutes, swiss(30).is_too_long) == (94, True)


def test_what_cannot_be_played_cannot_be_chosen() -> None:
    with pytest.raises(RuleError, match="too_many_pools"):
        consequence_of(5, StageChoice(3))
    with pytest.raises(RuleError, match="too_many_go_on"):
        consequence_of(9, StageChoice(3, per_pool=4))
    with pytest.raises(RuleError, match="too_few_teams"):
        consequence_of(1, StageChoice(1))


def test_what_is_offered_can_be_played() -> None:
    for teams in range(3, 40):
        for choice in candidates(teams):
            if not choice_problems(teams, choice):
                found = consequence_of(teams, choice)
                assert sum(found.sizes) == teams
                assert found.count.total > 0
    assert [len(offers(teams, Pace(10, 2, 10), Wanted())) for teams in (2, 3, 14)] == [6, 6, 8]


def test_a_draw_is_recorded_and_can_be_shown_again(event_id: int) -> None:
    row = set_up(event_id)
    draw_id = draw.draw_division(row, by=OFFICE, seed="ABCD")
    again = replay_draw(draw_id)
    assert again.is_same
    assert again.is_same_engine
    recorded = session().get_one(Draw, draw_id)
    assert (recorded.seed, recorded.result["clashes"]) == ("ABCD", 0)
    assert sorted(len(keys) for keys in again.result["pools"].values()) == [3, 3, 3]


def test_a_draw_that_was_tampered_with_shows_it(event_id: int) -> None:
    row = set_up(event_id)
    draw_id = draw.draw_division(row, by=OFFICE)
    with transaction() as db:
        recorded = db.get_one(Draw, draw_id)
        pools = dict(recorded.result["pools"])
        pools["A"], pools["B"] = pools["B"], pools["A"]
        recorded.result = {**recorded.result, "pools": pools}
    assert not replay_draw(draw_id).is_same


def test_a_team_is_moved_by_hand_until_the_draw_is_published(event_id: int) -> None:
    row = set_up(event_id)
    draw.draw_division(row, by=OFFICE)
    pool = session().scalars(select(Pool).where(Pool.key == "A")).one()
    entry_id = int(pool.entry_ids[0][1:])
    draw_moves.move_entry(row, entry_id, "B", by=OFFICE)
    draw_moves.move_entry(row, entry_id, "B", by=OFFICE)
    pools = {p.key: p.entry_ids for p in session().scalars(select(Pool))}
    assert (len(pools["A"]), len(pools["B"])) == (2, 4)
    with pytest.raises(RuleError, match="pool_would_be_too_small"):
        draw_moves.move_entry(row, int(pools["A"][0][1:]), "B", by=OFFICE)
    with pytest.raises(MissingError):
        draw_moves.move_entry(row, entry_id, "Z", by=OFFICE)
    draw.publish_draw(row, by=OFFICE)
    with pytest.raises(RuleError, match="draw_published"):
        draw_moves.move_entry(row, entry_id, "C", by=OFFICE)


def test_publishing_numbers_the_matches_and_feeds_the_knock_out(event_id: int) -> None:
    row = set_up(event_id)
    with pytest.raises(RuleError, match="not_drawn"):
        draw.publish_draw(row, by=OFFICE)
    draw.draw_division(row, by=OFFICE)
    assert draw.publish_draw(row, by=OFFICE) == 9 + 8
    assert draw.publish_draw(row, by=OFFICE) == 0
    view = get_view(event_id)
    assert [match.number for match in view.matches] == list(range(1, 18))
    sides = [str(side.selector) for match in view.of_stage("A-final")[:4] for side in (match.home, match.away)]
    assert sorted(sides) == sorted(
        [*(f"A-pools:{pool}:{rank}" for pool in "ABC" for rank in (1, 2)), "A-pools:*:3#1", "A-pools:*:3#2"]
    )


def test_a_team_without_a_pool_stops_publishing(event_id: int) -> None:
    row = set_up(event_id)
    draw.draw_division(row, by=OFFICE)
    competition_id = get_view(event_id).id
    late = setup_entries.add_entry(competition_id, row, "De sene", "", by=OFFICE)
    with pytest.raises(RuleError, match="teams_without_pool"):
        draw.publish_draw(row, by=OFFICE)
    draw_moves.move_entry(row, late, "C", by=OFFICE)
    assert draw.publish_draw(row, by=OFFICE) == 3 + 3 + 6 + 8


def test_a_new_draw_is_possible_until_a_result_is_stored(event_id: int) -> None:
    row = set_up(event_id)
    draw.draw_division(row, by=OFFICE)
    draw.publish_draw(row, by=OFFICE)
    with pytest.raises(RuleError, match="draw_published"):
        draw.draw_division(row, by=OFFICE)
    draw.withdraw_draw(row, by=OFFICE)
    draw.draw_division(row, by=OFFICE)
    draw.publish_draw(row, by=OFFICE)
    first = session().scalars(select(Match.id).where(Match.number == 1)).one()
    results.record_result(first, Result(home=1, away=0), by=OFFICE)
    with pytest.raises(RuleError, match="draw_has_results"):
        draw.withdraw_draw(row, by=OFFICE)
    with pytest.raises(RuleError, match="draw_has_results"):
        setup.remove_competition(get_view(event_id).id, by=OFFICE)


def test_seeded_teams_stand_in_different_pools(event_id: int) -> None:
    row = set_up(event_id)
    competition_id = get_view(event_id).id
    seeded = session().scalars(select(Entry).order_by(Entry.id)).all()[:3]
    for seed, entry in enumerate(seeded, 1):
        setup_entries.save_entry(
            competition_id, entry.id, label=entry.label, division_id=row, seed=seed, pot=None, by=OFFICE
        )
    draw.draw_division(row, by=OFFICE)
    pools = session().scalars(select(Pool)).all()
    held = [sum(f"e{entry.id}" in pool.entry_ids for entry in seeded) for pool in pools]
    assert held == [1, 1, 1]
