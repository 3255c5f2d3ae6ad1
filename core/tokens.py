"""Secrets that people carry: long tokens in links, short codes on cards. Only their hashes are stored."""

import hashlib
import hmac
import secrets

# No 0/O, 1/I/L, no vowels: a code cannot be misread and never spells a word.
CODE_LETTERS = "23456789BCDFGHJKMNPQRSTVWXZ"
TOKEN_BYTES = 18


def new_token() -> str:
    """A random token for a link: 144 bits as 24 characters."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_code(length: int = 6) -> str:
    """A short code that can be read aloud from a card."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(length))


def tidy_code(typed: str) -> str:
    """A typed short code without spaces and dashes, in capitals."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def hashed(secret: str) -> str:
    """The SHA-256 of a token, as stored; tokens are random, so no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def keyed_hash(key: str, secret: str) -> str:
    """A hash that cannot be searched for without the application's key, for codes short enough to guess."""
    return hmac.new(key.encode(), secret.encode(), hashlib.sha256).hexdigest()
