"""Every store that a contract is tried on. Another database joins by adding its name to `DATABASES`."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.contracts.databases import DATABASES, sqlite
from tests.postgres import Cluster

from fitgap.deciding.store import Store


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return sqlite(tmp_path)
    cluster: Cluster = request.getfixturevalue("postgres")
    return cluster.new_database()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = Store.open(url)
    yield opened
    opened.close()
