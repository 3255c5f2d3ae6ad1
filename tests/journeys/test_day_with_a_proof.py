"""A day from its plan to its repair, by keyboard alone and with the real worker: planned, changed by hand, published,
disturbed twice, repaired, and the last repair taken back."""

from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.conftest import VisitorMaker
from tests.journeys.keyboard import Keyboard
from tests.journeys.pages import Visitor
from tests.journeys.server import Server

WORKER = "flask --app wsgi worker"


def places(office: Visitor, timetable: str) -> dict[str, str]:
    """Where each match stands in the timetable."""
    office.go(timetable)
    cells = office.page.locator("[data-place]:has([data-piece])")
    return {
        cell.locator("[data-piece]").get_attribute("data-piece") or "": cell.get_attribute("data-name") or ""
        for cell in cells.all()
    }


def unfold(hands: Keyboard, name: str) -> None:
    """Open one of the things that can happen."""
    hands.to(f"^{name}$")
    hands.keys.press("Enter")


def publish_way_out(office: Visitor, hands: Keyboard) -> None:
    """Look for ways out, wait until it is known that none moves fewer matches, and publish the first."""
    hands.enter("^Find en vej ud$")
    office.sees("flytter så få kampe som muligt")
    office.look()
    office.page.reload()
    hands.enter("^Vis det nye program$")
    office.sees("Det nye program er vist for alle")


def test_a_day_is_planned_moved_published_disturbed_twice_and_put_back(site: Server, visitor: VisitorMaker) -> None:
    timetable = f"/kontor/staevner/{site.lay('day')['slug']}/kampprogram"
    office = visitor(site, "desktop")
    hands, page = Keyboard(office), office.page
    office.go("/login")
    hands.write("^E-mail$", steps.MAIL)
    hands.write("^Adgangskode$", steps.PASSWORD)
    hands.enter("^Log ind$")
    with site.worker(WORKER):
        office.go(timetable)
        unfold(hands, "Læg program igen")
        hands.enter("^Læg program igen$")
        page.wait_for_url(f"**{timetable}")
        office.look()
        office.sees("Kladde")
        office.sees("Dagen kan ikke slutte før")

        hands.to("^Finale")
        hands.keys.press("Space")
        hands.keys.press("ArrowDown")
        expect(page.locator("[data-move-status]")).to_contain_text("Her er der plads.")
        with page.expect_navigation():
            hands.keys.press("Enter")
        office.look()
        hands.enter("^Vis programmet for alle$")
        office.sees("Program nr. 2")
        planned = places(office, timetable)

        hands.enter("^Ny situation$")
        unfold(hands, "Alt er forsinket")
        hands.write("^Så mange minutter senere", "15")
        publish_way_out(office, hands)
        late = places(office, timetable)
        assert late.keys() == planned.keys()
        assert late != planned

        hands.enter("^Ny situation$")
        unfold(hands, "En bane er lukket")
        hands.to("^Bane 1$")
        hands.keys.press("Space")
        publish_way_out(office, hands)
        closed = places(office, timetable)
        assert closed != late

        office.page.go_back()
        hands.enter("^Fortryd: sæt programmet tilbage$")
        office.sees("Programmet er som før.")
        assert places(office, timetable) == late
