"""``restore``: puts a backup of the database and of the attachments in their places; what was there is kept aside."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace as Words
from typing import TYPE_CHECKING

from cli.output import GOOD, Output

if TYPE_CHECKING:
    from exchange.messages import Json


def run(words: Words, output: Output) -> int:
    """Restore the copy that was named, else the newest sound one."""
    from usecases.backups import restore_backup

    restored = restore_backup(words.data, copy=words.copy)
    made = dt.datetime.fromtimestamp(restored.copy.stat().st_mtime, tz=dt.UTC).astimezone()
    output.say(f"已恢复到 {made:%Y-%m-%d %H:%M} 的备份：{restored.copy.name}")
    if restored.aside is not None:
        output.say(f"恢复以前的数据库没有删，在：{restored.aside}")
    if restored.attachments:
        output.say(f"放回附件 {restored.attachments} 个。")
    if restored.damaged:
        output.say(f"有 {len(restored.damaged)} 个附件的备份已损坏，没有放回：{'、'.join(restored.damaged[:3])}")
    output.say("请打开程序看一看；登录过服务器的，再同步一次，别人和您上报过的会取回来。")
    facts: dict[str, Json] = {
        "copy": str(restored.copy),
        "aside": str(restored.aside or ""),
        "attachments": restored.attachments,
        "damaged": list(restored.damaged),
    }
    return output.result(GOOD, facts)
