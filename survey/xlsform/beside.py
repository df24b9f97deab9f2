"""The files that belong to a questionnaire: they lie beside its workbook, or in the folder ``<its name>-media``.

That is how ODK keeps them. Only plain names are looked for, never a way into another folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from survey.form.media import BEGINNING, MEDIA, is_such


@dataclass(frozen=True, slots=True)
class Beside:
    """Where the files of one workbook are looked for."""

    folder: Path
    stem: str = ""  # the workbook's name without its ending

    @property
    def media(self) -> Path:
        """The folder for the files of this workbook alone."""
        return self.folder / f"{self.stem}-media"

    def find(self, name: str) -> Path | None:
        """Return a file; where there is none of exactly this name, one that Windows would take for the same."""
        if not name or name in {".", ".."} or "/" in name or "\\" in name or "\0" in name:
            return None
        places = [folder for folder in (self.media, self.folder) if folder.is_dir()]
        exact = (folder / name for folder in places)
        alike = (file for folder in places for file in folder.iterdir() if file.name.casefold() == name.casefold())
        return next((file for file in (*exact, *alike) if file.is_file()), None)

    def usable(self, kind: str, name: str) -> Path | None:
        """Return a file that a kind of medium can show or play; None where ``check_form`` finds fault with it."""
        path = self.find(name)
        return path if path and fits(kind, path) and path.stat().st_size <= MEDIA[kind].limit else None


def beside(path: Path) -> Beside:
    """Return where the files of the workbook at a path are looked for."""
    return Beside(path.parent, path.stem)


def fits(kind: str, path: Path) -> bool:
    """Tell whether a file can be what a kind of medium needs; one that cannot be read or is empty cannot."""
    try:
        with path.open("rb") as stream:
            beginning = stream.read(BEGINNING)
    except OSError:
        return False
    return bool(beginning) and is_such(kind, path.suffix.lower(), beginning)
