"""The office's pages for choosing a way of playing, who plays, disciplines, and the steps of every draw."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core import clock
from core.db import session
from events.models import Event, Sport
from events.reference import lay_reference_data
from tests import cast, make, make_tournament
from tests.conftest import login_as
from tournament.contests import get_contest
from tournament.engine.formats.registry import FORMATS
from tournament.models import Discipline, Division, Draw, Entry
from tournament.store_cache import get_view


@pytest.fixture
def event(app: Flask) -> Event:
    """An event of one row with eight teams of four places, its competition made."""
    lay_reference_data()
    made = make.event(rows=[])
    make_tournament.confirmed(made, 8, places=4)
    return make_tournament.event_of(made.id)


@pytest.fixture
def url(office: FlaskClient, event: Event) -> str:
    """The address that the event's pages begin with."""
    base = f"/kontor/staevner/{event.slug}"
    office.post(f"{base}/opsaetning")
    return base


def row() -> Division:
    """The one row."""
    return session().scalars(select(Division)).one()


def choose(office: FlaskClient, url: str, **data: object) -> int:
    """Choose a way of playing for the row; the status of the answer."""
    known = {"pool_count": 1, "per_pool": 0, "best_next": 0, "finals": 0, "second_pools": 0, "compare": "per_match"}
    answer = office.post(f"{url}/opsaetning/raekke/{row().id}/spil", data={**known, "final_format": "knockout", **data})
    return answer.status_code


def steps(office: FlaskClient, url: str, *names: str, **data: object) -> None:
    """Press some buttons of the page of the draw."""
    for name in names:
        assert office.post(f"{url}/lodtraekning/{row().id}/{name}", data=data).status_code == 303


def test_offers_follow_what_is_wanted(office: FlaskClient, url: str) -> None:
    page = office.get(f"{url}/opsaetning/raekke/{row().id}/spil?goals=one_winner&goals=alike&hours=2&courts=2").text
    assert page.index("Forslag") < page.index("Brug det")
    assert "Alle spiller" in page
    too_long = office.get(f"{url}/opsaetning/raekke/{row().id}/spil?goals=one_winner&hours=1&courts=1").text
    assert "Tager for lang tid" in too_long


def test_an_offer_is_used_as_it_stands(office: FlaskClient, url: str) -> None:
    page = office.get(f"{url}/opsaetning/raekke/{row().id}/spil?goals=alike&hours=3&courts=4").text
    form = re.search(r'<form method="post" action="([^"]+/spil)".*?</form>', page, re.DOTALL)
    assert form is not None
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form.group()))
    fields.pop("csrf_token", None)
    assert office.post(form.group(1), data=fields).status_code == 303
    choice = get_contest(row().id).choice
    assert choice is not None
    assert choice.format == fields["format"]


@pytest.mark.parametrize("code", FORMATS)
def test_each_format_has_a_page_of_its_own_that_counts_before_it_chooses(
    office: FlaskClient, url: str, code: str
) -> None:
    address = f"{url}/opsaetning/raekke/{row().id}/spil"
    page = office.get(f"{address}/{code}")
    assert page.status_code == 200
    assert "Det giver" in page.text
    fields = dict(re.findall(r'<input[^>]* name="(option_[^"]+|pool_count|per_pool)"[^>]* value="([^"]*)"', page.text))
    shown = office.post(address, data={"format": code, "finals": "0", **fields, "show": "1"})
    assert shown.status_code == 200
    assert get_contest(row().id).choice is None


def test_a_number_out_of_reach_comes_back_with_a_sentence(office: FlaskClient, url: str) -> None:
    address = f"{url}/opsaetning/raekke/{row().id}/spil"
    answer = office.post(address, data={"format": "swiss", "option_rounds": "77", "finals": "0"})
    assert answer.status_code == 422
    assert "Skriv et tal fra 1 til 30." in answer.text
    assert 'value="77"' in answer.text
    assert office.post(address, data={"format": "hvad"}).status_code == 404
    assert office.get(f"{address}/hvad").status_code == 404


def test_monrad_is_drawn_round_by_round_on_the_page(office: FlaskClient, url: str, event: Event) -> None:
    assert choose(office, url, format="swiss", option_rounds=3) == 303
    steps(office, url, "traek", "offentliggoer")
    page = office.get(f"{url}/lodtraekning").text
    assert "1 af 3 runder er trukket." in page
    assert "Runde 1 er ikke slut." in page
    for match in [match for match in get_view(event.id).matches if match.round == 1]:
        office.post(f"{url}/resultater/{match.number}", data={"kind": "played", "home": "2", "away": "1"})
    assert "Træk runde 2" in office.get(f"{url}/lodtraekning").text
    assert "Runde 1 er slut" in office.get(url).text
    steps(office, url, "runde")
    assert "Runde 1 er slut" not in office.get(url).text
    assert "Tag runde 2 tilbage" in office.get(f"{url}/lodtraekning").text
    steps(office, url, "runde-tilbage", "runde", "runde")
    assert "2 af 3 runder er trukket." in office.get(f"{url}/lodtraekning").text
    for draw in session().scalars(select(Draw)).all():
        assert "Det blev det samme" in office.get(f"{url}/lodtraekning/vis/{draw.id}").text


@pytest.mark.parametrize(
    ("code", "options", "word"),
    [
        ("knockout", {}, "Første runde"),
        ("double_elimination", {"option_grand_final": "reset"}, "Første runde"),
        ("placement", {}, "Første runde"),
        ("poule", {}, "Pulje A"),
        ("measured", {"option_better": "low", "option_lanes": 4}, "Heat 1"),
        ("supermelee", {"option_rounds": 3, "option_team_size": 2}, "Første runde"),
    ],
)
def test_every_kind_of_draw_can_be_made_shown_published_and_taken_back(
    office: FlaskClient, url: str, code: str, options: dict[str, object], word: str
) -> None:
    usual = {"option_counts": "best", "option_ties": "shared"} if code == "measured" else {}
    assert choose(office, url, format=code, **usual, **options) == 303
    steps(office, url, "traek")
    assert word in office.get(f"{url}/lodtraekning").text
    (draw,) = session().scalars(select(Draw)).all()
    assert "Det blev det samme" in office.get(f"{url}/lodtraekning/vis/{draw.id}").text
    steps(office, url, "offentliggoer", "offentliggoer")
    assert get_contest(row().id).is_shown()
    assert "Tag lodtrækningen tilbage" in office.get(f"{url}/lodtraekning").text
    steps(office, url, "fortryd")
    assert not get_contest(row().id).is_shown()


def test_people_and_mixed_teams_are_chosen_and_drawn(office: FlaskClient, url: str, event: Event) -> None:
    assert office.post(f"{url}/opsaetning/raekke/{row().id}/hvem", data={"takes": "mixed"}).status_code == 303
    assert "48 deltagere" in office.get(f"{url}/opsaetning").text
    assert choose(office, url, pool_count=2) == 303
    people = session().scalars(select(Entry.id).where(Entry.is_person).limit(2)).all()
    wish = {"entries": [str(number) for number in people]}
    assert office.post(f"{url}/opsaetning/raekke/{row().id}/oensker", data=wish).status_code == 303
    assert office.post(f"{url}/opsaetning/raekke/{row().id}/oensker", data={}).status_code == 422
    steps(office, url, "hold", team_count="99")
    assert "Der kan højst være 24 hold." in office.get(f"{url}/lodtraekning").text
    steps(office, url, "hold", team_count="8")
    steps(office, url, "traek", "offentliggoer")
    assert len(get_view(event.id).labels) == 8
    assert office.post(f"{url}/opsaetning/raekke/{row().id}/oensker/0/fjern").status_code == 303
    assert office.post(f"{url}/opsaetning/raekke/{row().id}/hvem", data={"takes": "teams"}).status_code == 422


def test_disciplines_are_added_changed_and_put_together(office: FlaskClient, url: str, event: Event) -> None:
    sports = {sport.slug: str(sport.id) for sport in session().scalars(select(Sport))}
    address = f"{url}/opsaetning/raekke/{row().id}/discipliner"
    run = {"name_da": "Løb", "name_en": "Run", "sport_id": sports["loeb"], "everybody": "y"}
    assert office.post(address, data=run).status_code == 303
    again = office.post(address, data=run)
    assert again.status_code == 422
    assert "Der er en disciplin med det navn." in again.text
    found = session().scalars(select(Discipline)).one()
    few = {**run, "name_da": "60 meter", "entries": [str(n) for n in session().scalars(select(Entry.id).limit(3))]}
    few.pop("everybody")
    assert office.post(f"{address}/{found.id}", data=few).status_code == 303
    query = {"disciplin": found.id}
    assert office.get(f"{url}/opsaetning/raekke/{row().id}/spil", query_string=query).status_code == 200
    data = {"format": "measured", "option_better": "low", "option_counts": "best", "option_ties": "shared"}
    chosen = office.post(f"{url}/opsaetning/raekke/{row().id}/spil", data={**data, "finals": 0}, query_string=query)
    assert chosen.status_code == 303
    assert office.post(f"{url}/lodtraekning/{row().id}/offentliggoer", query_string=query).status_code == 303
    assert len(get_view(event.id).state.competition.stages[0].entries) == 3
    overall = {"order": "points", "points": "5 3 et", "started": "1", "by": "entry"}
    assert office.post(f"{url}/opsaetning/samlet", data=overall).status_code == 422
    assert office.post(f"{url}/opsaetning/samlet", data={**overall, "points": "5 3 1"}).status_code == 303
    assert get_view(event.id).state.competition.overall is not None
    assert office.post(f"{address}/{found.id}/slet").status_code == 303
    assert session().scalars(select(Discipline)).one().id == found.id


def every_address(url: str) -> Iterator[tuple[str, str]]:
    """All addresses of these pages, with the way they are asked for."""
    base = f"{url}/opsaetning/raekke/{row().id}"
    for path in ("spil", "spil/swiss", "hvem", "oensker", "discipliner"):
        yield "GET", f"{base}/{path}"
    yield "GET", f"{url}/opsaetning/samlet"
    for path in ("spil", "hvem", "oensker", "oensker/0/fjern", "discipliner", "discipliner/1/slet"):
        yield "POST", f"{base}/{path}"
    for step in ("traek", "offentliggoer", "fortryd", "runde", "runde-tilbage", "hold", "med", "byt"):
        yield "POST", f"{url}/lodtraekning/{row().id}/{step}"


def test_nobody_but_the_office_comes_here(app: Flask, office: FlaskClient, url: str) -> None:
    stranger, nobody = login_as(app.test_client(), cast.stranger().id), app.test_client()
    for method, path in every_address(url):
        assert nobody.open(path, method=method).status_code == 303, path
        assert stranger.open(path, method=method).status_code == 403, path
    assert get_contest(row().id).main is None


def test_a_row_of_another_event_is_missing(office: FlaskClient, url: str) -> None:
    other = make.event("Et andet", rows=[], starts_at=clock.now()).slug
    foreign = f"/kontor/staevner/{other}"
    office.post(f"{foreign}/opsaetning")
    mine = session().scalars(select(Division.id).order_by(Division.id)).first()
    assert office.get(f"{foreign}/opsaetning/raekke/{mine}/spil").status_code == 404
    assert office.post(f"{foreign}/lodtraekning/{mine}/traek").status_code == 404
