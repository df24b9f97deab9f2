"""The shape of the code: sizes, doors, problem codes, and words that must not be in the tree.

Each test names all violations at once.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from survey.problems import messages
from tests.tree import ROOT, Module, files, imports, literals, modules

FILE_LINES, FUNCTION_LINES, CLASS_LINES, MODULES_A_FOLDER = 300, 40, 200, 12

DOORS = {
    "PySide6": ("gui/",),
    "shiboken6": ("gui/",),
    "sqlalchemy": ("storage/", "server/store/"),
    "alembic": ("storage/", "server/store/"),
    "openpyxl": ("excel/",),
    "python_calamine": ("excel/",),
    "defusedxml": ("excel/",),
    "psutil": ("excel/",),
    "requests": ("sync/",),
    "starlette": ("server/",),
    "uvicorn": ("server/",),
    "argon2": ("server/",),
    "psycopg": ("server/store/",),
    "pyxform": ("survey/xlsform/",),
    "pypinyin": ("survey/pinyin",),
    "orjson": ("exchange/", "storage/", "sync/", "server/", "cli/"),
    "uuid_utils": ("exchange/",),
}
OURS = frozenset(path.partition("/")[0].removesuffix(".py") for path in files() if path.endswith(".py"))

FAMILIES = {
    "V": "values",
    "I": "identifiers",
    "E": "entry",
    "F": "form",
    "X": "expression",
    "B": "workbook",
    "R": "register",
    "S": "storage",
    "N": "sync",
    "C": "server",
    "P": "general",
}
CODE = re.compile(rf"[{''.join(FAMILIES)}]\d{{3}}")

UNFINISHED = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b|pragma: no " + "cover")
MARKERS = re.compile(r"\bpytest\.(?:skip|xfail|importorskip)\b|\bmark\.(?:skip|skipif|xfail)\b|unittest\.skip")
UNEXPLAINED = re.compile(r"type: ignore(?:\[[^]]*\])?\s*$")
MAY_SKIP = "tests/needs.py"

HOSTS = r"pypi\.|pythonhosted|npmjs|debian\.org|tsinghua\.edu|mirrors?\.(?:aliyun|ustc|huawei|cloud)|crates\.io"
PATHS = r"(?<![\w.:/-])/(?:wo" + r"rk|tm" + r"p|home/\w+|ro" + r"ot/\.\w+)/(?!\.X11-unix)|/opt/(?:wheels|pypi)"
ELSEWHERE = re.compile(rf"(?:{HOSTS})|(?:{PATHS})|C:\\+Users")
TEXTS = frozenset({".py", ".md", ".toml", ".txt", ".ini", ".cfg", ".json", ".csv", ".sh", ".qss", ".svg", ""})


def fail_with(violations: Iterable[str]) -> None:
    found = sorted(set(violations))
    if found:
        pytest.fail(f"{len(found)} violations:\n  " + "\n  ".join(found), pytrace=False)


def lines_of(node: ast.AST) -> int:
    return (getattr(node, "end_lineno", 0) or 0) - (getattr(node, "lineno", 0) or 0) + 1


def sizes(module: Module) -> Iterator[str]:
    length = module.text.count("\n")
    if length > FILE_LINES:
        yield f"{module.path}: {length} lines, at most {FILE_LINES}"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and lines_of(node) > FUNCTION_LINES:
            yield f"{module.path}:{node.lineno}: function {node.name} has {lines_of(node)} lines, at most 40"
        elif isinstance(node, ast.ClassDef) and lines_of(node) > CLASS_LINES:
            yield f"{module.path}:{node.lineno}: class {node.name} has {lines_of(node)} lines, at most 200"


def test_files_classes_and_functions_are_small() -> None:
    fail_with(found for module in modules() for found in sizes(module))


def test_folders_are_small() -> None:
    names = [Path(module.path) for module in modules()]
    counted = Counter(
        path.parent.as_posix()
        for path in names
        if path.stem not in ("__init__", "__main__", "conftest") and not path.as_posix().endswith("versions")
    )
    fail_with(
        f"{folder}: {count} modules, at most {MODULES_A_FOLDER}"
        for folder, count in counted.items()
        if count > MODULES_A_FOLDER and not folder.endswith("migrations/versions")
    )


def test_each_outside_package_stands_behind_its_door() -> None:
    violations = []
    for module in filter(lambda module: module.is_product, modules()):
        for line, package in imports(module):
            if package in sys.stdlib_module_names or package in OURS:
                continue
            if not module.path.startswith(DOORS.get(package, ())):
                doors = ", ".join(DOORS.get(package, ())) or "no door: not in the table of this test"
                violations.append(f"{module.path}:{line}: imports {package} ({doors})")
    fail_with(violations)


def test_dev_py_runs_before_anything_is_installed() -> None:
    fail_with(
        f"{module.path}:{line}: imports {package}"
        for module in modules()
        if module.path == "dev.py" or module.path.startswith("devtools/")
        for line, package in imports(module)
        if package not in sys.stdlib_module_names and package != "devtools"
    )


def codes_in_source() -> dict[str, str]:
    """Map each problem code to one place of the product that uses it."""
    return {
        text: f"{module.path}:{line}"
        for module in modules()
        if module.is_product
        for line, text in literals(module)
        if CODE.fullmatch(text)
    }


def test_every_problem_code_has_its_sentence() -> None:
    used = codes_in_source()
    fail_with(
        f"{place}: {code} has no row in survey/messages" for code, place in used.items() if code not in messages()
    )


def test_every_sentence_is_used() -> None:
    used = codes_in_source()
    fail_with(f"survey/messages: {code} is used nowhere" for code in messages() if code not in used)


def test_every_sentence_is_whole_and_in_its_file() -> None:
    rows = defaultdict(list)
    for file in sorted((ROOT / "survey" / "messages").glob("*.toml")):
        for code in re.findall(r"^\[([^]]+)\]", file.read_text(encoding="utf-8"), re.MULTILINE):
            rows[file.stem].append(code)
    wrong_file = [
        f"survey/messages/{stem}.toml: {code} is no code of this file"
        for stem, codes in rows.items()
        for code in codes
        if not CODE.fullmatch(code) or FAMILIES[code[0]] != stem
    ]
    empty = [f"{code}: sentence and remedy both need a text" for code, row in messages().items() if not all_text(row)]
    fail_with(wrong_file + empty)


def all_text(row: object) -> bool:
    return all(getattr(row, name).strip() for name in ("sentence", "remedy"))


def test_nothing_is_left_undone_or_skipped() -> None:
    violations = []
    for module in modules():
        for number, line in enumerate(module.text.splitlines(), 1):
            skips = MARKERS.search(line) and module.path not in (MAY_SKIP, "tests/test_tree.py")
            if UNFINISHED.search(line) or skips or UNEXPLAINED.search(line):
                violations.append(f"{module.path}:{number}: {line.strip()}")
    fail_with(violations)


def test_no_machine_and_no_registry_is_named() -> None:
    violations = []
    for name in files():
        if Path(name).suffix not in TEXTS or name == "tests/test_tree.py":
            continue
        text = (ROOT / name).read_text(encoding="utf-8", errors="replace")
        if not ELSEWHERE.search(text):
            continue
        lines = enumerate(text.splitlines(), 1)
        violations += [f"{name}:{number}: {line.strip()[:120]}" for number, line in lines if ELSEWHERE.search(line)]
    fail_with(violations)
