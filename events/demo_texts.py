"""What the demo season's pages say about food, things to bring, courts and the way there."""

from events.fields import Texts
from events.models import Event
from events.rules import PLAYED

# Minutes after the start, or before the end of the first day where the second is given.
MOMENTS: tuple[tuple[int, int | None, str, str], ...] = (
    (-30, None, "Vi åbner døren. Der er kaffe.", "We open the door. There is coffee."),
    (0, None, "De første kampe", "The first matches"),
    (135, None, "Frokost for alle", "Lunch for everyone"),
    (0, 30, "Præmier. Også til de gode kammerater.", "Prizes. Also for the good sports."),
)

# By folded name of the sport: what a court is called and how many there usually are.
COURTS_USUAL = {
    "indendoers fodbold": ("Bane", 3),
    "fodbold": ("Bane", 6),
    "gadefodbold": ("Bane", 2),
    "dart": ("Skive", 8),
    "bordtennis": ("Bord", 8),
    "bordcurling": ("Bord", 6),
    "pool": ("Bord", 6),
    "petanque": ("Bane", 10),
    "bowling": ("Bane", 12),
}

PLACES_ON_THE_MAP = {
    "Nørrebrohallen": (55.69988, 12.54236),
    "Næsbyhallerne": (55.42420, 10.36480),
    "Gigantium": (57.01560, 9.97020),
    "Kolding Hallerne": (55.48590, 9.46970),
    "Roskilde Hallerne": (55.64490, 12.10380),
    "MCH Messecenter Herning": (56.11900, 8.95400),
    "Holstebro Idrætscenter": (56.36650, 8.61280),
    "Arena Næstved": (55.23170, 11.76720),
    "DGI Huset Vejle": (55.70640, 9.53300),
    "Amager Strandpark": (55.65590, 12.64780),
}

WAY = {
    "way_da": "Tag bussen fra stationen. Ring, hvis I vil hentes.",
    "way_en": "Take the bus from the station. Call if you want a lift.",
    "access_da": "Ingen trin. Toilet til kørestol. Et stille rum, hvis du får brug for en pause.",
    "access_en": "No steps. A toilet for wheelchairs. A quiet room if you need a break.",
}

BRING = {
    "indendoers fodbold": ("Sko til indendørs og noget at drikke af.", "Indoor shoes and something to drink from."),
    "svoemning": ("Badetøj og et håndklæde. Vi låner ud.", "Swimwear and a towel. We lend both."),
    "petanque": ("Kugler, hvis I har. Ellers låner I vores.", "Boules if you have some. Or borrow ours."),
    "dart": ("Pile, hvis du har. Ellers låner du vores.", "Darts if you have some. Or borrow ours."),
}
USUAL_BRING = ("Tøj efter vejret. Resten har vi.", "Clothes for the weather. We have the rest.")


def texts_for(event: Event, sport: str) -> Texts:
    """The texts of a demo event; `sport` is the folded Danish name."""
    bring = BRING.get(sport, USUAL_BRING)
    is_played = event.kind in PLAYED
    return Texts(
        summary_da=event.summary_da,
        summary_en=event.summary_en,
        audience_da=_audience(event.kind)[0],
        audience_en=_audience(event.kind)[1],
        food_da="Frokost, frugt og kaffe" if is_played else "Alle måltider" if event.kind in ("course", "camp") else "",
        food_en="Lunch, fruit and coffee" if is_played else "All meals" if event.kind in ("course", "camp") else "",
        bring_da=bring[0] if is_played and not event.is_external else "",
        bring_en=bring[1] if is_played and not event.is_external else "",
    )


def _audience(kind: str) -> tuple[str, str]:
    return {
        "course": (
            "Du, der gerne vil lede et hold. Du skal ikke kunne noget før.",
            "You who want to lead a team. No experience needed.",
        ),
        "camp": (
            "Alle fra væresteder og boformer, også med børn.",
            "Everyone from drop-in centres and homes, also with children.",
        ),
        "activity": ("Alle væresteder kan være med.", "All drop-in centres can join."),
        "games": (
            "Alle kan være med i noget. Også dem, der hepper.",
            "There is something for everyone. Also for those who cheer.",
        ),
    }.get(
        kind,
        (
            "Kvinder og mænd. Alle er velkomne, også dem, der hepper.",
            "Women and men. All are welcome, also those who cheer.",
        ),
    )
