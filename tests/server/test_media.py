"""SV-10: the files of a questionnaire go from the folder of the server to every desktop, whole, by their content."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import Workbook

from server.api import Api, Server
from server.shipped import offer_shipped
from survey.form.media import content_name
from survey.problems import HuceError, Level, Problem
from survey.xlsform import form_from_json
from tests.fixtures import servers
from usecases.forms import find_media, list_forms
from usecases.synchronise import SyncReport, sign_in, synchronise
from usecases.workspace import Workspace, open_workspace

CHINA = dt.timezone(dt.timedelta(hours=8))
PNG, OTHER, FILM = (beginning + bytes(5000) for beginning in (b"\x89PNG\r\n\x1a\n1", b"\x89PNG\r\n\x1a\n2", b"film"))
SHEETS = {
    "survey": (
        ("type", "name", "label", "image", "video"),
        ("note", "look", "看", "look.png", "look.mp4"),
        ("select_one k", "kind", "哪种"),
    ),
    "choices": (("list_name", "name", "label", "image"), ("k", "1", "铺面", "one.png"), ("k", "2", "摊点", "gone.png")),
    "settings": (("form_id", "form_title", "version"), ("shown", "看图", "1")),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The server's questionnaires: one with three of its four files."""
    made = tmp_path / "questionnaires"
    (made / "看图-media").mkdir(parents=True)
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in SHEETS.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(made / "看图.xlsx")
    for name, content in (("look.png", PNG), ("one.png", OTHER), ("look.mp4", FILM)):
        (made / "看图-media" / name).write_bytes(content)
    return made


@pytest.fixture
def server(tmp_path: Path, folder: Path) -> Iterator[Server]:
    with servers.embedded(tmp_path) as running:
        assert offer_shipped(running, folder) == ()
        yield running


@pytest.fixture
def ws(server: Server, tmp_path: Path) -> Iterator[Workspace]:
    with (
        servers.listening(server) as address,
        closing(open_workspace(tmp_path / "pc", clock=lambda: dt.datetime.now(CHINA), forms=False)) as opened,
    ):
        sign_in(opened, server=address, user=servers.USER, password=servers.PASSWORD)
        yield opened


def shown(ws: Workspace) -> dict[str, bytes]:
    found = {name: find_media(ws, form_id="shown", version="1", name=name) for name in names()}
    return {name: path.read_bytes() for name, path in found.items() if path is not None}


def names() -> tuple[str, ...]:
    return ("look.png", "look.mp4", "one.png", "gone.png")


def told(report: SyncReport) -> list[tuple[str, Level]]:
    assert report.finished, "the records are safe whatever becomes of pictures"
    return [(problem.code, problem.level) for problem in report.problems]


def test_the_questionnaire_says_which_content_its_files_have(server: Server) -> None:
    api = Api(server)
    api.sign_in(servers.USER, servers.PASSWORD, "pc")
    form = form_from_json(api.form("shown", "1"))
    assert dict(form.media) == {
        name: content_name(hashlib.sha256(content).hexdigest(), name)
        for name, content in (("look.png", PNG), ("one.png", OTHER), ("look.mp4", FILM))
    }
    assert api.media(form.media["one.png"]) == OTHER
    with pytest.raises(HuceError) as caught:
        api.media("0" * 32 + ".png")
    assert caught.value.problem.code == "C016"


def test_a_stranger_gets_none(server: Server) -> None:
    with pytest.raises(HuceError) as caught:
        Api(server).media("0" * 32 + ".png")
    assert caught.value.problem.code == "C003"


def test_every_desktop_gets_them_once(ws: Workspace) -> None:
    report = synchronise(ws)
    assert told(report) == []
    assert shown(ws) == {"look.png": PNG, "look.mp4": FILM, "one.png": OTHER}
    assert report.changes.forms
    (step,) = [step for step in report.steps if "图片" in step.name]
    assert step.count == 3
    assert not [step for step in synchronise(ws).steps if "图片" in step.name]


def test_one_put_there_later_arrives_with_the_next_synchronisation(ws: Workspace, server: Server, folder: Path) -> None:
    synchronise(ws)
    (folder / "看图-media" / "gone.png").write_bytes(PNG + b"later")
    offer_shipped(server, folder)
    assert told(synchronise(ws)) == []
    assert shown(ws)["gone.png"] == PNG + b"later"
    assert [form.version for form in list_forms(ws) if form.id == "shown"] == ["1"]


def test_one_that_was_lost_here_is_fetched_again(ws: Workspace) -> None:
    synchronise(ws)
    lost = find_media(ws, form_id="shown", version="1", name="one.png")
    assert lost is not None
    lost.unlink()
    assert told(synchronise(ws)) == []
    assert shown(ws)["one.png"] == OTHER


def failing(code: str) -> Callable[[Api, str], bytes]:
    def media(_api: Api, _name: str) -> bytes:
        raise HuceError(Problem(code))

    return media


@pytest.mark.parametrize(
    ("media", "codes"),
    [
        (lambda _api, _name: b"another content", ["N021"]),
        (failing("C016"), ["N021"]),
        (failing("C011"), ["N021"]),
        (failing("C013"), ["C013", "N021"]),
    ],
    ids=["damaged", "not there", "an older server", "the server is busy"],
)
def test_what_cannot_be_had_is_a_hint_and_comes_the_next_time(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch, media: Callable[[Api, str], bytes], codes: list[str]
) -> None:
    with monkeypatch.context() as wrong:
        wrong.setattr(Api, "media", media)
        assert told(synchronise(ws, pause=lambda _seconds: None)) == [(code, Level.HINT) for code in codes]
    assert shown(ws) == {}
    assert told(synchronise(ws)) == []
    assert set(shown(ws)) == {"look.png", "look.mp4", "one.png"}


def test_what_does_not_fit_here_is_a_hint(ws: Workspace) -> None:
    (ws.data_dir / "attachments").write_bytes(b"a file in the way")
    assert told(synchronise(ws)) == [("S021", Level.HINT), ("N021", Level.HINT)]
