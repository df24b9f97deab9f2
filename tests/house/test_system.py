"""dev.py: a missing system library or display is named, with the exact command."""

from __future__ import annotations

import socket

import pytest

from devtools import system
from devtools.say import Stop
from tests import needs


def test_every_missing_library_is_named_with_its_package() -> None:
    absent = system.missing(system.OFFSCREEN, loads=lambda soname: "EGL" not in soname and "dbus" not in soname)
    assert absent == {"libEGL.so.1": "libegl1", "libdbus-1.so.3": "libdbus-1-3"}


def test_the_command_to_install_is_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    needs.linux()
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(Stop) as caught:
        system.check_libraries(system.OFFSCREEN, loads=lambda soname: soname != "libEGL.so.1")
    assert "libEGL.so.1" in str(caught.value)
    assert str(caught.value).endswith("sudo apt-get update && sudo apt-get install -y libegl1")
    assert caught.value.code == 3


def test_root_needs_no_sudo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0, raising=False)
    assert system.install_command(["a", "b"]) == "apt-get update && apt-get install -y a b"


@pytest.mark.parametrize(
    ("machine", "libc", "good"),
    [
        ("x86_64", ("glibc", "2.28"), True),
        ("x86_64", ("glibc", "2.27"), False),
        ("aarch64", ("glibc", "2.31"), True),
        ("aarch64", ("glibc", "2.28"), False),
        ("x86_64", ("", ""), False),
        ("loongarch64", ("glibc", "2.38"), False),
    ],
)
def test_an_old_c_library_is_told_before_the_download(machine: str, libc: tuple[str, str], good: bool) -> None:
    assert (system.glibc_trouble(machine, libc) == "") is good


def test_no_display_is_told_with_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    needs.linux()
    monkeypatch.setattr(system, "check_libraries", lambda _table: None)
    with pytest.raises(Stop, match=r"xvfb-run -a python dev\.py run"):
        system.check_display({})
    with pytest.raises(Stop, match="DISPLAY=:987"):
        system.check_display({"DISPLAY": ":987"})
    system.check_display({"QT_QPA_PLATFORM": "offscreen"})
    system.check_display({"WAYLAND_DISPLAY": "wayland-0"})
    system.check_display({"DISPLAY": "elsewhere:10.0"})


def test_a_listening_display_answers() -> None:
    needs.linux()
    number = 54321
    address = f"\0/{'tmp'}/.X11-unix/X{number}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(address)
        server.listen(1)
        assert system.answers(f":{number}.0")
    assert not system.answers(f":{number}")


def test_libraries_of_this_machine_load() -> None:
    needs.linux()
    assert system.missing({"libc.so.6": "libc6"}) == {}
    assert system.missing({"libnothing-of-the-kind.so.9": "none"})
