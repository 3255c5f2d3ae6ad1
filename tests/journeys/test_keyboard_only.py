"""Sign-up, the referee's pad and the timetable by keyboard alone; where one is can be seen all the way."""

import re

from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.conftest import VisitorMaker
from tests.journeys.keyboard import Keyboard
from tests.journeys.server import Server


def test_a_team_is_signed_up_with_the_keyboard(demo_site: Server, visitor: VisitorMaker) -> None:
    leader = visitor(demo_site, "desktop")
    hands = Keyboard(leader)
    leader.go("/")
    hands.to("^Gå til indholdet$")
    hands.keys.press("Enter")
    hands.enter("^DM i bordcurling$")
    hands.enter("^Meld hold til$")
    hands.write("^Værested", "Kajen")
    hands.write("^Holdleder", "Sofie")
    hands.enter("^Næste: Hvor mange er I")
    hands.write("^Holdets navn", "Kajens Kviste")
    hands.write("^Folk i alt", "4")
    hands.to("^Hvornår kommer I")
    first = leader.page.locator("select").input_value()
    hands.keys.press("ArrowDown")
    assert leader.page.locator("select").input_value() != first
    hands.enter("^Næste: Se jeres svar")
    leader.sees("Kajens Kviste")
    # Back to one answer, which opens with the field itself, and forward again.
    hands.enter("^Ret Holdleder$")
    expect(leader.page.locator("#leader")).to_be_focused()
    hands.where()
    hands.keys.press("Control+A")
    hands.keys.type("Sofie K")
    hands.enter("^Næste: Hvor mange er I")
    hands.enter("^Næste: Se jeres svar")
    leader.sees("Sofie K")
    hands.enter("^Meld hold til$")
    assert leader.page.url.endswith("/kvittering")
    assert len(steps.read_cards(leader)) == 1


def test_a_match_is_refereed_with_the_keyboard(empty_site: Server, visitor: VisitorMaker) -> None:
    day = empty_site.lay("day")
    tablet = visitor(empty_site, "tablet")
    hands = Keyboard(tablet)
    page = tablet.page
    tablet.go("/par")
    hands.write("^Kode", day["codes"][0][0])
    hands.enter("^Gør klar$")
    hands.enter("^Start kampen$")
    home, away = page.locator(".duel__name").all_inner_texts()
    hands.to(f"^Et mere til {home}$")
    hands.keys.press("Enter")
    hands.keys.press("Space")
    hands.keys.press("Enter")
    hands.to(f"^Et mere til {away}$")
    hands.keys.press("Enter")
    hands.to("^Fortryd$")
    hands.keys.press("Enter")
    hands.to("^Kampen er slut$")
    hands.keys.press("Enter")
    # Focus moves along to the question, so that it is read aloud and the next Tab is its answer.
    expect(page.locator("[data-screen=readback] h2")).to_be_focused()
    tablet.look()
    assert page.locator("[data-screen=readback] [data-read=score]").inner_text() == "3–0"
    hands.keys.press("Tab")
    assert hands.where() == "Ja, gem"
    hands.keys.press("Enter")
    expect(page.locator("[data-screen=saved] h2")).to_be_focused()
    expect(page.locator("[data-net]")).to_have_text("Alt er sendt")
    hands.enter("^Næste kamp$")
    tablet.sees("1 af 8 er spillet")


def test_a_match_is_moved_in_the_timetable_with_the_keyboard(empty_site: Server, visitor: VisitorMaker) -> None:
    day = empty_site.lay("day")
    office = visitor(empty_site, "desktop")
    hands = Keyboard(office)
    page = office.page
    office.go("/login")
    hands.write("^E-mail$", steps.MAIL)
    hands.write("^Adgangskode$", steps.PASSWORD)
    hands.enter("^Log ind$")
    office.go(f"/kontor/staevner/{day['slug']}/kampprogram")
    page.wait_for_load_state("networkidle")
    status = page.locator("[data-move-status]")
    hands.to("^Finale")
    stood = page.locator("[data-place]:has(:focus)").get_attribute("data-name")
    hands.keys.press("Enter")
    expect(status).to_contain_text("er taget op")
    # Up is where the teams play already: it says so, and Enter does not drop there.
    hands.keys.press("ArrowUp")
    expect(page.locator(".is-target.is-forbidden")).to_have_count(1)
    expect(status).to_contain_text("er optaget af")
    refused = status.inner_text()
    assert ".." not in refused
    hands.keys.press("Enter")
    expect(status).to_have_text(refused)
    hands.keys.press("Escape")
    expect(status).to_contain_text("står, hvor den stod")
    assert page.locator("[data-place]:has(:focus)").get_attribute("data-name") == stood
    hands.where()
    # Down is free.
    hands.keys.press("Space")
    hands.keys.press("ArrowDown")
    expect(status).to_contain_text("Her er der plads.")
    with page.expect_navigation():
        hands.keys.press("Enter")
    office.look()
    office.sees("1 kamp er flyttet i forhold til det viste program.")
    hands.enter("^Vis programmet for alle$")
    office.sees("Program nr. 2")
    moved = page.locator("[data-place]", has=page.locator("[data-piece]", has_text=re.compile(r"\bFinale"))).first
    assert moved.get_attribute("data-name") != stood
