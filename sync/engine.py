"""Synchronising, as a list of named steps. Knows the server only as SyncApi and the desktop only as Desk.

Stopping anywhere, by an error, by the person or by a power cut, is safe: every step leaves both sides in a state
from which the next synchronisation goes on.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

from exchange.messages import ServerInfo, SyncApi
from survey.problems import HuceError, Level, Problem
from sync.line import Line, patiently
from sync.needs import Desk
from sync.pace import Pace
from sync.pulling import compared, knows_our_place, pull_all, pull_forms, pull_media
from sync.pushing import push_all
from sync.report import Diary, Report, Step

PROTOCOL = 1
FORMS, OVER, MEDIA = "接收问卷", "从头核对", "接收问卷的图片、录音和视频"  # names of steps
CLOCK_MINUTES = 5.0  # a difference beyond is worth a word


def synchronise(
    api: SyncApi,
    desk: Desk,
    *,
    tell: Callable[[int, int, str], None],
    pause: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Report:
    """Check the server, send what waits, fetch questionnaires and records, compare.

    Trouble does not raise: it stands in the report, whose ``finished`` is then False. Only survey.problems.Cancelled
    (raised by ``tell``) passes through.
    """
    diary = Diary()
    line = Line(api, desk, diary, pause, clock, tell)
    try:
        _all_steps(line)
    except HuceError as error:
        diary.problems.append(error.problem)
        diary.steps.append(Step("中断", error.problem.sentence, good=False))
        return diary.close(finished=False)
    return diary.close(finished=True)


def _all_steps(line: Line) -> None:
    info = _check_server(line)
    _push(line, info)
    _pull(line)
    _compare(line, info)
    _pull_media(line)


def _check_server(line: Line) -> ServerInfo:
    line.tell(0, 0, "正在连接服务器")
    info = patiently(line, line.api.info)
    if info.protocol != PROTOCOL:
        raise HuceError(Problem("N006" if info.protocol < PROTOCOL else "N007"))
    if line.desk.server() not in ("", info.server_id):
        raise HuceError(Problem("N014"))
    line.diary.problems += _clock_trouble(info.now)
    line.diary.steps.append(Step("检查服务器", f"已连上{info.name}"))
    if not knows_our_place(line):
        line.desk.start_over()
        line.diary.problems.append(Problem("N015", Level.HINT))
    if line.desk.starting_over():
        _start_over(line)
    return info


def _start_over(line: Line) -> None:
    """Take the whole feed anew; what the server then lacks waits in the outbox."""
    pull_all(line)
    line.desk.finish_over()
    waiting = line.desk.waiting()
    line.diary.steps.append(Step(OVER, f"已与服务器逐条核对，待上报 {waiting} 条", count=waiting))


def _push(line: Line, info: ServerInfo) -> None:
    push_all(line, Pace(info.max_batch))
    if line.desk.starting_over():
        _start_over(line)
        push_all(line, Pace(info.max_batch))
    line.diary.steps.append(Step("上报", f"发出 {len(line.diary.receipts)} 条，均有回执"))


def _pull(line: Line) -> None:
    forms = pull_forms(line)
    line.diary.steps.append(Step(FORMS, f"新问卷 {forms} 份", count=forms))
    pull_all(line)
    line.diary.steps.append(Step("接收名录和填报", f"收到 {line.diary.pulled} 条"))


def _pull_media(line: Line) -> None:
    """Last, for it may be much and nothing waits for it."""
    if count := pull_media(line):
        line.diary.steps.append(Step(MEDIA, f"收到 {count} 个", count=count))


def _compare(line: Line, info: ServerInfo) -> None:
    line.tell(0, 0, "正在核对")
    found = compared(line)
    if isinstance(found, Problem):
        line.desk.start_over()
        _start_over(line)
        push_all(line, Pace(info.max_batch))
        pull_all(line)
        found = compared(line)
    if isinstance(found, Problem):
        line.diary.problems.append(found)
    text = found.sentence if isinstance(found, Problem) else found.value
    line.diary.steps.append(Step("核对", text, good=not isinstance(found, Problem)))


def _clock_trouble(now: str) -> tuple[Problem, ...]:
    """Compare this computer's clock with the server's; only a hint, for nothing is ever ordered by clocks."""
    try:
        server = dt.datetime.fromisoformat(now)
        minutes = abs((dt.datetime.now(dt.UTC) - server).total_seconds()) / 60
    except (ValueError, TypeError):
        return ()
    return (Problem("N004", Level.HINT, params={"minutes": f"{minutes:.0f}"}),) if minutes > CLOCK_MINUTES else ()
