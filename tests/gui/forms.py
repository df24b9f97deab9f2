"""A questionnaire for the tests of the screens: every kind of question, skips, a repeat, rules and sections."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import Workbook, load_workbook

from survey.form import Form
from survey.xlsform import read_form

MONTHLY = Path(__file__).resolve().parents[2] / "forms" / "monthly.xlsx"
HEAD = (
    "type",
    "name",
    "label",
    "hint",
    "required",
    "relevant",
    "constraint",
    "constraint_message",
    "appearance",
    "unit",
)
ROWS: tuple[tuple[str, ...], ...] = (
    ("begin_group", "a", "一、基本情况"),
    ("text", "shop", "名称&招牌", "照营业执照填", "yes"),
    ("text", "phone", "联系电话", "", "", "", "regex(., '^1[3-9][0-9]{9}$')", "手机号应当是11位", "numbers"),
    ("select_one status", "status", "营业状态", "", "yes"),
    ("date", "reg_date", "成立日期"),
    ("end_group",),
    ("begin_group", "b", "二、本季经营", "", "", "${status} = '1'"),
    ("integer", "revenue", "本季营业收入", "包括线上和线下", "yes", "", ". >= 0", "营业收入不能是负数", "", "元"),
    ("integer", "cost", "本季支出合计", "", "yes", "", "", "", "", "元"),
    ("calculate", "gain", ""),
    ("note", "told", "收入和支出都按实际发生数填。"),
    ("integer", "people", "从业人员", "含经营者本人", "yes", "", ". >= 1", "至少有经营者1人", "", "人"),
    ("select_multiple hard", "hard", "主要困难", "最多选三项", "", "", "count-selected(.) <= 3", "最多选三项"),
    ("select_one trade", "trade", "行业小类", "", "yes"),
    ("end_group",),
    ("begin_group", "c", "三、雇员"),
    ("begin_repeat", "worker", "雇员"),
    ("text", "name", "姓名", "", "yes"),
    ("integer", "age", "年龄", "", "", "", ". >= 16", "年满16岁才能雇用", "", "岁"),
    ("end_repeat",),
    ("rank order", "order", "希望得到的服务（按先后）"),
    ("time", "opens", "开门时间"),
    ("geopoint", "place", "位置"),
    ("image", "photo", "门头照片"),
    ("text", "words", "诉求", "", "", "", "", "", "multiline"),
    ("acknowledge", "agreed", "已告知调查目的"),
    ("end_group",),
)
LISTS = {
    "status": ("正常营业", "季节性营业", "停业", "歇业备案"),
    "trade": tuple(f"行业第{number}类" for number in range(1, 13)),
    "order": ("税费辅导", "融资对接", "用工服务"),
}
HARD = (
    ("01", "客流订单不足"),
    ("02", "房租高"),
    ("03", "人工成本高"),
    ("04", "原材料价格涨"),
    ("10", "物流和平台佣金"),
    ("90", "无"),
)


@cache
def sample_form() -> Form:
    """Build the form once through the real reader of workbooks."""
    with TemporaryDirectory() as folder:
        loaded = read_form(save_sample(Path(folder)))
    assert loaded.form is not None, loaded.problems
    return loaded.form


def save_sample(folder: Path) -> Path:
    """Write the workbook."""
    path = folder / "sample.xlsx"
    _workbook().save(path)
    return path


def monthly(path: Path, *, version: str = "2026.2", valid_until: str = "2027-12-31", relevant: str = "") -> Path:
    """The monthly form that comes with the program, under another version, perhaps broken in one cell."""
    book = load_workbook(MONTHLY)
    settings = [cell.value for cell in book["settings"][1]]
    book["settings"].cell(2, settings.index("version") + 1, version)
    book["settings"].cell(2, settings.index("valid_until") + 1, valid_until)
    if relevant:
        columns = [cell.value for cell in book["survey"][1]]
        book["survey"].cell(5, columns.index("relevant") + 1, relevant)
    book.save(path)
    return path


def register_book(path: Path) -> Path:
    """A register of three rows, one of which has a telephone number that is none."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(("名称（按执照）", "经营者姓名", "联系电话", "经营状态", "从业人数"))
    sheet.append(("顺发建材店", "周顺", "13890901011", "正常营业", 3))
    sheet.append(("无名电话店", "吴明", "123", "正常营业", 2))
    sheet.append(("老街茶馆", "郑茶", "13890901012", "正常营业", "2人"))
    book.save(path)
    return path


def _workbook() -> Workbook:
    book = Workbook()
    survey = book.worksheets[0]
    survey.title = "survey"
    survey.append((*HEAD, "calculation"))
    for row in ROWS:
        extra = ("${revenue} - ${cost}",) if row[:2] == ("calculate", "gain") else ()
        survey.append((*row, *[""] * (len(HEAD) - len(row)), *extra))
    choices = book.create_sheet("choices")
    choices.append(("list_name", "name", "label"))
    for name, labels in LISTS.items():
        for number, label in enumerate(labels, 1):
            choices.append((name, str(number), label))
    for value, label in HARD:
        choices.append(("hard", value, label))
    settings = book.create_sheet("settings")
    settings.append(("form_id", "form_title", "version", "frequency"))
    settings.append(("sample", "个体工商户季度问卷", "1", "quarter"))
    checks = book.create_sheet("checks")
    checks.append(("id", "level", "assert", "message", "vars"))
    checks.append(("Q1", "核实性", "${cost} <= 3 * ${revenue}", "支出超过收入的3倍，请核实", "revenue cost"))
    return book
