"""Look at a workbook and say what importing it would do. Nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from excel.read.reader import read_workbook, reading
from excel.sheet import Workbook
from excel.table.find import Table, find_tables
from excel.table.titles import Vocabulary, plain
from excel.write.layout import ERROR_COLUMN
from storage.store import Tx
from survey.household import IGNORED_HEADERS, REGISTER_FIELDS
from survey.problems import HuceError, Place, Problem
from usecases.bulk.households import SHARE, Examined
from usecases.exports.entries import STATUS
from usecases.imports.examining import Piece, examine_tables
from usecases.imports.matching import RegisterIndex
from usecases.imports.plan import FreshRows, ImportKind, ImportPlan, LeftOut, MatchedColumn, UnmatchedColumn
from usecases.imports.register import IDENTITY, LABELS, RegisterSorter
from usecases.progress import Progress
from usecases.workspace import Workspace

_IGNORED = frozenset(plain(title) for title in (*IGNORED_HEADERS, ERROR_COLUMN, STATUS.title))
LEAST_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Register:
    """The tables of a register workbook, and their rows as they are examined, in the order of the file."""

    file: Path
    words: Vocabulary
    tables: tuple[Table, ...]
    examined: Iterator[tuple[Piece, Examined]]

    @property
    def rows(self) -> int:
        """How many data rows there are."""
        return sum(len(table.body) for table in self.tables)

    def planned(self, tx: Tx, progress: Progress, take: Callable[[FreshRows], FreshRows]) -> ImportPlan:
        """Plan the import against the register.

        ``take`` is given the rows of new households as they are examined, and returns what the plan keeps of them.
        """
        sorter = RegisterSorter(self.file, self.tables, RegisterIndex(tx.households.keys()))
        blanks, fresh = [Counter[str]() for _ in self.tables], []
        for piece, examined in self.examined:
            blanks[piece.place].update(examined.blanks)
            fresh.append(take(sorter.sort(piece, examined)))
        progress.step(0, 0, "正在与名录比对")
        rows = sorter.finished(tx.households.contents)
        return ImportPlan(
            file=self.file,
            kind=ImportKind.REGISTER,
            tables=self.tables,
            rows_read=self.rows,
            planned=tuple(rows.planned),
            fresh=tuple(fresh),
            refused=tuple(rows.refused),
            problems=tuple(rows.problems),
            matched=matched_columns(self.tables, LABELS, blanks),
            unmatched=unmatched_columns(self.tables, self.words, LABELS),
            left_out=left_out(self.tables),
            hidden_rows=sum(table.hidden_rows for table in self.tables),
        )


@contextmanager
def opened_register(ws: Workspace, *, file: Path, progress: Progress) -> Iterator[Register]:
    """Read a register workbook. Raises HuceError B… when the file cannot be read or has no table."""
    with reading(file, job=SHARE, tick=_ticking(progress, file)) as found:
        words = Vocabulary((column.key, (column.label, *column.headings)) for column in REGISTER_FIELDS)
        tables = find_tables(found.book, words, frozenset(IDENTITY), least=LEAST_COLUMNS)
        if not tables:
            raise no_table(found.book, "、".join(LABELS[key] for key in IDENTITY))
        with closing(examine_tables(tables, found, today=ws.today, progress=progress)) as examined:
            yield Register(file, words, tables, examined)


def preview_register(ws: Workspace, *, file: Path, progress: Progress) -> ImportPlan:
    """Plan the import of a register workbook: nothing is written, what is examined waits in the plan."""
    with opened_register(ws, file=file, progress=progress) as register, ws.store.reading() as tx:
        return register.planned(tx, progress, lambda fresh: fresh)


def opened(file: Path, progress: Progress) -> Workbook:
    """Read the workbook in its own process, asking now and then whether to stop."""
    return read_workbook(file, tick=_ticking(progress, file))


def _ticking(progress: Progress, file: Path) -> Callable[[], None]:
    return lambda: progress.step(0, 0, f"正在读取“{file.name}”")


def no_table(book: Workbook, wanted: str) -> HuceError:
    """Say that no sheet has the columns we need."""
    sheets = "、".join(sheet.name for sheet in book.sheets[:8])
    return HuceError(Problem("B012", place=Place(file=book.file), params={"sheets": sheets, "wanted": wanted}))


def matched_columns(
    tables: tuple[Table, ...], labels: dict[str, str], blanks: Sequence[Mapping[str, int]]
) -> tuple[MatchedColumn, ...]:
    """List the columns that are read, in the order of the file; ``blanks`` counts each table's blank cells by key."""
    return tuple(
        MatchedColumn(
            table.sheet.name,
            column.title,
            column.key,
            labels.get(column.key, column.key),
            blank.get(column.key, 0),
        )
        for table, blank in zip(tables, blanks, strict=True)
        for column in table.header.columns
        if column.key is not None and not column.repeated
    )


def unmatched_columns(
    tables: tuple[Table, ...], words: Vocabulary, labels: dict[str, str]
) -> tuple[UnmatchedColumn, ...]:
    """List the columns that are not read: unknown ones, and second ones of the same meaning."""
    return tuple(
        UnmatchedColumn(
            table.sheet.name,
            column.title,
            "" if column.key else labels.get(words.near(column.title), ""),
            repeated=column.repeated,
        )
        for table in tables
        for column in table.header.columns
        if (column.key is None and plain(column.title.rsplit("/", 1)[-1]) not in _IGNORED) or column.repeated
    )


def left_out(tables: tuple[Table, ...]) -> tuple[LeftOut, ...]:
    """List the rows that are no data, by their Excel row numbers."""
    return tuple(
        LeftOut(table.sheet.name, skipped.row + table.sheet.first_row + 1, skipped.kind.value)
        for table in tables
        for skipped in table.skipped
    )
