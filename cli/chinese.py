"""Chinese for the texts that argparse itself writes, through the gettext functions it calls for each of them."""

from __future__ import annotations

import argparse

TEXTS = {
    "usage: ": "用法：",
    "positional arguments": "必填内容",
    "options": "选项",
    "subcommands": "命令",
    "%(heading)s:": "%(heading)s：",
    " (default: %(default)s)": "（默认：%(default)s）",
    "show this help message and exit": "显示这份说明",
    "%(prog)s: error: %(message)s\n": "%(message)s\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s：%(message)s",
    "unrecognized arguments: %s": "不认识的内容：%s",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s 不明确，可能是 %(matches)s",
    "invalid choice: %(value)r (choose from %(choices)s)": "不能是 %(value)r，可以是 %(choices)s",
    "unknown parser %(parser_name)r (choices: %(choices)s)": "没有命令 %(parser_name)r，可以是 %(choices)s",
    "expected one argument": "后面要写一个值",
    "expected at most one argument": "后面最多写一个值",
    "expected at least one argument": "后面至少写一个值",
    "expected %s argument": "后面要写 %s 个值",
    "invalid %(type)s value: %(value)r": "不能是 %(value)r",
    "the following arguments are required: %s": "还缺少：%s",
    "one of the arguments %s is required": "这些里要有一个：%s",
    "not allowed with argument %s": "不能和 %s 同时使用",
    "unexpected option string: %s": "不认识的选项：%s",
    "ignored explicit argument %r": "后面不能写值 %r",
    "can't open '%(filename)s': %(error)s": "打不开文件 %(filename)s：%(error)s",
}


def use_chinese() -> None:
    """From now on argparse speaks Chinese in this process."""
    vars(argparse).update({"_": translate, "ngettext": translate_plural})


def translate(text: str) -> str:
    """Return the Chinese of one of argparse's own texts; Chinese text comes back as it is."""
    return TEXTS.get(text, text)


def translate_plural(one: str, _many: str, _count: int) -> str:
    """Chinese has one form."""
    return translate(one)
