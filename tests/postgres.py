"""A real PostgreSQL for the tests: a cluster of its own on loopback, started once, gone afterwards."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
USER = "postgres"


class Cluster:
    """One server; it can be stopped and started in the middle of a test."""

    def __init__(self, programs: Path, folder: Path, port: int) -> None:
        self._programs = programs
        self._folder = folder
        self.port = port

    def initialise(self) -> None:
        options = ("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", f"--username={USER}", "--no-sync")
        self._run("initdb", "-D", str(self._folder / "data"), *options)

    def start(self) -> None:
        settings = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        self._run(
            "pg_ctl", "-D", str(self._folder / "data"), "-w", "-l", str(self._folder / "log"), "-o", settings, "start"
        )

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-w", "-m", "immediate", "stop")

    def new_database(self) -> str:
        """The URL of an empty database."""
        name = f"t{uuid4().hex}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.address(name)

    def address(self, database: str) -> str:
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{database}"

    def _run(self, program: str, *arguments: str) -> None:
        as_user = ("setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups") if os.geteuid() == 0 else ()
        with (self._folder / "commands").open("ab") as log:
            command = [*as_user, str(self._programs / program), *arguments]
            done = subprocess.run(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd="/", check=False)
        assert done.returncode == 0, (self._folder / "commands").read_text(encoding="utf-8")


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """A running server; where there is none the test is skipped, or fails where FITGAP_REQUIRE_POSTGRES=1."""
    if not PLACES:
        if os.environ.get("FITGAP_REQUIRE_POSTGRES") == "1":
            pytest.fail("FITGAP_REQUIRE_POSTGRES is set and there is no PostgreSQL under /usr/lib/postgresql")
        pytest.skip("no PostgreSQL under /usr/lib/postgresql")
    folder = Path(tempfile.mkdtemp(prefix="fitgap-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, USER, USER)
    cluster = Cluster(PLACES[0], folder, _free_port())
    try:
        cluster.initialise()
        cluster.start()
        yield cluster
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
