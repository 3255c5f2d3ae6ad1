"""The office sets a day up, sees what each input costs, and moves a match by hand in every way there is."""

import re

from playwright.sync_api import Locator, expect

from tests.journeys.conftest import VisitorMaker
from tests.journeys.pages import Visitor
from tests.journeys.server import Server
from tests.journeys.steps import log_in


def laid(site: Server) -> str:
    """A day with a plan; gives where its pages are."""
    return f"/kontor/staevner/{site.lay('day')['slug']}"


def open_part(person: Visitor, part: str) -> None:
    """Unfold a part of the day's set-up."""
    person.page.locator(f"#del-{part} > summary").click()


def place_of(person: Visitor, number: int) -> str:
    """Where a match stands in the timetable, in words."""
    piece = person.page.locator("[data-piece]", has_text=re.compile(rf"Kamp {number}\b"))
    return person.page.locator("[data-place]", has=piece).first.get_attribute("data-name") or ""


def phone_at_timetable(site: Server, visitor: VisitorMaker) -> tuple[Visitor, Locator, int]:
    """The office at the timetable on a phone; the last match of the court that is shown, and its number."""
    base = laid(site)
    office = visitor(site, size="phone")
    log_in(office)
    office.go(f"{base}/kampprogram")
    piece = office.page.locator("td.is-shown [data-piece]").last
    return office, piece, int(re.findall(r"Kamp (\d+)", piece.get_attribute("data-name") or "")[0])


def test_the_costs_follow_what_is_typed_and_the_day_is_saved(empty_site: Server, visitor: VisitorMaker) -> None:
    base = laid(empty_site)
    office = visitor(empty_site, size="desktop")
    log_in(office)
    office.go(f"{base}/dag")
    page = office.page
    costs = page.locator('[data-part="costs"]')
    expect(page.locator('[data-part="end"]')).to_contain_text("Tidligst færdig")
    open_part(office, "time")
    first = costs.inner_text()
    page.get_by_label("Pauser for alle").fill("10.30-11.30")
    expect(costs).to_contain_text("Uden pausen kl. 10.30–11.30")
    assert costs.inner_text() != first
    expect(page.locator(".court-line__break")).to_have_count(2)
    page.get_by_label("Pauser for alle").fill("middag")
    expect(page.locator("[data-costs-status]")).to_contain_text("Ret først felterne. Vi kan ikke læse “middag”.")
    page.get_by_label("Pauser for alle").fill("12.00-12.30")
    expect(costs).not_to_contain_text("11.30")
    expect(page.locator('[data-part="says-time"]')).to_contain_text("Pause kl. 12.00–12.30")
    # On the way to a court and back nothing is lost.
    open_part(office, "courts")
    page.get_by_role("link", name="Tilføj en bane").click()
    page.get_by_role("link", name="Dagen og banerne").click()
    expect(page.get_by_label("Pauser for alle")).to_have_value("12.00-12.30")
    office.sees("er ikke gemt endnu")
    office.look()
    office.press("Gem dagen")
    office.sees("Dagen er gemt.")
    office.go(f"{base}/dag")
    assert page.get_by_label("Pauser for alle").input_value() == "12.00–12.30"


def test_the_sums_are_done_without_script_too(empty_site: Server, visitor: VisitorMaker) -> None:
    base = laid(empty_site)
    office = visitor(empty_site, size="small", script=False)
    log_in(office)
    office.go(f"{base}/dag")
    open_part(office, "time")
    office.page.get_by_label("Pauser for alle").fill("10.30-11.30")
    office.press("Regn efter")
    assert "Uden pausen kl. 10.30–11.30" in office.text
    assert office.page.get_by_label("Pauser for alle").input_value() == "10.30-11.30"
    office.press("Gem dagen")
    assert "Dagen er gemt." in office.text


def test_a_match_is_moved_by_keyboard_held_fast_and_put_back(empty_site: Server, visitor: VisitorMaker) -> None:
    base = laid(empty_site)
    office = visitor(empty_site, size="desktop")
    log_in(office)
    office.go(f"{base}/kampprogram")
    page = office.page
    stood = place_of(office, 16)
    page.locator("[data-piece]", has_text="Kamp 16").focus()
    page.keyboard.press("Space")
    page.locator("[data-marked]").wait_for()
    # All places are judged at once: those that are taken, and those that come before the semi-finals.
    assert page.locator("[data-place].is-forbidden").count() >= 15
    assert page.locator("[data-place].is-costly, [data-place]:not(.is-forbidden)").count() > 0
    office.look()
    page.keyboard.press("ArrowUp")
    expect(page.locator("[data-move-status]")).to_contain_text("er optaget af kamp")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-move-status]")).to_contain_text("Her er der plads.")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    office.sees("Kamp 16 står nu")
    assert place_of(office, 16) != stood
    assert "Kamp 16" in page.evaluate("document.activeElement.dataset.name")
    office.look()
    office.press("Hold fast her")
    assert "holdes fast" in page.locator("[data-piece]", has_text="Kamp 16").inner_text()
    for _change in ("held", "moved"):
        with page.expect_navigation():
            page.keyboard.press("Control+z")
        office.sees("Den sidste ændring er taget tilbage.")
    assert place_of(office, 16) == stood


def test_a_match_is_dragged_with_a_finger_after_a_long_press(empty_site: Server, visitor: VisitorMaker) -> None:
    office, piece, number = phone_at_timetable(empty_site, visitor)
    page = office.page
    stood = place_of(office, number)
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        sent = [{"x": x, "y": y} for x, y in points]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": sent})

    here = piece.bounding_box()
    assert here is not None
    x, y = here["x"] + 40, here["y"] + 20
    touch("touchStart", (x, y))
    page.locator(".is-picked").wait_for()
    page.locator("[data-marked]").wait_for()
    free = page.locator("td.is-shown[data-place]:not(.is-forbidden)", has=page.locator(".slot--free")).last
    there = free.bounding_box()
    assert there is not None
    for part in range(1, 6):
        touch("touchMove", (x, y + (there["y"] + 20 - y) * part / 5))
    page.locator(".is-target .slot--free").wait_for()
    with page.expect_navigation():
        touch("touchEnd")
    office.sees(f"Kamp {number} står nu")
    assert place_of(office, number) != stood
    page.locator(".move-done").get_by_role("button", name="Fortryd").click()
    office.sees("Den sidste ændring er taget tilbage.")
    assert place_of(office, number) == stood


def test_a_match_is_tapped_and_then_its_place(empty_site: Server, visitor: VisitorMaker) -> None:
    office, piece, number = phone_at_timetable(empty_site, visitor)
    page = office.page
    stood = place_of(office, number)
    piece.tap()
    page.locator("[data-marked]").wait_for()
    # A phone has no arrows to move with.
    expect(page.locator("[data-move-status]")).to_contain_text("Tryk på den plads")
    free = page.locator("td.is-shown[data-place]:not(.is-forbidden)", has=page.locator(".slot--free")).last
    with page.expect_navigation():
        free.tap()
    office.sees(f"Kamp {number} står nu")
    assert place_of(office, number) != stood
