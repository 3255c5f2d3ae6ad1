"""Something happens on the day, twice: ways out, a new programme, a message on the team's page, and back again."""

from urllib.request import urlopen

import icalendar
import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.conftest import VisitorMaker
from tests.journeys.pages import Visitor
from tests.journeys.server import Server


def open_group(office: Visitor, name: str) -> None:
    """Unfold one of the things that can happen."""
    office.page.locator("summary", has_text=name).click()


def read_calendar(site: Server, token: str) -> dict[str, tuple[str, int]]:
    """When each match of the team's calendar begins and how often it changed, by UID."""
    with urlopen(f"{site.url}/hold/{token}/kampe.ics") as answer:
        entries = icalendar.Calendar.from_ical(answer.read()).walk("VEVENT")
    return {str(entry["UID"]): (f"{entry['DTSTART'].dt:%H:%M}", int(entry["SEQUENCE"])) for entry in entries}


@pytest.mark.parametrize("size", ["small", "desktop"])
def test_the_day_is_disturbed_twice_repaired_and_one_change_is_taken_back(
    empty_site: Server, visitor: VisitorMaker, size: str
) -> None:
    day = empty_site.lay("team_day")
    office, leader = visitor(empty_site, size), visitor(empty_site, "phone")
    planned = read_calendar(empty_site, day["token"])
    assert {changes for _start, changes in planned.values()} == {0}
    steps.log_in(office)
    office.go(f"/kontor/staevner/{day['slug']}/kampprogram")
    office.press("Ny situation")

    # Without anything that has happened nothing is looked for.
    office.press("Find en vej ud")
    office.sees("Skriv, hvad der er sket.")
    open_group(office, "Alt er forsinket")
    office.page.locator("#all_minutes").fill("15")
    office.press("Find en vej ud")
    expect(office.page.get_by_role("heading", name="Færrest ændringer")).to_be_visible()
    office.sees("flytter så få kampe som muligt")
    office.press("Vis det nye program")
    office.sees("Det nye program er vist for alle")

    leader.go(f"/hold/{day['token']}")
    leader.sees("er flyttet")
    first = leader.page.locator(".notice").all_inner_texts()
    assert len([text for text in first if "er flyttet" in text]) == 1
    late = read_calendar(empty_site, day["token"])
    assert late.keys() == planned.keys()
    assert {late[uid][1] for uid in late if late[uid][0] != planned[uid][0]} == {1}

    office.press("Ny situation")
    open_group(office, "En bane er lukket")
    office.page.locator("input[name=courts]").first.check()
    office.press("Find en vej ud")
    office.sees("er lukket kl.")
    office.press("Vis det nye program")
    office.sees("Det nye program er vist for alle")
    moved = office.page.url
    repaired = read_calendar(empty_site, day["token"])

    office.press("Fortryd: sæt programmet tilbage")
    office.sees("Programmet er som før.")
    assert office.page.url == moved
    leader.page.reload()
    leader.look()
    told = leader.page.locator(".notice").all_inner_texts()
    assert len(told) in (1, 3), "a team hears of a change and of its end, or of neither"

    # The team's calendar is as before the second change, and counts the way there and the way back.
    back = read_calendar(empty_site, day["token"])
    for uid, (start, changes) in late.items():
        assert back[uid] == (start, changes + 2 * (repaired[uid][1] - changes))

    # What everybody sees now is no way out any more, so the one before it is not offered to be taken back.
    office.go(f"/kontor/staevner/{day['slug']}/ny-situation")
    assert "Se den sidste ændring" not in office.text
