"""Settings: a wrong one stops the start with the sentence that mends it."""

from pathlib import Path

import pytest

from core.settings import SettingsError, load_settings

KEY = "x" * 40
PRODUCTION = {
    **{"APP_ENV": "production", "SECRET_KEY": KEY, "BASE_URL": "https://sport.example"},
    **{"MAIL_URL": "smtp://mail.example", "TRUSTED_PROXIES": "1"},
}


def load(tmp_path: Path, **environ: str):
    return load_settings({"DATA_DIR": str(tmp_path), **environ})


def test_a_bare_start_is_local_with_a_file(tmp_path: Path) -> None:
    settings = load(tmp_path)
    assert settings.environment == "local"
    assert settings.database_url == f"sqlite:///{tmp_path / 'sport.db'}"
    assert settings.base_url == "http://127.0.0.1:8000"


def test_the_secret_made_on_the_first_start_is_kept_and_private(tmp_path: Path) -> None:
    assert load(tmp_path).secret_key == load(tmp_path).secret_key
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({"APP_ENV": "prod"}, "Set it to one of"),
        ({"SECRET_KEY": "short"}, "Use at least 32"),
        ({"DATABASE_URL": "mysql://x"}, "must start with"),
        ({"PORT": "eight"}, "whole number"),
        ({"PORT": "70000"}, "65535"),
        ({"BASE_URL": "sport.example"}, "Write it like"),
        ({"BASE_URL": "https://sport.example/path"}, "without a path"),
        ({"MAIL_URL": "mail.example"}, "smtp://"),
        ({"TRUSTED_PROXIES": "-1"}, "whole number"),
        ({"CLOCK_AHEAD_SECONDS": "60"}, "for tests only"),
        ({"APP_ENV": "test", "CLOCK_AHEAD_SECONDS": "soon"}, "whole number of seconds"),
        ({**PRODUCTION, "SECRET_KEY": ""}, "SECRET_KEY is missing"),
        ({**PRODUCTION, "BASE_URL": ""}, "BASE_URL is missing"),
        ({**PRODUCTION, "BASE_URL": "http://sport.example"}, "begins with https"),
        ({**PRODUCTION, "MAIL_URL": ""}, "MAIL_URL is missing"),
        ({**PRODUCTION, "TRUSTED_PROXIES": ""}, "TRUSTED_PROXIES is missing"),
    ],
)
def test_a_wrong_setting_says_what_to_write(tmp_path: Path, environ: dict[str, str], sentence: str) -> None:
    with pytest.raises(SettingsError, match=sentence):
        load(tmp_path, **environ)


def test_a_damaged_secret_is_not_replaced_silently(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("")
    with pytest.raises(SettingsError, match="Delete it"):
        load(tmp_path)


def test_short_database_schemes_get_their_driver(tmp_path: Path) -> None:
    url = load(tmp_path, DATABASE_URL="postgres://u:p@h/d").database_url
    assert url == "postgresql+psycopg://u:p@h/d"


def test_production_with_everything_starts(tmp_path: Path) -> None:
    assert load(tmp_path, **PRODUCTION).is_production
