"""What stands in the place of the list while there is none: why, and what to do next."""

from __future__ import annotations

from collections.abc import Callable

from gui.views.parts.empty import Empty
from survey.problems import Problem

Step = Callable[[], object]


class Nothing(Empty):
    """One sentence for each reason why no household is shown."""

    def show_waiting(self) -> None:
        """The data folder is being opened."""
        self.show_state("huce", "正在打开名录…", "第一次打开要准备数据库和问卷，稍等几秒。")

    def show_closed(self, problem: Problem, again: Step, leave: Step) -> None:
        """The data folder could not be opened."""
        told = f"{problem.sentence}{problem.remedy}"
        self.show_state("huce", "名录没有打开", told, ("再打开一次", again), ("退出", leave))
        self.take_cursor()

    def show_bare(self, take_in: Step, add: Step) -> None:
        """Nothing was ever put into the register."""
        self.show_state(
            "import",
            "名录还是空的",
            "从县里发的底册表格导入，或者先登记一户。导入前会先给您看，不会直接写入。",
            ("导入底册", take_in),
            ("新增一户", add),
        )

    def show_none_found(self, show_all: Step, add: Step) -> None:
        """No household is like what was looked for."""
        self.show_state(
            "search",
            "没有找到这样的户",
            "换个说法试试：名称里的两个字、拼音首字母、信用代码或手机号的后几位。",
            ("显示全部  Esc", show_all),
            ("新增一户", add),
        )
