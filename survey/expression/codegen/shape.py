"""What the parts of the generator rely on in each other."""

from __future__ import annotations

from abc import abstractmethod

from survey.expression.nodes import Expr, Path

Code = tuple[str, str]


class Shape:
    """The services every part of the generator may use."""

    text: str

    @abstractmethod
    def emit(self, expr: Expr) -> Code:
        """Give Python source and kind."""

    @abstractmethod
    def number(self, expr: Expr) -> str:
        """Give source of a float."""

    @abstractmethod
    def boolean(self, expr: Expr) -> str:
        """Give source of a bool."""

    @abstractmethod
    def string(self, expr: Expr) -> str:
        """Give source of a str."""

    @abstractmethod
    def nodes(self, expr: Expr, name: str, at: int) -> str:
        """Give source of a node-set, or refuse."""

    @abstractmethod
    def any(self, expr: Expr) -> str:
        """Give source of whatever it is."""

    @abstractmethod
    def compared(self, expr: Expr) -> Code:
        """Give an operand of a comparison: a plain path without a node is blank."""

    @abstractmethod
    def fresh(self, letter: str) -> str:
        """Give a name nobody has yet."""

    @abstractmethod
    def constant(self, value: object) -> str:
        """Give the name under which generated code finds the value."""

    @abstractmethod
    def scoped(self, expr: Expr) -> Code:
        """Give the name of a function of its own."""

    @abstractmethod
    def path(self, path: Path) -> str:
        """Give source of a path's node-set."""
