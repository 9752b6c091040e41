"""Fixtures that every kind of test shares."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from tests.postgres import Cluster, running_cluster

settings.register_profile("fitgap", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("fitgap")  # how long an example takes says how busy a machine is, not whether it holds

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def repository() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The labelled cases and corpora beside the repository, where a checkout has them."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the labelled cases are not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL server of the tests' own."""
    with running_cluster() as cluster:
        yield cluster
