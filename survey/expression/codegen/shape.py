"""What the parts of the generator rely on in each other."""

from __future__ import annotations

from abc import abstractmethod

from survey.expression.nodes import Expr, Path

Code = tuple[str, str]


class Shape:
    """The services every part of the generator may use."""

    text: str
    inside_predicate: bool = False
    """In a predicate plain XPath rules: a node-set is true when it has a node, and without nodes equals nothing.

    Elsewhere JavaRosa's do: it is true when its first node is not blank, and without nodes equals a blank.
    """

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
