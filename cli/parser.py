"""The words of the command line, all in Chinese."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import NoReturn

from cli.chinese import use_chinese
from cli.data_folder import default_data_folder
from survey.problems import HuceError, Problem

PERIOD = re.compile(r"\d{4}(?:Q[1-4]|M(?:0[1-9]|1[0-2]))?", re.IGNORECASE)


class Parser(argparse.ArgumentParser):
    """Raises HuceError (P002) instead of ending the process, so that ``--json`` gets its object too."""

    def error(self, message: str) -> NoReturn:
        raise HuceError(Problem("P002", params={"reason": message, "usage": self.prog}))


def build_parser() -> Parser:
    """Return the parser of every command."""
    use_chinese()
    common = common_options()
    parser = Parser(
        prog="python main.py", description="户册：个体工商户调查。不写命令就打开桌面程序。", parents=[common]
    )
    commands = parser.add_subparsers(dest="command", title="命令", metavar="命令", parser_class=Parser)

    def add(name: str, text: str) -> Parser:
        return commands.add_parser(name, help=text, description=text, parents=[common])

    demo = add("demo", "用逼真的演示数据填充数据文件夹")
    demo.add_argument("--households", type=count, default=3000, metavar="户数", help="多少户，默认 3000")
    demo.add_argument("--seed", type=whole, default=511722, metavar="数", help="随机种子，相同的数得到相同的数据")
    _add_import(add("import", "导入 Excel 工作簿；不加 --commit 只检查，不写入"))
    _add_export(add("export", "导出 Excel 工作簿"))
    _add_sync(add("sync", "与中心服务器同步"))
    _add_serve(add("serve", "启动中心服务器"))
    check = add("check-form", "检查一份 XLSForm 问卷")
    check.add_argument("file", type=Path, metavar="问卷.xlsx", help="问卷工作簿")
    add("doctor", "检查运行环境和数据")
    restore = add("restore", "用备份恢复数据；先关掉程序")
    restore.add_argument("copy", type=Path, nargs="?", metavar="备份.sqlite3", help="哪一份，默认最近的一份好的")
    return parser


def common_options() -> Parser:
    """Options that may stand before or after the command's name."""
    common = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    where = f"数据文件夹，默认 {default_data_folder()}"
    common.add_argument("--data", type=Path, metavar="文件夹", help=where.replace("%", "%%"))
    common.add_argument("--json", action="store_true", help="在标准输出给出一个 JSON 对象，供程序读取")
    return common


def _add_import(parser: Parser) -> None:
    parser.add_argument("file", type=Path, metavar="文件.xlsx", help="要导入的工作簿")
    parser.add_argument("--kind", choices=("register", "entries"), default="register", help="名录（默认）或填报数据")
    parser.add_argument("--commit", action="store_true", help="把没有问题的行写入数据库")
    parser.add_argument("--by", default="", metavar="姓名", help="这次写入署谁的姓名，默认本机的填报人")
    parser.add_argument("--errors", type=book, metavar="错误.xlsx", help="把有问题的行另存为工作簿")


def _add_export(parser: Parser) -> None:
    parser.add_argument("out", type=book, metavar="输出.xlsx", help="要写成的工作簿")
    parser.add_argument("--kind", choices=("register", "entries", "template"), required=True, help="名录、填报或模板")
    parser.add_argument("--round", type=period, metavar="2026Q3", help="报送期，默认当前一期")
    parser.add_argument("--form", metavar="问卷编号", help="哪份问卷，默认本地的第一份定期问卷")


def _add_sync(parser: Parser) -> None:
    parser.add_argument("--server", default="", metavar="网址", help="服务器网址，默认上次使用的")
    parser.add_argument("--user", default="", metavar="用户名", help="登录用户名；已登录过可以不写")
    secret = "只有一行密码的文件；也可用环境变量 HUCE_PASSWORD"  # noqa: S105 - a help text
    parser.add_argument("--password-file", type=Path, metavar="文件", help=secret)


def _add_serve(parser: Parser) -> None:
    parser.add_argument("--host", default="127.0.0.1", metavar="地址", help="监听的地址，默认只对本机")
    parser.add_argument(
        "--port", type=port, default=8700, metavar="端口", help="监听的端口，默认 8700，0 为任意空闲端口"
    )
    parser.add_argument("--database", default="", metavar="网址", help="PostgreSQL 网址，默认数据文件夹中的 SQLite")
    secret = "只有一行数据库网址的文件；也可用环境变量 HUCE_DATABASE。网址里有密码时用，命令行人人看得到"  # noqa: S105 - a help text
    parser.add_argument("--database-file", type=Path, metavar="文件", help=secret)
    parser.add_argument("--add-user", default="", metavar="用户名", help="新建账号后退出；密码只显示一次")
    renew = "换一个新密码后退出，密码只显示一次；他在各台电脑上的登录都失效（电脑丢了、密码忘了时用）"
    parser.add_argument("--new-password", default="", metavar="用户名", help=renew)


def count(text: str) -> int:
    """Read a number from 1 to a million."""
    if not text.isdecimal() or not 1 <= int(text) <= 1_000_000:
        raise argparse.ArgumentTypeError("要写 1 到 1000000 之间的整数")
    return int(text)


def whole(text: str) -> int:
    """Read a whole number from 0."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError("要写整数")
    return int(text)


def port(text: str) -> int:
    """Read a TCP port; 0 asks for any free one."""
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError("要写 0 到 65535 之间的整数")
    return int(text)


def period(text: str) -> str:
    """Read a period code in either case."""
    if not PERIOD.fullmatch(text):
        raise argparse.ArgumentTypeError("要写报送期，如 2026Q3（季度）、2026M07（月）、2026（年）")
    return text.upper()


def book(text: str) -> Path:
    """Read the name of a workbook to write: one that ends otherwise would not open under its name."""
    path = Path(text)
    if path.suffix.lower() != ".xlsx" and not path.is_dir():
        raise argparse.ArgumentTypeError("文件名要以 .xlsx 结尾")
    return path
