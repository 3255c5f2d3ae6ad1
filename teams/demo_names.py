"""Invented names for the demo season: places, teams and first names. No place and no person here is real."""

# Real municipalities by the calendar's regions: what is invented lies somewhere.
MUNICIPALITIES: dict[str, tuple[str, ...]] = {
    "hovedstaden": (
        *("København", "Frederiksberg", "Gladsaxe", "Hvidovre", "Helsingør", "Hillerød", "Høje-Taastrup", "Ballerup"),
        *("Rødovre", "Brøndby", "Gribskov", "Tårnby", "Bornholm"),
    ),
    "sjaelland": (
        *("Roskilde", "Næstved", "Slagelse", "Holbæk", "Køge", "Guldborgsund", "Lolland", "Vordingborg"),
        *("Kalundborg", "Ringsted", "Odsherred"),
    ),
    "syddanmark": (
        *("Odense", "Esbjerg", "Kolding", "Vejle", "Sønderborg", "Fredericia", "Haderslev", "Svendborg"),
        *("Aabenraa", "Nyborg", "Tønder", "Varde", "Assens"),
    ),
    "midtjylland": (
        *("Aarhus", "Randers", "Viborg", "Silkeborg", "Horsens", "Herning", "Holstebro", "Skive"),
        *("Ikast-Brande", "Ringkøbing-Skjern", "Norddjurs", "Odder"),
    ),
    "nordjylland": (
        *("Aalborg", "Hjørring", "Frederikshavn", "Thisted", "Brønderslev", "Mariagerfjord", "Jammerbugt", "Rebild"),
        *("Morsø", "Vesthimmerland"),
    ),
}

WORDS: tuple[str, ...] = (
    *("Kajen", "Kompasset", "Fyrtårnet", "Solsikken", "Perronen", "Støberiet", "Stalden", "Nordlyset", "Hjørnet"),
    *("Broen", "Havnen", "Ankeret", "Lærken", "Kastanjen", "Møllen", "Smedjen", "Pakhuset", "Bænken", "Gnisten"),
    *("Pejsen", "Lanternen", "Vindrosen", "Stævnen", "Svalen", "Bøgen", "Ståbien", "Trædestenen", "Køkkenet"),
    *("Tovværket", "Rebslageren", "Sejlmageren", "Sluseporten", "Fjordhuset", "Bakken", "Lysningen", "Skovduen"),
    *("Kornblomsten", "Valmuen", "Tranen", "Mågen", "Ærten", "Æblehaven", "Åbredden", "Ørnereden", "Pumpestationen"),
    *("Vandtårnet", "Teglværket", "Garveriet", "Bødkeren", "Urmageren", "Postgården", "Toldboden", "Remisen"),
    *("Sporskiftet", "Signalet", "Drejeskiven", "Vognporten", "Hestestalden", "Brønden", "Bålpladsen", "Gadekæret"),
    *("Kildevældet", "Stenbroen", "Vinduet", "Altanen", "Trappen"),
)
PATTERNS: dict[str, tuple[str, ...]] = {
    "vaerested": ("{word}", "Værestedet {word}"),
    "boform": ("Boformen {word}",),
    "forening": ("Idrætsforeningen {word}",),
}

# What teams call themselves; {word} is the place's own.
TEAM_NAMES: tuple[str, ...] = (
    *("{word}", "FC {word}", "{word} IF", "{word} Boldklub", "{word} 2", "Holdet fra {word}", "{word} United"),
    *("{word} og venner", "De glade fra {word}", "{word} Allstars"),
)

# The teams of today's event: team, place.
TODAY_TEAMS: tuple[tuple[str, str], ...] = (
    ("Kajens Kometer", "Kajen"),
    ("Nordlyset", "Nordlyset"),
    ("FC Fyrtårnet", "Fyrtårnet"),
    ("Perron 4", "Perronen"),
    ("Solsikken", "Solsikken"),
    ("Stalden IF", "Stalden"),
    ("Støberiet", "Støberiet"),
    ("Hjørnets Helte", "Hjørnet"),
    ("Broens Brage", "Broen"),
    ("Ankerdrengene", "Ankeret"),
    ("Pakhuset", "Pakhuset"),
    ("Gnisten BK", "Gnisten"),
    ("Lanternen", "Lanternen"),
    ("Remisen Rovers", "Remisen"),
)

FIRST_NAMES: tuple[str, ...] = (
    *("Bo", "Kim", "Gitte", "Preben", "Susanne", "Jan", "Lone", "Flemming", "Hanne", "Brian", "Bente", "Carsten"),
    *("Dorthe", "Erik", "Fatima", "Henning", "Inge", "Jimmy", "Karin", "Leif", "Mette", "Naja", "Ole", "Pia"),
    *("Rasmus", "Sofie", "Tonny", "Ulla", "Vibeke", "Yusuf", "Åse", "Ørjan"),
)
