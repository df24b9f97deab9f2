"""Why a workbook cannot be read, as it crosses from the reading process to ours: a code and its parameters."""

from __future__ import annotations

MAX_AREA = 12_000_000  # cells in the rectangle the reader must lay out, about 500 MB


class Refused(Exception):  # noqa: N818 - it is the file that is at fault, and the reader says why
    """The file is not read. ``code`` is a row of survey/messages/workbook.toml."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params
