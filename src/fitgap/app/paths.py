"""Where this computer keeps the database."""

import os
from pathlib import Path

from platformdirs import user_data_path
from sqlalchemy.engine import URL

DATABASE_VARIABLE = "FITGAP_DATABASE_URL"


def database_url() -> str:
    """The database that FITGAP_DATABASE_URL names, else a file in the user's own data folder."""
    return os.environ.get(DATABASE_VARIABLE, "").strip() or sqlite_url(default_database())


def default_database() -> Path:
    """The database file that is used when nothing else is said."""
    return user_data_path("fitgap", appauthor=False) / "fitgap.db"


def sqlite_url(file: Path) -> str:
    """The SQLAlchemy URL of a database file, whatever characters its path holds."""
    return URL.create("sqlite", database=str(file)).render_as_string(hide_password=False)
