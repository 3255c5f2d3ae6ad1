"""Rounds drawn one by one, people instead of teams, mixed teams, brackets and heats, disciplines and their sum."""

import json
from random import Random

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit import Actor
from core.db import session, transaction
from core.errors import MissingError, RuleError
from events.models import Sport
from events.reference import lay_reference_data
from teams.models import Registration
from tests import make, make_tournament
from tournament import demo_play, draw, draw_moves, people, results, rounds, setup, setup_disciplines, setup_entries
from tournament.contests import get_contest, list_contests
from tournament.draw_changes import withdraw_entry
from tournament.draw_record import find_draw, list_draws, replay_draw
from tournament.engine.selectors import NOBODY
from tournament.engine.values import Policy, Result
from tournament.file import read_tournament
from tournament.models import Competition, Discipline, Division, Entry, Match
from tournament.scheme import StageChoice
from tournament.setup_disciplines import DisciplineFields
from tournament.setup_stages import choose_stages
from tournament.store import entry_key
from tournament.store_cache import get_view
from tournament.store_file import export_competition

OFFICE = Actor("user", 1)
SWISS = StageChoice(format="swiss", options={"rounds": 3})


def competition(teams: int, choice: StageChoice | None = None, *, places: int | None = None) -> tuple[int, int]:
    """An event of so many teams in one row, its way of playing chosen; the numbers of event and row."""
    lay_reference_data()
    event = make.event(rows=[])
    make_tournament.confirmed(event, teams, places=places)
    setup.create_competition(event.id, by=OFFICE)
    row = session().scalars(select(Division.id)).one()
    if choice is not None:
        choose_stages(row, choice, by=OFFICE)
    return event.id, row


def play_round(event_id: int, number: int) -> None:
    """The home side wins every match of a round."""
    for match in get_view(event_id).matches:
        if match.round == number and match.is_to_play and NOBODY not in (match.home.entry, match.away.entry):
            results.record_result(match.id, Result(home=2, away=1), by=OFFICE)


def pairs_of(event_id: int, number: int) -> set[frozenset[str | None]]:
    """Who meets whom in a round."""
    return {frozenset((m.home.entry, m.away.entry)) for m in get_view(event_id).matches if m.round == number}


def test_all_rounds_are_planned_and_the_first_is_drawn_with_its_bye(app: Flask) -> None:
    event_id, row = competition(9, SWISS)
    draw.draw_division(row, by=OFFICE, seed="A")
    assert draw.publish_draw(row, by=OFFICE) == 3 * 4 + 1
    assert draw.publish_draw(row, by=OFFICE) == 0
    view = get_view(event_id)
    first = [match for match in view.matches if match.round == 1]
    assert sum(NOBODY in (match.home.entry, match.away.entry) for match in first) == 1
    assert all(not match.home.is_known for match in view.matches if match.round > 1)


def test_the_next_round_waits_for_the_one_before_and_nobody_meets_again(app: Flask) -> None:
    event_id, row = competition(9, SWISS)
    draw.draw_division(row, by=OFFICE, seed="A")
    draw.publish_draw(row, by=OFFICE)
    with pytest.raises(RuleError, match="round_not_finished"):
        rounds.draw_round(row, by=OFFICE)
    for number in (1, 2):
        play_round(event_id, number)
        assert rounds.draw_round(row, by=OFFICE, seed=f"R{number}") == number + 1
    play_round(event_id, 3)
    seen = [pairs_of(event_id, number) for number in (1, 2, 3)]
    assert not seen[0] & seen[1]
    assert not (seen[0] | seen[1]) & seen[2]
    with pytest.raises(RuleError, match="all_rounds_drawn"):
        rounds.draw_round(row, by=OFFICE)
    assert all(replay_draw(drawn.id).is_same for drawn in list_draws(get_contest(row).require_main().id))
    assert get_view(event_id).state.stages[0].complete


def test_a_round_is_taken_back_until_it_has_begun(app: Flask) -> None:
    event_id, row = competition(8, SWISS)
    draw.draw_division(row, by=OFFICE, seed="A")
    draw.publish_draw(row, by=OFFICE)
    with pytest.raises(RuleError, match="nothing_drawn"):
        rounds.undo_round(row, by=OFFICE)
    play_round(event_id, 1)
    rounds.draw_round(row, by=OFFICE, seed="B")
    drawn = pairs_of(event_id, 2)
    assert rounds.undo_round(row, by=OFFICE) == 2
    assert all(not match.home.is_known for match in get_view(event_id).matches if match.round == 2)
    rounds.draw_round(row, by=OFFICE, seed="B")
    assert pairs_of(event_id, 2) == drawn
    match = next(match for match in get_view(event_id).matches if match.round == 2)
    results.start_match(match.id, by=OFFICE)
    with pytest.raises(RuleError, match="round_has_begun"):
        rounds.undo_round(row, by=OFFICE)


def test_a_team_leaves_and_a_late_one_comes_between_rounds(app: Flask) -> None:
    event_id, row = competition(8, SWISS)
    draw.draw_division(row, by=OFFICE, seed="A")
    draw.publish_draw(row, by=OFFICE)
    play_round(event_id, 1)
    competition_id = session().scalars(select(Competition.id)).one()
    gone = session().scalars(select(Entry).order_by(Entry.id)).first()
    assert gone is not None
    withdraw_entry(competition_id, gone.id, Policy.FORFEIT, by=OFFICE)
    rounds.draw_round(row, by=OFFICE, seed="B")
    second = [match for match in get_view(event_id).matches if match.round == 2]
    assert not any(match.plays(entry_key(gone.id)) for match in second)
    assert len(second) == 4
    late = setup_entries.add_entry(competition_id, row, "Nattoget", "", by=OFFICE)
    assert [entry.id for entry in rounds.late_teams(get_contest(row))] == [late]
    rounds.join_rounds(row, late, by=OFFICE)
    rounds.join_rounds(row, late, by=OFFICE)
    play_round(event_id, 2)
    rounds.draw_round(row, by=OFFICE, seed="C")
    assert any(match.plays(entry_key(late)) for match in get_view(event_id).matches if match.round == 3)


def test_people_play_for_themselves_and_the_rest_is_drawn_again_when_one_leaves(app: Flask) -> None:
    event_id, row = competition(2)
    setup_entries.set_takes(row, "people", by=OFFICE)
    view = get_view(event_id)
    assert sorted(view.labels.values())[:2] == ["Hold 1 1", "Hold 1 2"]
    assert len(view.labels) == 12
    assert [len(entries) for entries in view.registrations.values()] == [6, 6]
    choose_stages(row, StageChoice(format="supermelee", options={"rounds": 3, "team_size": 2}), by=OFFICE)
    draw.draw_division(row, by=OFFICE, seed="A")
    draw.publish_draw(row, by=OFFICE)
    play_round(event_id, 1)
    person = session().scalars(select(Entry).order_by(Entry.id)).first()
    assert person is not None
    withdraw_entry(get_view(event_id).id, person.id, Policy.FORFEIT, by=OFFICE)
    assert rounds.draw_round(row, by=OFFICE, seed="B") == 2
    later = [match for match in get_view(event_id).matches if match.round > 1]
    assert later
    assert not any(match.plays(entry_key(person.id)) for match in later)
    assert all(replay_draw(drawn.id).is_same for drawn in list_draws(get_contest(row).require_main().id))


def test_fewer_people_come_than_signed_up(app: Flask) -> None:
    event_id, row = competition(2)
    setup_entries.set_takes(row, "people", by=OFFICE)
    with transaction() as db:
        db.scalars(select(Registration).order_by(Registration.id)).first().headcount = 4  # type: ignore[union-attr]
    setup_entries.take_in_teams(session().scalars(select(Competition.id)).one(), by=OFFICE)
    assert len(get_view(event_id).labels) == 10


def test_mixed_teams_are_drawn_from_people_with_friends_together(app: Flask) -> None:
    event_id, row = competition(5)
    setup_entries.set_takes(row, "mixed", by=OFFICE)
    everybody = people.list_people(row)
    assert len(everybody) == 30
    assert get_view(event_id).labels == {}
    choose_stages(row, StageChoice(1), by=OFFICE)
    friends = [everybody[0].id, everybody[7].id]
    people.save_wishes(row, [friends], by=OFFICE)
    draw_id = people.draw_mixed_teams(row, 6, by=OFFICE, seed="A")
    assert replay_draw(draw_id).is_same
    teams = {person.id: person.team_id for person in people.list_people(row)}
    assert len(set(teams.values())) == 6
    assert teams[friends[0]] == teams[friends[1]]
    assert len(set(get_view(event_id).labels.values())) == 6
    draw_id = people.draw_mixed_teams(row, 5, by=OFFICE, seed="B")
    assert len(get_view(event_id).labels) == 5
    # Another way of playing is chosen: how the teams were drawn is still to be seen.
    choose_stages(row, StageChoice(1, options={"legs": 2}), by=OFFICE)
    assert replay_draw(draw_id).is_same
    read_tournament(json.loads(json.dumps(export_competition(event_id))))
    draw.draw_division(row, by=OFFICE, seed="C")
    draw.publish_draw(row, by=OFFICE)
    with pytest.raises(RuleError, match="draw_published"):
        people.draw_mixed_teams(row, 6, by=OFFICE)
    plays_as = get_view(event_id).registrations
    assert len(plays_as) == 5
    assert all(entry in get_view(event_id).labels for entries in plays_as.values() for entry in entries)


def test_mixed_teams_need_people_and_the_choice(app: Flask) -> None:
    _event_id, row = competition(3, StageChoice(1))
    with pytest.raises(RuleError, match="not_mixed"):
        people.draw_mixed_teams(row, 2, by=OFFICE)
    setup_entries.set_takes(row, "mixed", by=OFFICE)
    with pytest.raises(RuleError, match="too_many_teams"):
        people.draw_mixed_teams(row, 10, by=OFFICE)


def test_a_wish_names_two_of_the_row(app: Flask) -> None:
    _event_id, row = competition(3)
    with pytest.raises(RuleError, match="wish_needs_two"):
        people.save_wishes(row, [[session().scalars(select(Entry.id)).first() or 0]], by=OFFICE)
    with pytest.raises(MissingError):
        people.save_wishes(row, [[1, 987654]], by=OFFICE)


def test_a_bracket_is_drawn_with_mates_apart_and_two_change_places(app: Flask) -> None:
    event_id, row = competition(8, StageChoice(format="knockout", options={"bronze": True}), places=4)
    draw_id = draw.draw_division(row, by=OFFICE, seed="A")
    stage = get_contest(row).require_main()
    order = stage.options["order"]
    assert replay_draw(draw_id).result["clashes"] == 0
    one, other = int(order[0][1:]), int(order[-1][1:])
    draw_moves.swap_entries(row, one, other, by=OFFICE)
    assert get_contest(row).require_main().options["order"] == [order[-1], *order[1:-1], order[0]]
    assert draw.publish_draw(row, by=OFFICE) == 8
    with pytest.raises(RuleError, match="draw_published"):
        draw_moves.swap_entries(row, one, other, by=OFFICE)
    draw.withdraw_draw(row, by=OFFICE)
    assert not get_contest(row).is_shown()
    assert get_view(event_id).matches == ()


def test_a_draw_is_for_the_teams_there_are(app: Flask) -> None:
    _event_id, row = competition(8, StageChoice(format="placement"))
    with pytest.raises(RuleError, match="not_drawn"):
        draw.publish_draw(row, by=OFFICE)
    draw.draw_division(row, by=OFFICE)
    competition_id = session().scalars(select(Competition.id)).one()
    setup_entries.add_entry(competition_id, row, "Nattoget", "", by=OFFICE)
    with pytest.raises(RuleError, match="draw_is_old"):
        draw.publish_draw(row, by=OFFICE)
    draw.draw_division(row, by=OFFICE)
    assert draw.publish_draw(row, by=OFFICE) > 0


def test_heats_are_drawn_and_shown(app: Flask) -> None:
    event_id, row = competition(10, StageChoice(format="measured", options={"better": "low", "lanes": 4}))
    draw.draw_division(row, by=OFFICE, seed="A")
    assert [sum(lane is not None for lane in heat) for heat in get_contest(row).require_main().options["heats"]] == [
        3,
        3,
        4,
    ]
    assert draw.publish_draw(row, by=OFFICE) == 0
    assert get_contest(row).is_shown()
    (stage,) = get_view(event_id).state.competition.stages
    assert len(stage.entries) == 10


def test_what_has_nothing_to_draw_is_opened(app: Flask) -> None:
    event_id, row = competition(5, StageChoice(format="measured", options={"better": "high"}))
    with pytest.raises(RuleError, match="nothing_to_draw"):
        draw.draw_division(row, by=OFFICE)
    draw.publish_draw(row, by=OFFICE)
    assert get_contest(row).is_shown()
    assert not get_view(event_id).state.stages[0].complete
    draw.withdraw_draw(row, by=OFFICE)
    assert not get_contest(row).is_shown()


def games(row: int) -> tuple[int, int]:
    """Two disciplines: a run of all and a tournament of four."""
    sports = {sport.slug: sport.id for sport in session().scalars(select(Sport))}
    four = [entry.id for entry in session().scalars(select(Entry).order_by(Entry.id).limit(4))]
    run = setup_disciplines.add_discipline(row, DisciplineFields("Løb", "Run", sports["loeb"], None), by=OFFICE)
    play = setup_disciplines.add_discipline(row, DisciplineFields("Pétanque", "", sports["petanque"], four), by=OFFICE)
    choose_stages(row, StageChoice(format="measured", options={"better": "low"}), by=OFFICE, discipline_id=run)
    choose_stages(row, StageChoice(1), by=OFFICE, discipline_id=play)
    return run, play


def test_disciplines_have_their_own_teams_rules_and_times_and_are_put_together(app: Flask) -> None:
    event_id, row = competition(6, StageChoice(2))
    run, play = games(row)
    contests = list_contests(session().get_one(Division, row))
    assert [(contest.prefix, len(contest.teams())) for contest in contests] == [("A-d1", 6), ("A-d2", 4)]
    draw.publish_draw(row, by=OFFICE, discipline_id=run)
    draw.draw_division(row, by=OFFICE, seed="A", discipline_id=play)
    assert draw.publish_draw(row, by=OFFICE, discipline_id=play) == 6
    view = get_view(event_id)
    assert {match.play_minutes for match in view.matches} == {60}
    assert view.state.competition.get_stage("A-d2-pools").rules.points.win == 1  # type: ignore[union-attr]
    demo_play.play_through(event_id, Random(1))
    state = get_view(event_id).state
    assert state.overall is not None
    assert state.overall.complete
    assert sum(int(row.metrics["gold"] or 0) for row in state.overall.rows) == 2
    setup_disciplines.save_overall(view.id, {"medals": False, "points": [3, 2, 1], "started": 0}, by=OFFICE)
    assert max(row.points for row in get_view(event_id).state.overall.rows) <= 6  # type: ignore[union-attr]


def test_a_discipline_is_changed_and_removed_until_it_is_shown(app: Flask) -> None:
    event_id, row = competition(6)
    run, play = games(row)
    sport_id = session().get_one(Discipline, run).sport_id
    one = [session().scalars(select(Entry.id).order_by(Entry.id)).first() or 0]
    with pytest.raises(RuleError, match="discipline_exists"):
        setup_disciplines.add_discipline(row, DisciplineFields("løb", "", sport_id, None), by=OFFICE)
    draw.publish_draw(row, by=OFFICE, discipline_id=run)
    setup_disciplines.save_discipline(row, run, DisciplineFields("60 meter", "", sport_id, None), by=OFFICE)
    with pytest.raises(RuleError, match="draw_published"):
        setup_disciplines.save_discipline(row, run, DisciplineFields("60 meter", "", sport_id, one), by=OFFICE)
    with pytest.raises(RuleError, match="draw_published"):
        setup_disciplines.remove_discipline(row, run, by=OFFICE)
    setup_disciplines.remove_discipline(row, play, by=OFFICE)
    draw.withdraw_draw(row, by=OFFICE, discipline_id=run)
    setup_disciplines.remove_discipline(row, run, by=OFFICE)
    assert get_view(event_id).state.competition.overall is None
    with pytest.raises(RuleError, match="points_missing"):
        setup_disciplines.save_overall(get_view(event_id).id, {"medals": False, "points": []}, by=OFFICE)


def test_a_poule_leads_to_a_b_c_and_d(app: Flask) -> None:
    choice = StageChoice(4, "poule", per_pool=2, finals=2, has_consolation=True)
    event_id, row = competition(16, choice)
    draw.draw_division(row, by=OFFICE, seed="A")
    draw.publish_draw(row, by=OFFICE)
    names = {stage.key: stage.name_da for stage in get_view(event_id).stages}
    assert names == {
        "A-pools": "Puljer",
        "A-final-A": "A-slutspil",
        "A-final-B": "B-slutspil",
        "A-final-C": "C-slutspil",
        "A-final-D": "D-slutspil",
    }
    demo_play.play_through(event_id, Random(2))
    assert all(get_view(event_id).state.get_stage(key).complete for key in names)
    assert len(session().scalars(select(Match)).all()) == 4 * 5 + 2 * (7 + 1) + 2 * 3
    assert find_draw(get_contest(row).require_main().id) is not None
