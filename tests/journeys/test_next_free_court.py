"""A day run from a queue: the organiser calls, tablets and guests see it, two who press call one match."""

from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.conftest import VisitorMaker
from tests.journeys.keyboard import Keyboard
from tests.journeys.pages import Visitor
from tests.journeys.server import Server

FIRST, SECOND = "Støberiet – Nordlyset", "Lygten – Bålet BK"


def queue_of(office: Visitor, slug: str) -> str:
    """The queue's address, with the day run from it."""
    path = f"/kontor/staevner/{slug}/koe"
    office.go(path)
    office.press("Kald kampene fra en kø")
    return path


def court(office: Visitor, number: int) -> str:
    """What stands on a court's card."""
    return office.page.locator(".court-now").nth(number - 1).inner_text()


def press_on_court(office: Visitor, number: int, name: str) -> None:
    office.page.locator(".court-now").nth(number - 1).get_by_role("button", name=name).click()
    office.page.wait_for_load_state("load")
    office.look()


def test_matches_are_called_to_free_courts(empty_site: Server, visitor: VisitorMaker) -> None:
    day = empty_site.lay("day")
    # Without script the helper's page stays as old as it was.
    office, helper = visitor(empty_site, "desktop"), visitor(empty_site, "phone", script=False)
    steps.log_in(office)
    steps.log_in(helper)
    path = queue_of(office, day["slug"])

    # Both see the first match for court 1 and press: it is called once, and nobody is told off.
    helper.go(path)
    press_on_court(office, 1, "Kald næste kamp")
    press_on_court(helper, 1, "Kald næste kamp")
    assert FIRST in court(office, 1)
    assert FIRST in court(helper, 1)
    assert SECOND in court(office, 2)

    tablet = visitor(empty_site, "tablet")
    steps.pair(tablet, day["codes"][0][0])
    tablet.sees("Kaldt hertil")
    other = visitor(empty_site, "tablet")
    steps.pair(other, day["codes"][1][0])
    other.sees("Bane 2 er fri")
    guest = visitor(empty_site, "small")
    guest.go(f"/staevner/{day['slug']}/live")
    guest.sees("Holdene er kaldt. De er på vej.")

    a_team_is_missing(office)
    assert steps.play(tablet, lambda home, away: (2, 1))
    # The office's page follows by itself: the court is free, and who has played rests.
    expect(office.page.locator(".court-now").first.get_by_role("button", name="Kald næste kamp")).to_be_visible()
    office.look()
    assert "Støberiet – Kajens Kometer" not in court(office, 1)
    expect(guest.page.get_by_text("1 af 16 kampe er spillet").first).to_be_visible()


def a_team_is_missing(office: Visitor) -> None:
    """The match on court 2 is called, its team does not come, the next one goes first; then the team is there."""
    press_on_court(office, 2, "Kald næste kamp")
    box = office.page.locator(".court-now").nth(1)
    box.locator("summary").click()
    # The page is fetched anew while one reads: the reasons stay open, and who uses the keyboard stays there.
    with office.page.expect_response("**/koe/nu"):
        office.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(box.locator("summary")).to_be_focused()
    box.get_by_role("button", name="Et hold mangler").click()
    office.page.wait_for_load_state("load")
    office.look()
    office.sees("Kamp 2 er sprunget over.")
    assert SECOND not in court(office, 2)
    office.press("Sæt i køen igen")
    assert SECOND in court(office, 2)
    press_on_court(office, 2, "Kald næste kamp")
    press_on_court(office, 2, "Fortryd kald")
    office.sees("Kaldet af kamp 2 er taget tilbage.")


def test_without_script_a_match_is_called_by_a_plain_form(empty_site: Server, visitor: VisitorMaker) -> None:
    day = empty_site.lay("day")
    office = visitor(empty_site, "phone", script=False)
    steps.log_in(office)
    queue_of(office, day["slug"])
    press_on_court(office, 1, "Kald næste kamp")
    office.sees("Kamp 1 er kaldt.")
    press_on_court(office, 1, "Fortryd kald")
    assert "Kald næste kamp" in court(office, 1)


def test_a_match_is_called_with_the_keyboard(empty_site: Server, visitor: VisitorMaker) -> None:
    day = empty_site.lay("day")
    office = visitor(empty_site, "desktop")
    steps.log_in(office)
    queue_of(office, day["slug"])
    hands = Keyboard(office)
    hands.enter("^Kald næste kamp$")
    office.sees("Kamp 1 er kaldt.")
    hands.to("^Spring over")
    hands.keys.press("Enter")
    hands.enter("^Et hold er ikke klar$")
    office.sees("Kamp 1 er sprunget over.")
    hands.enter("^Sæt i køen igen$")
    office.sees("Kamp 1 er i køen igen.")
