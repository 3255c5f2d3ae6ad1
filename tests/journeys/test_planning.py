"""A day is planned by a worker of its own: seen as it goes, found again, used early, stopped, chosen from."""

from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.conftest import VisitorMaker
from tests.journeys.pages import Visitor
from tests.journeys.server import Server
from tests.waiting import wait_until

WORKER = "tests.slow_worker"


def planned_again(office: Visitor, timetable: str) -> None:
    """Press "Læg program igen"."""
    office.go(timetable)
    steps.press_and_confirm(office, "Læg program igen")
    office.page.wait_for_url("**/laegning/*")


def test_a_plan_is_followed_found_again_and_used_now(site: Server, visitor: VisitorMaker) -> None:
    timetable = f"/kontor/staevner/{site.lay('day')['slug']}/kampprogram"
    office, colleague = visitor(site, "phone"), visitor(site, "desktop")
    steps.log_in(office)
    steps.log_in(colleague, steps.OTHER_MAIL)
    planned_again(office, timetable)
    office.sees("Vi begynder om lidt")
    run = office.page.url
    planned_again(colleague, timetable)
    colleague.sees("Karen Kontor begyndte")
    assert colleague.page.url == run
    with site.worker(WORKER):
        # Nobody reloads: the page shows by itself what the worker finds.
        office.page.get_by_role("button", name="Brug denne nu").wait_for()
        office.page.locator(".search__best").wait_for()
        office.look()
        office.page.reload()
        office.sees("Bedste program slutter kl.")
        office.page.locator(".gantt__bar").first.wait_for()
        office.go(timetable)
        office.press("Se, hvor langt vi er")
        assert office.page.url == run
        office.press("Brug denne nu")
        # Both are led on when it is done.
        for person in (office, colleague):
            person.page.wait_for_url(f"**{timetable}")
            person.sees("Kladde")
            person.look()


def test_a_plan_is_stopped_and_nothing_is_changed(site: Server, visitor: VisitorMaker) -> None:
    timetable = f"/kontor/staevner/{site.lay('day')['slug']}/kampprogram"
    office = visitor(site, "small")
    steps.log_in(office)
    with site.worker(WORKER):
        planned_again(office, timetable)
        office.page.get_by_role("button", name="Brug denne nu").wait_for()
        office.press("Stop, og lad alt være")
    office.page.wait_for_url(f"**{timetable}")
    office.sees("Intet er ændret")
    office.sees("Vist for alle")


def test_plans_are_compared_chosen_and_undone(site: Server, visitor: VisitorMaker) -> None:
    timetable = f"/kontor/staevner/{site.lay('day')['slug']}/kampprogram"
    office = visitor(site, "tablet")
    steps.log_in(office)
    with site.worker(WORKER):
        planned_again(office, timetable)
        office.page.get_by_role("button", name="Brug denne nu").wait_for()
        (site.folder / "enough").touch()
        office.page.get_by_role("button", name="Vælg dette program").first.wait_for()
    office.look()
    assert office.page.locator(".choice").count() == 3
    office.page.locator(".choice", has_text="Mindst ventetid").get_by_role("button").click()
    office.page.wait_for_url(f"**{timetable}")
    office.sees("16 kampe er flyttet i forhold til det viste program")
    office.press("Fortryd")
    office.sees("Vist for alle")


def test_a_day_that_is_too_short_says_why(site: Server, visitor: VisitorMaker) -> None:
    day = f"/kontor/staevner/{site.lay('day')['slug']}"
    office = visitor(site, "small")
    steps.log_in(office)
    office.go(f"{day}/dag")
    office.page.locator("#del-courts > summary").click()
    office.page.locator(f"a[href*='{day}/dag/bane/']:not([href$='/ny'])").first.click()
    office.page.locator("#windows").fill("10-11")
    office.page.get_by_label("Samme tider på alle baner").check()
    office.press("Gem banen")
    # Back at the courts, which are not folded away.
    expect(office.page.get_by_text("10.00–11.00").last).to_be_visible()
    planned_again(office, f"{day}/kampprogram")
    with site.worker(WORKER):
        office.sees("Dagen kan ikke lægges sådan")
    office.look()
    office.sees("Intet er ændret.")
    office.press("Kampprogram", exact=True)
    office.press("Se hvorfor, og hvad du kan gøre")
    office.sees("Det kan du gøre")


def test_a_plan_is_followed_without_script(site: Server, visitor: VisitorMaker) -> None:
    timetable = f"/kontor/staevner/{site.lay('day')['slug']}/kampprogram"
    office = visitor(site, "phone", script=False)
    steps.log_in(office)
    planned_again(office, timetable)
    office.sees("Vi begynder om lidt")
    (site.folder / "enough").touch()
    with site.worker(WORKER):

        def is_there() -> bool:
            office.press("Se, hvor langt vi er")
            return office.find("Vælg dette program").count() > 0

        wait_until(is_there, "the plans can be chosen")
    office.press("Vælg dette program")
    office.sees("Programmet er lagt som kladde")
