"""The screens over a database of their own, without a browser."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from fitgap.app.files import catalog_files, load
from fitgap.app.login_mode import EMAIL_HEADER_VARIABLE, LOGIN_VARIABLE
from fitgap.app.paths import DATABASE_VARIABLE, sqlite_url
from fitgap.app.screens import login
from fitgap.app.screens.menu import page
from fitgap.app.screens.session import LANGUAGE_VARIABLE
from fitgap.app.workspace import Workspace
from fitgap.model.access import GrantKind, Login, Role
from fitgap.reading.result import NamedBytes

ROOT = Path(__file__).resolve().parents[2]
PERSON = "情報政策課 山田"
PATIENCE_SECONDS = 60
HOSTILE_NAME = (
    "**x** [a](http://x.example) :material/home: $x$ <img src=x> `c` :red[r] www.x.example a@x.example -> # - 1."
)

Open = Callable[..., AppTest]


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the samples, filled once."""
    file = tmp_path_factory.mktemp("demo") / "fitgap.db"
    workspace = Workspace.open(sqlite_url(file))
    workspace.load_demo("見本")
    workspace.close()
    return file


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that the screens of this test use, not there yet."""
    file = tmp_path / "fitgap.db"
    monkeypatch.setenv(DATABASE_VARIABLE, sqlite_url(file))
    monkeypatch.delenv(LANGUAGE_VARIABLE, raising=False)
    return file


@pytest.fixture
def demo(database: Path, demo_file: Path) -> Path:
    """The same with the samples in it."""
    shutil.copy(demo_file, database)
    return database


@pytest.fixture(scope="session")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with one flow and one package of the samples."""
    file = tmp_path_factory.mktemp("small") / "fitgap.db"
    workspace = Workspace.open(sqlite_url(file))
    flow = ROOT / "processes" / "aobano" / "tennyu.bpmn"
    workspace.add_flow("青葉野市", load(flow), person="見本")
    package = ROOT / "package_catalogs" / "hibiki"
    workspace.add_catalog(tuple(load(one) for one in catalog_files(package)), key="hibiki", person="見本")
    workspace.close()
    return file


@pytest.fixture
def small(database: Path, small_file: Path) -> Path:
    """The database of this test with one flow and one package in it."""
    shutil.copy(small_file, database)
    return database


@pytest.fixture
def workspace(database: Path) -> Iterator[Workspace]:
    """The same database seen from outside the screens."""
    opened = Workspace.open(sqlite_url(database))
    yield opened
    opened.close()


@pytest.fixture
def log_in(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`log_in(role, member)`: from now on whoever opens a page comes through a proxy and has that role."""

    def enter(role: Role, member: str = "") -> None:
        email = f"{role}@city.example.jp"
        workspace.people.grant(GrantKind.EMAIL, email, role, member=member, person="管理")
        monkeypatch.setenv(LOGIN_VARIABLE, "proxy")
        monkeypatch.setenv(EMAIL_HEADER_VARIABLE, "X-Email")
        monkeypatch.setattr(login, "login", lambda: Login(email=email, name="職員"))

    return enter


def go_to(app: AppTest, name: str, address: dict[str, str]) -> AppTest:
    """Another page of the same session."""
    app.switch_page(str(Path(page(name)).relative_to(ROOT)))
    for key, value in address.items():
        app.query_params[key] = value
    return app.run()


@pytest.fixture
def open_page() -> Open:
    """`open_page(name, app=None, person=…, **address)`: a page as it stands after its first run."""

    def start(name: str, app: AppTest | None = None, person: str = PERSON, **address: str) -> AppTest:
        if app is not None:
            return go_to(app, name, address)
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=PATIENCE_SECONDS)
        app.session_state["person"] = person
        app.session_state["kept_lang"] = address.get("lang", "ja")
        for key, value in address.items():
            app.query_params[key] = value
        app.run()
        return app if name == "home" else go_to(app, name, address)

    return start


@pytest.fixture(scope="session")
def shown() -> Callable[[AppTest], str]:
    """`shown(app)`: every text on a page, one below the other."""

    def texts(app: AppTest) -> str:
        kinds = (app.markdown, app.caption, app.text, app.error, app.info, app.warning, app.success)
        return "\n".join(str(element.value) for kind in kinds for element in kind)

    return texts


@pytest.fixture(scope="session")
def hostile_flow() -> NamedBytes:
    """A flow whose every name is full of Markdown and HTML."""
    name = HOSTILE_NAME.replace("&", "&amp;").replace("<", "&lt;")
    xml = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x">'
        f'<process id="p" name="{name}"><userTask id="t1" name="{name}"><documentation>{name}</documentation>'
        '</userTask><userTask id="t2" name="二つ目"/><sequenceFlow id="f" sourceRef="t1" targetRef="t2"/>'
        "</process></definitions>"
    )
    return NamedBytes(name="hostile.bpmn", content=xml.encode())
