"""Letters that people type in different ways, made alike for searching."""

import unicodedata

DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ð": "d"})
BARE = str.maketrans({"æ": "a", "ø": "o", "å": "a", "ð": "d"})


def fold(text: str) -> str:
    """Small letters without accents; æ, ø, å as ae, oe, aa."""
    return _plain(text.lower().translate(DANISH))


def bare(text: str) -> str:
    """Small letters without accents; æ, ø, å as a, o, a, as on a foreign keyboard."""
    return _plain(text.lower().translate(BARE))


def found_in(words: str, text: str) -> bool:
    """True where every typed word stands somewhere in a text, however æ, ø and å were typed."""
    folded, plain = fold(text), bare(text)
    return all(fold(word) in folded or bare(word) in plain for word in words.split())


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
