"""How a meeting with many screens feels: real websocket clients against one real server on loopback.

    python bench/workshop_load.py [--clients 30] [--seconds 60]     (about two minutes; prints a Markdown table)

Each client speaks Streamlit's own protocol as a browser does: it opens the room, and then asks again whenever the page
told it to. One of them leads and moves everybody on; some decide on the item that the room is at. What is measured is
the time from a message to the end of the run that answers it, a run that begins again included, and the time from the
facilitator's press until each screen shows the next item.
"""

import argparse
import asyncio
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from fitgap.app.meeting_agendas import AgendaWish
from fitgap.app.paths import DATABASE_VARIABLE, sqlite_url
from fitgap.app.screens.meeting_view import short_id
from fitgap.app.workspace import Workspace
from fitgap.model.decision import ItemFilter
from fitgap.model.meeting import AgendaLine, MeetingHead

ROOT = Path(__file__).resolve().parent.parent
ITEMS = 15
MOST_CLIENTS, MOST_SECONDS = 60, 300
DECIDERS = 3
MOVE_SECONDS, DECIDE_SECONDS = 15.0, 10.0
FACILITATOR = "進行 山田"
PATIENCE_SECONDS = 60.0
NUMBER = re.compile(rf"(\d+)／{ITEMS}　\*\*")
ENDED = {ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY}


@dataclass
class Figures:
    """What was measured: seconds by kind of request, and from a move until a screen showed it."""

    answers: dict[str, list[float]] = field(default_factory=dict)
    followed: list[float] = field(default_factory=list)
    refused: int = 0
    decided: int = 0
    received_bytes: int = 0
    server_cpu_seconds: float = 0.0

    def add(self, kind: str, seconds: float) -> None:
        """One answer."""
        self.answers.setdefault(kind, []).append(seconds)


@dataclass
class Room:
    """What all clients know of: since when the room is at which item, and which screens have shown it."""

    clients: int
    number: int = 1
    since: float = 0.0
    waiting: set[int] = field(default_factory=set)


class Screen:
    """One browser tab of one person."""

    def __init__(self, place: int, name: str, query: str, room: Room, figures: Figures) -> None:
        self.place, self.name, self.query, self.room, self.figures = place, name, query, room, figures
        self.socket: ClientConnection | None = None
        self.page_hash = ""
        self.fragment = ""
        self.interval = 0.0
        self.number = 0
        self.widgets: dict[str, str] = {}
        self.values: dict[str, str] = {}

    async def open(self, port: int) -> None:
        """Connect and draw the page for the first time."""
        headers = {"Cookie": f"fitgap_person={quote(self.name)}"}
        address = f"ws://127.0.0.1:{port}/_stcore/stream"
        self.socket = await connect(
            address,
            subprotocols=["streamlit"],
            additional_headers=headers,
            max_size=None,  # type: ignore[list-item]
        )
        await self.ask("open", page="meeting")

    async def poll_until(self, end: float, chance: random.Random) -> None:
        """Ask again as often as the page wants it; now and then decide, where this screen may."""
        next_poll = time.monotonic() + chance.random() * self.interval
        next_decision = time.monotonic() + DECIDE_SECONDS * (0.5 + chance.random())
        while time.monotonic() < end:
            await asyncio.sleep(max(0.0, next_poll - time.monotonic()))
            next_poll = max(next_poll + self.interval, time.monotonic())
            await self.ask("poll", fragment=self.fragment)
            if 0 < self.place <= DECIDERS and time.monotonic() > next_decision:
                next_decision = time.monotonic() + DECIDE_SECONDS * (0.5 + chance.random())
                await self.decide()

    async def lead_until(self, end: float) -> None:
        """Go from item to item."""
        while time.monotonic() < end - MOVE_SECONDS:
            await self.poll_until(time.monotonic() + MOVE_SECONDS, random.Random(self.place))
            if self.number < ITEMS:
                self.room.number, self.room.since = self.number + 1, time.monotonic()
                self.room.waiting = set(range(1, self.room.clients))
                await self.press("room_forward", "move")

    async def decide(self) -> None:
        """Choose the standard function for the item on the stage, and record it."""
        pick = next((key for key in self.widgets if key.startswith("decide_resolution_")), "")
        if pick:
            self.values[self.widgets[pick]] = "標準機能適用"
            await self.press("meeting_decide", "decide")

    async def press(self, key: str, kind: str) -> None:
        """Press a button, if it is there."""
        if key in self.widgets:
            await self.ask(kind, pressed=self.widgets[key])

    async def ask(self, kind: str, *, page: str = "", fragment: str = "", pressed: str = "") -> None:
        """Send a message and wait for the end of the run that answers it."""
        assert self.socket is not None
        message = BackMsg()
        state = message.rerun_script
        state.query_string = self.query
        state.page_script_hash = self.page_hash
        state.page_name = page
        if fragment:
            state.fragment_id = fragment
            state.is_auto_rerun = True
        for widget_id, value in self.values.items():
            state.widget_states.widgets.add(id=widget_id, string_value=value)
        if pressed:
            state.widget_states.widgets.add(id=pressed, trigger_value=True)
        began = time.monotonic()
        await self.socket.send(message.SerializeToString())
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not self._take(await self.socket.recv()):
                pass
        self.figures.add(kind, time.monotonic() - began)

    def _take(self, raw: str | bytes) -> bool:
        """Take in what the server says; true at the end of a run."""
        assert isinstance(raw, bytes)
        self.figures.received_bytes += len(raw)
        message = ForwardMsg.FromString(raw)
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self.page_hash = message.navigation.page_script_hash
        elif kind == "auto_rerun":
            self.fragment, self.interval = message.auto_rerun.fragment_id, message.auto_rerun.interval
        elif kind == "delta":
            self._look(message)
        elif kind == "script_finished":
            return message.script_finished in ENDED
        return False

    def _look(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind in {"button", "selectbox"}:
            widget_id = getattr(element, kind).id
            self.widgets[_key_of(widget_id)] = widget_id
        elif kind == "markdown":
            found = NUMBER.match(element.markdown.body)
            if found:
                self._show(int(found[1]))
        elif kind == "alert":
            self.figures.refused += "先に決定" in element.alert.body
        elif kind == "toast":
            self.figures.decided += "決定を記録" in element.toast.body

    def _show(self, number: int) -> None:
        if number != self.number:
            for key in [key for key in self.widgets if key.startswith("decide_")]:
                del self.widgets[key]
            self.values.clear()
        self.number = number
        if number == self.room.number and self.place in self.room.waiting:
            self.room.waiting.discard(self.place)
            self.figures.followed.append(time.monotonic() - self.room.since)


def _key_of(widget_id: str) -> str:
    """The key that the page gave a widget, which its id ends in."""
    return widget_id.split("-", 2)[-1]


async def run(port: int, server: psutil.Process, clients: int, seconds: float) -> Figures:
    """Everybody comes in, and the meeting goes on for so long."""
    figures, room = Figures(), Room(clients=clients)
    query = "meeting=1&meeting_part=room"
    leading = f"{query}&lead={short_id(FACILITATOR)}"
    screens = [
        Screen(
            place, FACILITATOR if place == 0 else f"参加者{place:02}", leading if place == 0 else query, room, figures
        )
        for place in range(clients)
    ]
    for screen in screens:
        await screen.open(port)
    figures.answers["first open"] = [figures.answers["open"].pop(0)]  # the server analyses everything once
    before = server.cpu_times()
    chance = random.Random(1)
    end = time.monotonic() + seconds
    await asyncio.gather(
        screens[0].lead_until(end), *(screen.poll_until(end, random.Random(chance.random())) for screen in screens[1:])
    )
    after = server.cpu_times()
    figures.server_cpu_seconds = after.user + after.system - before.user - before.system
    for screen in screens:
        if screen.socket is not None:
            await screen.socket.close()
    return figures


@contextmanager
def serving(database: str, log: Path) -> Iterator[tuple[int, psutil.Process]]:
    """A server of its own on a free port of loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [
        *(sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.headless=true"),
        *("--server.address=127.0.0.1", f"--server.port={port}", "--server.fileWatcherType=none"),
    ]
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, env={**os.environ, DATABASE_VARIABLE: database}, stdout=output, stderr=subprocess.STDOUT, cwd=ROOT
        )
        try:
            _await_health(port, server)
            yield port, psutil.Process(server.pid)
        finally:
            server.terminate()
            server.wait(PATIENCE_SECONDS)


def _await_health(port: int, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")


def prepare(database: str) -> None:
    """The samples, and a meeting of fifteen items over them."""
    workspace = Workspace.open(database)
    workspace.load_demo("見本")
    wanted = ItemFilter(catalog_key="hibiki", undecided_only=True)
    found = workspace.meetings.candidates(AgendaWish(wanted=wanted))[:ITEMS]
    meeting_id = workspace.meetings.create(MeetingHead(title="負荷の測定", date="2026-12-01"), FACILITATOR)
    lines = [AgendaLine(key=one.item.subject.key, title=one.item.subject.title, planned_minutes=8) for one in found]
    workspace.meetings.set_agenda(meeting_id, lines, FACILITATOR, seen_agenda_id=0)
    workspace.close()


def _row(name: str, values: Sequence[float]) -> str:
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return f"| {name} | {len(ordered)} | {statistics.median(ordered):.2f} | {p95:.2f} | {ordered[-1]:.2f} |"


def _table(figures: Figures, first: Iterable[str]) -> Iterator[str]:
    yield "| | count | median s | p95 s | longest s |"
    yield "|---|---|---|---|---|"
    for kind in first:
        if figures.answers.get(kind):
            yield _row(kind, figures.answers[kind])
    everything = [value for kind, values in figures.answers.items() if "open" not in kind for value in values]
    yield _row("all answers after coming in", everything)
    if figures.followed:
        yield _row("move to screen", figures.followed)


def main() -> None:
    """Prepare, serve, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=60.0)
    given = parser.parse_args()
    clients, seconds = min(given.clients, MOST_CLIENTS), min(given.seconds, MOST_SECONDS)
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite_url(Path(folder) / "load.db")
        prepare(database)
        with serving(database, Path(folder) / "server.log") as (port, server):
            figures = asyncio.run(run(port, server, clients, seconds))
    load = f"load of the machine {os.getloadavg()[1]:.1f}"
    print(f"{clients} clients, {seconds:.0f} s, {os.cpu_count()} cores, {load}\n")
    print("\n".join(_table(figures, ("first open", "open", "poll", "move", "decide"))))
    print(f"\ndecisions on record {figures.decided}, refused as a conflict {figures.refused},", end=" ")
    print(f"{figures.received_bytes / 1e6:.1f} MB received, server CPU {figures.server_cpu_seconds:.1f} s")


if __name__ == "__main__":
    main()
