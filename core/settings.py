"""Settings from the environment; a wrong one stops the start with the sentence that mends it."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

Environment = Literal["local", "test", "production"]
ENVIRONMENTS: tuple[Environment, ...] = ("local", "test", "production")
SHORTEST_SECRET = 32


class SettingsError(Exception):
    """A setting that cannot be used; the text says what to write instead."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the environment decides, read once at the start."""

    environment: Environment
    data_dir: Path
    database_url: str
    secret_key: str
    port: int
    base_url: str
    mail_url: str | None
    mail_from: str
    phone: str
    jobs_at_once: bool
    trusted_proxies: int
    clock_ahead_seconds: int = 0

    @property
    def is_production(self) -> bool:
        """True where cookies must be secure and nothing may be made up."""
        return self.environment == "production"


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read and check all settings.

    Raises SettingsError with the sentence that mends the first wrong one.
    """
    env = os.environ if environ is None else environ
    environment = _environment(env)
    data_dir = Path(env.get("DATA_DIR") or "instance").absolute()
    data_dir.mkdir(parents=True, exist_ok=True)
    return Settings(
        environment=environment,
        data_dir=data_dir,
        database_url=_database_url(env, environment, data_dir),
        secret_key=_secret_key(env, environment, data_dir),
        port=_whole_number(env, "PORT", 8000, 65535),
        base_url=_base_url(env, environment),
        mail_url=_mail_url(env, environment),
        mail_from=env.get("MAIL_FROM") or "sport for LIVET <kontor@localhost>",
        phone=env.get("CONTACT_PHONE") or "12 34 56 78",
        jobs_at_once=env.get("JOBS_AT_ONCE") == "1",
        trusted_proxies=_trusted_proxies(env, environment),
        clock_ahead_seconds=_clock_ahead_seconds(env, environment),
    )


def _environment(env: Mapping[str, str]) -> Environment:
    chosen = env.get("APP_ENV") or "local"
    for known in ENVIRONMENTS:
        if chosen == known:
            return known
    raise SettingsError(f"APP_ENV is '{chosen}'. Set it to one of: {', '.join(ENVIRONMENTS)}.")


def _database_url(env: Mapping[str, str], environment: Environment, data_dir: Path) -> str:
    url = env.get("DATABASE_URL") or ""
    if not url:
        return f"sqlite:///{data_dir / 'sport.db'}"
    # Hosting services hand out the short scheme; the driver must be named.
    for short in ("postgres://", "postgresql://"):
        if url.startswith(short):
            url = "postgresql+psycopg://" + url.removeprefix(short)
    if not url.startswith(("postgresql+psycopg://", "sqlite:///")):
        raise SettingsError(
            "DATABASE_URL must start with postgresql:// or sqlite:///. Leave it out to use a file in DATA_DIR."
        )
    return url


def _secret_key(env: Mapping[str, str], environment: Environment, data_dir: Path) -> str:
    given = env.get("SECRET_KEY") or ""
    if given:
        if len(given) < SHORTEST_SECRET:
            raise SettingsError(
                f"SECRET_KEY has {len(given)} characters. Use at least {SHORTEST_SECRET} random ones, for example "
                'from: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
            )
        return given
    if environment == "production":
        raise SettingsError(
            "SECRET_KEY is missing. Set it to at least 32 random characters and keep it the same between starts."
        )
    return _kept_secret(data_dir / "secret_key")


def _kept_secret(path: Path) -> str:
    try:
        # Exclusive creation: of two processes that start together one makes the key, the other reads it.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = path.read_text(encoding="ascii").strip()
        if len(kept) >= SHORTEST_SECRET:
            return kept
        raise SettingsError(f"The file {path.name} in DATA_DIR is damaged. Delete it and start again.") from None
    secret = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secret)
    return secret


def _base_url(env: Mapping[str, str], environment: Environment) -> str:
    port = _whole_number(env, "PORT", 8000, 65535)
    given = env.get("BASE_URL") or ""
    if not given:
        if environment == "production":
            raise SettingsError(
                "BASE_URL is missing. Set it to the public address, for example https://stævner.example."
            )
        return f"http://127.0.0.1:{port}"
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path not in ("", "/"):
        raise SettingsError(f"BASE_URL is '{given}'. Write it like https://sport.example, without a path.")
    if environment == "production" and parts.scheme != "https":
        raise SettingsError(f"BASE_URL is '{given}'. In production it begins with https://, so no login is overheard.")
    return given.rstrip("/")


def _trusted_proxies(env: Mapping[str, str], environment: Environment) -> int:
    if environment == "production" and not env.get("TRUSTED_PROXIES"):
        raise SettingsError(
            "TRUSTED_PROXIES is missing. Set it to the number of proxies before the site, mostly 1: without it all "
            "visitors would share one address, and one of them could use up the attempts at logging in for all."
        )
    return _whole_number(env, "TRUSTED_PROXIES", 0, 5)


def _mail_url(env: Mapping[str, str], environment: Environment) -> str | None:
    given = env.get("MAIL_URL") or ""
    if not given:
        if environment == "production":
            raise SettingsError(
                "MAIL_URL is missing. Set it to a mail server: without one, mails with names stay on the disk."
            )
        return None
    parts = urlsplit(given)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise SettingsError("MAIL_URL must look like smtp://user:password@host:587 or smtps://user:password@host:465.")
    return given


def _clock_ahead_seconds(env: Mapping[str, str], environment: Environment) -> int:
    given = env.get("CLOCK_AHEAD_SECONDS") or ""
    if given and environment != "test":
        raise SettingsError("CLOCK_AHEAD_SECONDS is for tests only. Leave it out, or set APP_ENV to test.")
    try:
        return int(given or 0)
    except ValueError:
        raise SettingsError("CLOCK_AHEAD_SECONDS must be a whole number of seconds.") from None


def _whole_number(env: Mapping[str, str], name: str, default: int, highest: int) -> int:
    given = env.get(name) or ""
    if not given:
        return default
    if not given.isascii() or not given.isdigit() or int(given) > highest:
        raise SettingsError(f"{name} is '{given}'. Set it to a whole number from 0 to {highest}.")
    return int(given)
