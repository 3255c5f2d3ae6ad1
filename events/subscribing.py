"""The addresses by which calendars are told to subscribe to a feed."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode


@dataclass(frozen=True, slots=True)
class SubscribeLinks:
    """A feed's own address, and what a phone, Google and Outlook open it by."""

    address: str
    webcal: str
    google: str
    outlook: str


def subscribe_links(address: str) -> SubscribeLinks:
    """The links for the feed at an address."""
    webcal = "webcal://" + address.partition("://")[2]
    return SubscribeLinks(
        address=address,
        webcal=webcal,
        # Android does nothing with webcal: there Google's own page subscribes.
        google="https://calendar.google.com/calendar/render?" + urlencode({"cid": webcal}, quote_via=quote),
        outlook="https://outlook.live.com/calendar/0/addfromweb?"
        + urlencode({"url": address, "name": "sport for LIVET"}),
    )
