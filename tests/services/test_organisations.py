"""Member places: added, changed, closed, and in from a spreadsheet with every row judged first."""

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import session
from core.errors import RuleError
from teams.models import Organisation
from teams.office_queries import list_organisations
from teams.organisation_import import read_members, sheet_of_members, write_members
from teams.organisations import Place, add_organisation, edit_organisation, set_active
from teams.queries import match_places
from tests import cast, make


def names() -> list[str]:
    return sorted(session().scalars(select(Organisation.name)))


def test_a_name_is_taken_however_it_is_spelled(app: Flask) -> None:
    add_organisation(Place("Huset på Åen"), by=cast.organiser_actor())
    with pytest.raises(RuleError) as refused:
        add_organisation(Place("huset paa aaen"), by=cast.organiser_actor())
    assert (refused.value.code, refused.value.field) == ("teams.organisation_name_taken", "name")


def test_a_place_keeps_its_own_name_when_it_is_edited(app: Flask) -> None:
    number = add_organisation(Place("Huset"), by=cast.organiser_actor())
    edit_organisation(number, Place("Huset", municipality="Aalborg"), by=cast.organiser_actor())
    assert list_organisations("aalborg")[0].name == "Huset"


def test_a_closed_place_cannot_be_signed_up_for_and_can_be_opened_again(app: Flask) -> None:
    place = make.organisation("Huset")
    set_active(place.id, False, by=cast.organiser_actor())
    assert match_places("Huset") == []
    set_active(place.id, True, by=cast.organiser_actor())
    assert [found.name for found in match_places("Huset")] == ["Huset"]


def test_reading_a_sheet_judges_every_row_and_writes_nothing(app: Flask) -> None:
    make.region("nordjylland")
    make.organisation("Ens", municipality="Odense", contact_phone="")
    make.organisation("Ændres", municipality="Odense", contact_phone="")
    before = names()
    rows = read_members(
        [
            {"navn": "Nyt sted", "slags": "Boform", "kommune": "Aalborg", "egn": "Nordjylland"},
            {"navn": "Ens", "kommune": "Odense"},
            {"navn": "aendres", "kommune": "Vejle"},
            {"navn": "", "kommune": "Vejle"},
            {"navn": "Nyt sted", "slags": "Boform"},
            {"navn": "Forkert", "slags": "Klub", "egn": "Månen", "telefon": "12", "e-mail": "nej"},
        ]
    )
    assert [row.action for row in rows] == ["new", "same", "change", "fault", "fault", "fault"]
    assert [row.line for row in rows] == [2, 3, 4, 5, 6, 7]
    assert len(rows[5].faults) == 4
    assert names() == before


def test_only_good_rows_are_written_and_changes_only_when_asked(app: Flask) -> None:
    make.organisation("Ændres", municipality="Odense", contact_phone="")
    rows = read_members([{"navn": "Nyt"}, {"navn": "Ændres", "kommune": "Vejle"}, {"navn": ""}])
    assert write_members(rows, may_change=False, by=cast.organiser_actor()) == (1, 0)
    assert list_organisations("Ændres")[0].municipality == "Odense"
    rows = read_members([{"navn": "Nyt"}, {"navn": "Ændres", "kommune": "Vejle"}])
    assert write_members(rows, may_change=True, by=cast.organiser_actor()) == (0, 1)
    assert list_organisations("Ændres")[0].municipality == "Vejle"


def test_what_goes_out_comes_in_again_as_the_same(app: Flask) -> None:
    region = make.region("nordjylland")
    make.organisation("Huset", kind="boform", region_id=region.id, contact_name="Kim", contact_email="kim@example.org")
    heads, cells = sheet_of_members(list_organisations())
    back = [dict(zip(heads, [str(cell) for cell in row], strict=True)) for row in cells]
    assert [row.action for row in read_members(back)] == ["same"]


def test_a_sheet_without_names_is_refused(app: Flask) -> None:
    with pytest.raises(RuleError) as refused:
        read_members([{"adresse": "Vej 1"}])
    assert refused.value.code == "teams.import_without_names"
