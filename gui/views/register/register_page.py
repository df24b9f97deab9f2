"""The register page: search, filters, list. It asks the use cases for rows and emits what the person chooses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from gui.models.households import HouseholdModel
from gui.models.search import PAGE, HouseholdSearch, Wish
from gui.views.parts.keybar import KeyBar
from gui.views.register.bar import RegisterBar
from gui.views.register.filters import Filters
from gui.views.register.nothing import Nothing
from gui.views.register.person_strip import PersonStrip
from gui.views.register.table import HouseholdTable
from gui.workplace import Workplace

if TYPE_CHECKING:
    from gui.desk import About, Overview
    from usecases.register import HouseholdPage, HouseholdRow, Keyset

KEYS = (
    ("↑ ↓", "选户"),
    ("Enter", "填问卷"),
    ("Ctrl+F", "查找"),
    ("Ctrl+N", "新增户"),
    ("Ctrl+D", "改名录信息"),
    ("F9", "同步"),
    ("Ctrl+=", "放大字"),
)
MOST = 5000  # rows that are read again after each save


class RegisterPage(QWidget):
    """The first page. ``opened`` carries the HouseholdRow whose questionnaire is wanted."""

    opened = Signal(object)
    edit_wanted = Signal(object)  # HouseholdRow or None for a new household
    grown = Signal()  # more of the list is there, or the list anew
    choice_changed = Signal()  # another questionnaire or period: counts and periods are to be read again

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._after_search = ""
        self._counts: Mapping[str, int] = {}
        self.bar = RegisterBar(self)
        self.person = PersonStrip(workplace, self)
        self.filters = Filters(self)
        self.model = HouseholdModel()
        self.table = HouseholdTable(self.model, self)
        self.empty = Nothing(self)
        self.keys = KeyBar(KEYS, self)
        self._search = HouseholdSearch(workplace)
        self._stack = QStackedWidget(self)
        self._lay_out()
        self._connect()
        self.show_waiting()

    def show_waiting(self) -> None:
        """Before the data folder is open."""
        self.empty.show_waiting()
        self._stack.setCurrentWidget(self.empty)
        self.filters.setVisible(False)

    def show_overview(self, overview: Overview) -> None:
        """Offer the questionnaires, periods and townships there are, and show the list."""
        self.bar.show_choice(overview.forms, overview.form_id, overview.rounds, overview.round_code)
        self.filters.show_towns(overview.towns)
        self.show_counts(overview.counts)
        self.refresh()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how far the round is."""
        self._counts = counts
        self.filters.show_counts(counts)

    def show_person(self, about: About) -> None:
        """Show who works here, and ask while nobody has said so."""
        self.bar.show_person(about.user if about.named else "")
        self.person.show_person(about)

    @property
    def county(self) -> str:
        """The six-digit county of the register's townships, "" while there are none."""
        return str(self.filters.town.itemData(1) or "")[:6]

    @property
    def form_id(self) -> str:
        """The questionnaire chosen."""
        return str(self.bar.form.currentData() or "")

    @property
    def round_code(self) -> str:
        """The period chosen."""
        return str(self.bar.period.currentData() or "")

    def refresh(self) -> None:
        """Ask for the list again; the selected household stays selected if it is still there."""
        if not self._workplace.is_open:
            return
        wish = Wish(
            text=self.bar.search.text().strip(),
            town=self.filters.town_code,
            entry_status=self.filters.status,
            form_id=self.form_id,
            round_code=self.round_code,
        )
        self._search.ask(wish, self._rows_wanted() if wish == self._search.latest else PAGE)

    def _rows_wanted(self) -> int:
        """Where the same list is read again, a page behind the selected household: it is to be there again."""
        row_ = max(self.table.currentIndex().row(), self.model.row_of(self._after_search))
        return min(max(row_, 0) + PAGE, MOST)

    def load_more(self, then: Callable[[], object]) -> None:
        """Call ``then`` once more of the list is there."""
        self.grown.connect(then, Qt.ConnectionType.SingleShotConnection)
        if self.model.canFetchMore():
            self.model.fetchMore()

    def start(self) -> None:
        """Put the cursor into the search box, ready to type; in an empty register there is more to do before."""
        if not self._is_bare():
            self.bar.search.setFocus(Qt.FocusReason.OtherFocusReason)
            self.bar.search.selectAll()
        elif self.person.isVisible():
            self.person.name.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.empty.take_cursor()

    def select(self, household_id: str) -> None:
        """Select a household now, or once the list under way has arrived."""
        self._after_search = household_id
        self.table.select(self.model.row_of(household_id))

    def selected(self) -> HouseholdRow | None:
        """The selected household."""
        return self.model.row(self.table.currentIndex().row())

    def _lay_out(self) -> None:
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        for widget, stretch in ((self.bar, 0), (self.person, 0), (self.filters, 0), (self._stack, 1)):
            outer.addWidget(widget, stretch)
        outer.addWidget(self.keys)

    def _connect(self) -> None:
        search = self.bar.search
        search.textChanged.connect(lambda _text: self.refresh())
        search.walked.connect(self.table.walk)
        search.entered.connect(self.table.open_current)
        self.bar.choice_changed.connect(self.choice_changed)
        self.bar.person_wanted.connect(self.person.change)
        self.person.signed.connect(self.show_person)
        self.person.put_away.connect(self.start)
        self.filters.changed.connect(self.refresh)
        self.filters.new_wanted.connect(lambda: self.edit_wanted.emit(None))
        self.table.opened.connect(self.opened)
        self.table.typed.connect(self._typed)
        self.model.more_wanted.connect(self._search.more)
        self._search.found.connect(self._found)
        self._search.continued.connect(self._continued)
        for keys, slot in (
            ("Ctrl+F", self.start),
            ("Ctrl+D", self._edit),
            ("Ctrl+N", self._new),
            ("Esc", self._escape),
            ("F6", self.person.change),
        ):
            shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda slot=slot: slot())

    def _typed(self, text: str) -> None:
        self.bar.search.setFocus()
        self.bar.search.setText(text)

    def clear(self) -> None:
        """Show every household again."""
        self.bar.search.clear()
        self.filters.clear()
        self.refresh()

    def _escape(self) -> None:
        if not self.person.put_down():
            self.clear()

    def _edit(self) -> None:
        row_ = self.selected()
        if row_ is not None:
            self.edit_wanted.emit(row_)

    def _new(self) -> None:
        self.edit_wanted.emit(None)

    def _found(self, page: HouseholdPage) -> None:
        selected = self._after_search or (row_.id if (row_ := self.selected()) else "")
        self._after_search = ""
        self.model.show_page(page)
        self.filters.setVisible(True)
        if page.rows:
            cursor = self.window().focusWidget()
            lost = cursor is None or self.empty.isAncestorOf(cursor)
            self._stack.setCurrentWidget(self.table)
            self.table.select(max(self.model.row_of(selected), 0))
            if lost:
                self.start()
        else:
            self._show_empty()
        self.keys.set_note(f"共 {page.total:,} 户" if page.total else "")
        self.grown.emit()

    def _continued(self, after: Keyset, page: HouseholdPage) -> None:
        self.model.add_page(after, page)
        self.grown.emit()

    def _is_bare(self) -> bool:
        """Whether the register was read and nothing is in it."""
        return self._workplace.is_open and bool(self._counts) and not any(self._counts.values())

    def _show_empty(self) -> None:
        if self._is_bare():
            self.empty.show_bare(self.bar.import_wanted.emit, self._new)
            self.filters.setVisible(False)
            if not self.bar.search.text():
                self.start()
        else:
            self.empty.show_none_found(self.clear, self._new)
        self._stack.setCurrentWidget(self.empty)
