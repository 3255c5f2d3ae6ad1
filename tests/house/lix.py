"""LIX, how hard a text is to read: words per sentence + percentage of words over six letters (Björnsson 1968)."""

import re

SHORTEST_TEXT = 15


def lix(text: str) -> float:
    """The LIX of a text; up to 24 is very easy, 25–34 easy. A text without words is 0."""
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text)
    if not words:
        return 0.0
    sentences = max(1, len(re.findall(r"[.!?:](?=\s|$)", text)))
    return len(words) / sentences + 100 * sum(len(word) > 6 for word in words) / len(words)


def is_long_enough(text: str) -> bool:
    """Shorter texts have no meaningful LIX."""
    return len(text.split()) >= SHORTEST_TEXT
