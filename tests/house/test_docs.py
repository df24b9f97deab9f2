"""What the documents promise is there: links, commands, system packages."""

from __future__ import annotations

import re
from pathlib import Path

from cli.main import MODULES
from devtools.main import COMMANDS, USAGE
from devtools.system import OFFSCREEN, XCB
from tests.tree import ROOT, files

LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


def test_every_link_between_documents_leads_somewhere() -> None:
    broken = [
        f"{name}: {target}"
        for name in files()
        if name.endswith(".md")
        for target in LINK.findall((ROOT / name).read_text(encoding="utf-8"))
        if not (ROOT / name).parent.joinpath(target).exists()
    ]
    assert broken == []


def test_the_readme_opens_with_the_two_commands() -> None:
    opening = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:6]
    assert [line.split("#")[0].strip() for line in opening if line.startswith("python")] == [
        "python dev.py run",
        "python dev.py test",
    ]


def test_the_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in [*MODULES, *COMMANDS] if name and not re.search(rf"(?:`|dev\.py ){name}\b", readme)] == []
    assert [name for name in COMMANDS if f"  {name} " not in USAGE] == []


def test_ci_installs_every_library_that_dev_py_asks_for() -> None:
    script = Path(ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert sorted({*OFFSCREEN.values(), *XCB.values()} - set(script.split())) == []


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    assert [file.name for file in sorted(folder.glob("[0-9]*.md")) if f"({file.name})" not in index] == []
