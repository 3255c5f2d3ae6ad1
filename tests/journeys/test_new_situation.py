"""Something happens on the day, twice: ways out, a new programme, a message on the team's page, and back again."""

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.conftest import VisitorMaker
from tests.journeys.pages import Visitor
from tests.journeys.server import Server


def open_group(office: Visitor, name: str) -> None:
    """Unfold one of the things that can happen."""
    office.page.locator("summary", has_text=name).click()


@pytest.mark.parametrize("size", ["small", "desktop"])
def test_the_day_is_disturbed_twice_repaired_and_one_change_is_taken_back(
    empty_site: Server, visitor: VisitorMaker, size: str
) -> None:
    day = empty_site.lay("team_day")
    steps.add_office_user(empty_site)
    office, leader = visitor(empty_site, size), visitor(empty_site, "phone")
    steps.log_in(office)
    office.go(f"/kontor/staevner/{day['slug']}/kampprogram")
    office.press("Ny situation")

    # Without anything that has happened nothing is looked for.
    office.press("Find en vej ud")
    office.sees("Skriv, hvad der er sket.")
    open_group(office, "Alt er forsinket")
    office.fill("Så mange minutter senere", "15")
    office.press("Find en vej ud")
    expect(office.page.get_by_role("heading", name="Færrest ændringer")).to_be_visible()
    office.sees("Færre kampe kan ikke rykke")
    office.press("Vis det nye program")
    office.sees("Det nye program er vist for alle")

    leader.go(f"/hold/{day['token']}")
    leader.sees("er flyttet")
    first = leader.page.locator(".notice").all_inner_texts()
    assert len([text for text in first if "er flyttet" in text]) == 1

    office.press("Ny situation")
    open_group(office, "En bane er lukket")
    office.page.locator("input[name=courts]").first.check()
    office.press("Find en vej ud")
    office.sees("er lukket kl.")
    office.press("Vis det nye program")
    office.sees("Det nye program er vist for alle")
    moved = office.page.url

    office.press("Fortryd: sæt programmet tilbage")
    office.sees("Programmet er som før.")
    assert office.page.url == moved
    leader.page.reload()
    leader.look()
    told = leader.page.locator(".notice").all_inner_texts()
    assert len(told) in (1, 3), "a team hears of a change and of its end, or of neither"

    # What everybody sees now is no way out any more, so the one before it is not offered to be taken back.
    office.go(f"/kontor/staevner/{day['slug']}/ny-situation")
    assert "Se den sidste ændring" not in office.text
