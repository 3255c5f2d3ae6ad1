"""Each person's short way through the demo, in Danish and in English, on the screens they have."""

from urllib.parse import urlsplit

import pytest

from tests.journeys.conftest import VisitorMaker
from tests.journeys.pages import Visitor
from tests.journeys.server import Server

EVENT = {"da": "Regionalt indestævne Hovedstaden", "en": "Regional indoor football Capital Region"}
MISSING_TEAM = "Remisen Rovers"
ENGLISH = {
    # Participant
    "Find et stævne": "Find an event",
    "Vælg sport og sted": "Choose sport and place",
    "Bordcurling": "Table curling",
    "Vis dem": "Show them",
    "Aflyst": "Cancelled",
    "Vis hele kalenderen": "Show the whole calendar",
    "Følg kampene": "Follow the matches",
    "Nu og næste på hver bane": "Now and next on each court",
    "Læg i din kalender": "Add to your calendar",
    "Læg i min kalender": "Add to my calendar",
    # Team leader
    "Jeres dag": "Your day",
    "I skal bruge koden fra jeres kort.": "You need the code on your card.",
    "Ret hold": "Change team",
    "Fristen for at rette er ovre.": "The time for changes is over.",
    "Jeres side": "Your page",
    "Se hele stillingen": "See the whole table",
    # Referee
    "Alt er sendt": "All sent",
    "I gang nu": "On now",
    "Tæl videre": "Continue counting",
    "Øvelse: intet bliver gemt": "Practice: nothing is saved",
    "Kampen er slut": "The match is over",
    "De Blå vandt.": "The Blues won.",
    "Læs det højt for begge hold.": "Read it aloud to both teams.",
    "Ja, gem": "Yes, save",
    "Det var kun en øvelse. Intet er gemt.": "That was only practice. Nothing is saved.",
    "Gå til din kamp": "Go to your match",
    # Gate
    "Holdets eller stedets navn": "Name of the team or the place",
    "Søg": "Search",
    "De er her": "They are here",
    "Velkommen": "Welcome",
    "99 af 99 er inde": "99 of 99 are inside",
    "92 af 99 er inde": "92 of 99 are inside",
    "Fortryd": "Undo",
    "Det er fortrudt.": "That is undone.",
    # Office
    "Adgangskode": "Password",
    "Log ind": "Log in",
    "Logget ind som": "Logged in as",
    "Åbn stævnet": "Open the event",
    "Overblik": "Overview",
    "Ret": "Change",
    "Tilmeldte": "Signed up",
    "Opsætning": "Set-up",
    "Lodtrækning": "Draw",
    "Kampprogram": "Timetable",
    "Resultater": "Results",
    "Tavler": "Tablets",
    "To har hver sit tal": "Two scores that differ",
    "Log ud": "Log out",
}


class Speaker:
    """A visitor in one language, who knows what the Danish words are called in it."""

    def __init__(self, person: Visitor, lang: str) -> None:
        self.person = person
        self.lang = lang

    def say(self, danish: str) -> str:
        """The words as this visitor should meet them."""
        return danish if self.lang == "da" else ENGLISH[danish]

    def go(self, path: str) -> None:
        """Open an address; the page is in the visitor's language."""
        self.person.go(path)
        self.is_in_language()

    def press(self, danish: str, *, exact: bool = False) -> None:
        """Press a button or link by its words; the next page is in the visitor's language too."""
        self.person.press(self.say(danish), exact=exact)
        self.is_in_language()

    def sees(self, danish: str) -> None:
        """The page shows a text."""
        self.person.sees(self.say(danish))

    def is_in_language(self) -> None:
        """The page says which language it is in, for screen readers."""
        assert self.person.page.locator("html").get_attribute("lang") == self.lang, self.person.page.url


def path_of(site: Server, role: str) -> str:
    """Where demo.json says that a person begins."""
    url = site.people()[role]["url"]
    assert url
    return urlsplit(url).path


@pytest.mark.parametrize(("lang", "size"), [("da", "small"), ("en", "phone"), ("da", "desktop")])
def test_a_participant_finds_an_event_follows_it_and_takes_the_calendar(
    demo_site: Server, visitor: VisitorMaker, lang: str, size: str
) -> None:
    guest = Speaker(visitor(demo_site, size, english=lang == "en"), lang)
    page = guest.person.page
    guest.go("/")
    guest.press("Find et stævne")
    page.locator("summary", has_text=guest.say("Vælg sport og sted")).click()
    page.locator(".filter").get_by_text(guest.say("Bordcurling"), exact=True).click()
    guest.press("Vis dem")
    assert "sport=bordcurling" in page.url
    guest.sees("Aflyst")
    assert EVENT[lang] not in page.locator("main").inner_text(), "the filter let another sport through"
    guest.press("Vis hele kalenderen")
    guest.person.press(EVENT[lang])
    assert page.locator("h1").inner_text() == EVENT[lang]
    guest.press("Følg kampene")
    guest.sees("Nu og næste på hver bane")
    guest.go("/kalender?sport=bordcurling")
    guest.press("Læg i din kalender")
    link = page.get_by_role("link", name=guest.say("Læg i min kalender")).get_attribute("href")
    assert link is not None
    assert link.startswith("webcal://"), link
    assert "bordcurling" in link, "the subscription forgets the filter"


@pytest.mark.parametrize(("lang", "size"), [("da", "phone"), ("en", "small")])
def test_a_team_leader_opens_the_pass_and_is_told_when_it_is_too_late(
    demo_site: Server, visitor: VisitorMaker, lang: str, size: str
) -> None:
    leader = Speaker(visitor(demo_site, size, english=lang == "en"), lang)
    leader.go(path_of(demo_site, "leader"))
    team = leader.person.page.locator("h1").inner_text()
    leader.sees("Jeres dag")
    leader.sees("I skal bruge koden fra jeres kort.")
    assert leader.person.page.locator(".pass__code").count() == 0, "the code stands on the card only"
    leader.press("Ret hold")
    leader.sees("Fristen for at rette er ovre.")
    assert leader.person.page.locator("main a[href^='tel:']").count() == 1, "the page must say whom to call"
    leader.press("Jeres side")
    leader.press("Se hele stillingen")
    assert team in leader.person.text


@pytest.mark.parametrize(("lang", "size"), [("da", "tablet"), ("en", "phone")])
def test_a_referee_sees_the_match_and_practises_without_saving(
    demo_site: Server, visitor: VisitorMaker, lang: str, size: str
) -> None:
    referee = Speaker(visitor(demo_site, size, english=lang == "en"), lang)
    page = referee.person.page
    referee.go(path_of(demo_site, "referee"))
    referee.sees("I gang nu")
    referee.sees("Alt er sendt")
    referee.press("Tæl videre")
    standing = page.locator(".duel__score").evaluate_all("fields => fields.map(field => field.value)")
    referee.go("/dommer/oev")
    referee.sees("Øvelse: intet bliver gemt")
    page.locator(".key-plus").first.click()
    page.get_by_role("button", name=referee.say("Kampen er slut")).click()
    referee.sees("De Blå vandt.")
    referee.sees("Læs det højt for begge hold.")
    referee.person.look()
    page.get_by_role("button", name=referee.say("Ja, gem")).click()
    referee.sees("Det var kun en øvelse. Intet er gemt.")
    referee.press("Gå til din kamp")
    referee.press("Tæl videre")
    assert page.locator(".duel__score").evaluate_all("fields => fields.map(field => field.value)") == standing


@pytest.mark.parametrize(("lang", "size"), [("da", "phone"), ("en", "tablet")])
def test_a_helper_at_the_gate_finds_a_team_by_name_and_takes_a_slip_back(
    demo_site: Server, visitor: VisitorMaker, lang: str, size: str
) -> None:
    gate = Speaker(visitor(demo_site, size, english=lang == "en"), lang)
    gate.go(path_of(demo_site, "gate"))
    gate.sees("92 af 99 er inde")
    gate.person.fill(gate.say("Holdets eller stedets navn"), MISSING_TEAM.split()[0].lower())
    gate.press("Søg", exact=True)
    gate.press("De er her")
    gate.sees("Velkommen")
    gate.person.sees(MISSING_TEAM)
    gate.sees("99 af 99 er inde")
    gate.press("Fortryd")
    gate.sees("Det er fortrudt.")
    gate.sees("92 af 99 er inde")


TABS = ["Overblik", "Ret", "Tilmeldte", "Opsætning", "Lodtrækning", "Kampprogram", "Resultater", "Tavler"]


@pytest.mark.parametrize(("lang", "size"), [("da", "desktop"), ("en", "tablet"), ("da", "phone")])
def test_the_office_logs_in_and_goes_through_todays_event(
    demo_site: Server, visitor: VisitorMaker, lang: str, size: str
) -> None:
    office = Speaker(visitor(demo_site, size, english=lang == "en"), lang)
    page = office.person.page
    account = demo_site.people()["office"]
    office.go("/login")
    office.person.fill("E-mail", account["login"] or "")
    office.person.fill(office.say("Adgangskode"), account["password"] or "")
    office.press("Log ind", exact=True)
    assert "Karen Kontor" in page.locator(".who").inner_text()
    office.sees("To har hver sit tal")
    office.press("Åbn stævnet")
    for tab in TABS:
        page.locator(".subnav").get_by_role("link", name=office.say(tab), exact=True).click()
        page.wait_for_load_state("load")
        office.person.look()
        office.is_in_language()
        current = page.locator(".subnav a[aria-current=page]").inner_text()
        assert current == office.say(tab)
        assert EVENT[lang] in page.locator(".subnav").inner_text()
    office.press("Log ud")
    assert page.goto("/kontor") is not None
    assert urlsplit(page.url).path == "/login"
