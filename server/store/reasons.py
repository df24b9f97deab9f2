"""Why a database could not be opened, in words its keeper can act on."""

from __future__ import annotations

import sqlite3

_SQLITE = {
    sqlite3.SQLITE_CANTOPEN: "文件所在的文件夹不存在，或没有权限",
    sqlite3.SQLITE_READONLY: "文件或文件夹是只读的",
    sqlite3.SQLITE_PERM: "没有读写这个文件的权限",
    sqlite3.SQLITE_NOTADB: "这个文件不是数据库，或者已经损坏",
    sqlite3.SQLITE_CORRUPT: "数据库文件已经损坏，请用备份恢复",
    sqlite3.SQLITE_BUSY: "另一个程序正占用着它",
    sqlite3.SQLITE_FULL: "磁盘满了",
    sqlite3.SQLITE_IOERR: "磁盘读写出错",
}
# What libpq, the resolver and PostgreSQL say while connecting; there is no code to go by at that point.
_POSTGRES = (
    ("password authentication failed", "用户名或密码不对"),
    ("no password supplied", "没有给出密码"),
    ("no pg_hba.conf entry", "数据库不许这台机器或这个用户连接（见它的 pg_hba.conf）"),
    ("permission denied", "这个用户没有建表的权限"),
    ("too many", "数据库的连接已经用满"),
    ("resolve host", "找不到这个主机名"),
    ("translate host name", "找不到这个主机名"),
    ("role ", "没有这个用户"),
    ("database ", "没有这个库"),
    ("refused", "那台机器的那个端口没有数据库在运行"),
    ("timeout", "连接超时，那台机器没有回应"),
    ("timed out", "连接超时，那台机器没有回应"),
    ("unreachable", "网络不通"),
    ("no route", "网络不通"),
    ("ssl", "加密连接没有建立起来"),
)


def reason_of(error: Exception) -> str:
    """Say it in Chinese; what nobody has foreseen is quoted, its first line, so that it can be looked up."""
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, ImportError):
        return "没有安装 PostgreSQL 的驱动程序 psycopg"
    code = getattr(cause, "sqlite_errorcode", None)
    if isinstance(code, int) and (known := _SQLITE.get(code & 0xFF)):
        return known
    said = str(cause).strip()
    words = said.lower()
    found = next((reason for part, reason in _POSTGRES if part in words), "")
    return found or f"原因不明（{said.splitlines()[0] if said else type(cause).__name__}）"
