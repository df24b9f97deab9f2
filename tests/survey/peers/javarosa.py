"""The JavaRosa inside ODK Validate, which pyxform brings, as a peer: the same form, the same steps."""

from __future__ import annotations

import importlib.util
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests import needs

DRIVER = Path(__file__).with_name("JavaRosa.java")
JAR = "validators/odk_validate/bin/ODK_Validate.jar"

Step = tuple[str, str, str]  # answer | add | remove, the path, the answer's text


@dataclass(frozen=True, slots=True)
class Seen:
    """What one place shows. Of a hidden place only that it is hidden counts."""

    relevant: bool
    read_only: bool = False
    required: bool = False
    holds: bool = True
    value: str = ""
    choices: str = ""


State = dict[str, Seen]


class JavaRosa:
    def __init__(self, folder: Path) -> None:
        package = importlib.util.find_spec("pyxform")
        assert package is not None
        assert package.origin is not None
        jar = Path(package.origin).parent / JAR
        self._folder = folder
        self._process = subprocess.Popen(
            [needs.program("java"), "-cp", str(jar), str(DRIVER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def fill(self, xml: str, steps: list[Step]) -> list[State]:
        """Give the state at the beginning and after each step; none at all when the form does not open."""
        (self._folder / "form.xml").write_text(xml, encoding="utf-8")
        (self._folder / "steps.tsv").write_text("\n".join("\t".join(step) for step in steps), encoding="utf-8")
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(self._folder, file=self._process.stdin, flush=True)
        states: list[State] = []
        state: State = {}
        for line in iter(self._process.stdout.readline, "end\n"):
            assert line, "JavaRosa has ended"
            if line == "state\n":
                states.append(state)
                state = {}
            elif not line.startswith("!"):
                path, *cells = line.rstrip("\n").split("\t")
                state[path] = _seen(cells)
        return states


def _seen(cells: list[str]) -> Seen:
    relevant, read_only, required, holds = (cell == "1" for cell in cells[:4])
    return Seen(True, read_only, required, holds, plain(cells[4]), cells[5]) if relevant else Seen(relevant=False)


def plain(value: str) -> str:
    """Write a number one way: JavaRosa writes 2.0 for a decimal 2."""
    try:
        return format(float(value), ".9g")
    except ValueError:
        return value
