"""Starting the central server from a command line: database, first account, questionnaires, address to type."""

from __future__ import annotations

import errno
import os
import secrets
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import uvicorn

from server.api import Server
from server.app import application
from server.settings import Settings
from server.shipped import offer_shipped
from survey.problems import HuceError, Problem

ADMIN = "admin"
PASSWORD_VARIABLE = "HUCE_ADMIN_PASSWORD"  # noqa: S105 - the variable's name
ANY = "0.0.0.0"  # noqa: S104 - the office's computers must reach it; said in docs/sync.md
SIGNALS = (signal.SIGINT, signal.SIGTERM)
Say = Callable[[str], None]


def default_url(data_dir: Path) -> str:
    """Return the URL of the embedded database in a folder; both are made when missing, for their owner alone."""
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = data_dir / "server.db"
    with suppress(PermissionError):  # somebody else's: whether it can be opened is told later
        file.touch(mode=0o600)
        file.chmod(file.stat().st_mode & 0o700)
    return f"sqlite:///{file.as_posix()}"


def serve(
    database_url: str | None,
    host: str,
    port: int,
    data_dir: Path,
    *,
    say: Say = print,
    ready: Say | None = None,
    forms: Path | None = None,
) -> None:
    """Run the server until it is stopped (Ctrl+C or a termination signal); open requests are answered first.

    ``database_url`` None means SQLite in ``data_dir``; port 0 takes a free one. ``forms`` is the folder whose
    questionnaires are offered; ``ready`` is given the address once it can be connected to. Raises HuceError C040
    (port taken), C046 (address), C041, C042 or C047 (database).
    """
    with (
        closing(Server(Settings(database_url or default_url(data_dir)))) as server,
        closing(listen(host, port)) as door,
    ):
        first_account(server, say)
        for problem in offer_shipped(server, forms):
            say(f"{problem.sentence}{problem.remedy}")
        url = address(host, door.getsockname()[1])
        say(f"户册服务器已启动。请在各台电脑的“服务器地址”里填写：{url}")
        say("按 Ctrl+C 停止。")
        _run(server, door, lambda: ready(url) if ready is not None else None)
    say("服务器已停止，数据都已保存。")


def _run(server: Server, door: socket.socket, ready: Callable[[], object]) -> None:
    """Serve until a signal. Uvicorn raises it once more when it is done; it then meets our handler and ends quietly."""
    config = uvicorn.Config(application(server), log_level="warning", access_log=False, timeout_graceful_shutdown=10)
    web = uvicorn.Server(config)

    def stop(_number: int, _frame: object) -> None:
        web.should_exit = True

    before = {number: signal.signal(number, stop) for number in SIGNALS} if _in_main_thread() else {}
    try:
        ready()
        web.run(sockets=[door])
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


def add_user(database_url: str | None, data_dir: Path, user: str, *, say: Say = print) -> None:
    """Add an account with a random password, which is told once. Raises HuceError C043 when the name is taken."""
    password = new_password()
    with closing(Server(Settings(database_url or default_url(data_dir)))) as server:
        server.add_account(user, password)
    say(f"已添加用户：{user}　密码：{password}（只显示这一次，请记下）")


def renew_password(database_url: str | None, data_dir: Path, user: str, *, say: Say = print) -> None:
    """Give an account a new random password, told once; every sign-in with the old one ends. Raises HuceError C048."""
    password = new_password()
    with closing(Server(Settings(database_url or default_url(data_dir)))) as server:
        server.renew_password(user, password)
    say(f"用户 {user} 的新密码：{password}（只显示这一次，请记下）。各台电脑上用旧密码的登录都已失效，数据不变。")


def first_account(server: Server, say: Say) -> None:
    """Make the account ``admin`` when there is none yet; its password comes from the environment or is told once."""
    if server.database.read(lambda tx: tx.accounts.any()):
        return
    given = os.environ.get(PASSWORD_VARIABLE, "")
    password = given or new_password()
    server.add_account(ADMIN, password)
    shown = f"密码取自环境变量 {PASSWORD_VARIABLE}" if given else f"密码：{password}（只显示这一次，请记下）"
    say(f"已建立管理员用户：{ADMIN}　{shown}")


def new_password() -> str:
    """Return a random password of 12 characters that nobody misreads: no 0 O 1 l I."""
    letters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"
    return "".join(secrets.choice(letters) for _ in range(12))


def listen(host: str, port: int) -> socket.socket:
    """Return a socket listening at the address. Raises HuceError C040 (port taken) or C046 (not our address)."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    if os.name != "nt":  # on Windows this option would let two servers share one port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(1024)
    except OSError as error:
        listener.close()
        taken = error.errno in {errno.EADDRINUSE, errno.EACCES}  # Windows calls an exclusively used port forbidden
        raise HuceError(Problem("C040" if taken else "C046", params={"host": host, "port": str(port)})) from error
    return listener


def address(host: str, port: int) -> str:
    """Return the URL that a desktop types: for a server on all addresses, that of the office network."""
    if host in ("", ANY, "::"):
        host = _own_address()
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _own_address() -> str:
    """Ask the system which own address leads outside; connecting a UDP socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # RFC 5737: an address for documents, nobody has it
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])
