"""Function calls, and the four that evaluate their arguments lazily."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from survey.expression.codegen.checks import known_function
from survey.expression.codegen.names import python_name
from survey.expression.codegen.paths import route
from survey.expression.codegen.shape import Code, Shape
from survey.expression.functions.registry import Function
from survey.expression.nodes import Call, Expr, Path, Text
from survey.expression.problems import ExpressionError, refuse
from survey.expression.syntax.parse import parse


class CallsMixin(Shape):
    own_names: Mapping[str, str] = MappingProxyType({"c": "c", "n": "n", "p": "p", "z": "z"})
    """What generated code passes for each letter of a function's ``needs``."""

    def call(self, call: Call) -> Code:
        entry = known_function(call, self.text)
        if entry is None:
            return self._special(call)
        if call.name == "boolean":
            return self.boolean(call.args[0]), "b"
        if call.name == "number" and call.args:
            return self.number(call.args[0]), "n"
        if call.name == "not":
            return f"(not {self.boolean(call.args[0])})", "b"
        if call.name in ("true", "false"):
            return call.name.title(), "b"
        parts = [self.own_names[letter] for letter in entry.needs]
        parts += [self._argument(call, entry, place) for place in range(len(call.args))]
        return f"{python_name(call.name)}({', '.join(parts)})", entry.returns

    def _argument(self, call: Call, entry: Function, place: int) -> str:
        arg = call.args[place]
        kind = entry.param(place)
        if call.name == "jr:choice-name" and place == 1 and isinstance(arg, Text):
            return self._quoted_path(call, arg)
        if kind == "s":
            return self.string(arg)
        if kind == "n":
            return self.number(arg)
        if kind == "b":
            return self.boolean(arg)
        return self.nodes(arg, call.name, call.at) if kind == "N" else self._argument_any(call, arg)

    def _argument_any(self, call: Call, arg: Expr) -> str:  # noqa: ARG002 - flat needs the call
        return self.any(arg)

    def _quoted_path(self, call: Call, arg: Text) -> str:
        """Read the path that JavaRosa wants in quotes."""
        try:
            inner = parse(arg.value.strip())
        except ExpressionError as error:
            raise refuse("X013", self.text, call.at, name=call.name) from error
        if not isinstance(inner, Path):
            raise refuse("X013", self.text, call.at, name=call.name)
        return self.path(inner)

    def _special(self, call: Call) -> Code:
        if call.name == "if":
            return self._if(*call.args)
        if call.name == "coalesce":
            return self._coalesce(*call.args)
        if call.name == "once":
            return self._once(call.args[0])
        return self._indexed_repeat(call), "N"

    def _once(self, wanted: Expr) -> Code:
        """Keep what the place holds; else give the value as it is: NaN is no value yet, and what is hidden is blank."""
        code, kind = self.emit(wanted)
        held = self.fresh("t")
        test = f"n.relevant and ({held} := V_first_held([n])) != ''"
        return f"({held} if {test} else {code})", kind if kind == "s" else "a"

    def _if(self, condition: Expr, then: Expr, otherwise: Expr) -> Code:
        first, second = self.emit(then), self.emit(otherwise)
        kind = first[1] if first[1] == second[1] else "a"
        return f"({first[0]} if {self.boolean(condition)} else {second[0]})", kind

    def _coalesce(self, wanted: Expr, otherwise: Expr) -> Code:
        first, second = self.emit(wanted), self.emit(otherwise)
        held = self.fresh("t")
        kind = first[1] if first[1] == second[1] else "a"
        return f"({held} if S_present({held} := {first[0]}) else {second[0]})", kind

    def _indexed_repeat(self, call: Call) -> str:
        target, *pairs = call.args
        parts = [self._route(call, target)]
        for group, index in zip(pairs[::2], pairs[1::2], strict=True):
            parts.append(f"({self._route(call, group)}, {self.any(index)})")
        return f"S_indexed(c, n, {', '.join(parts)})"

    def _route(self, call: Call, expr: Expr) -> str:
        """Reduce a plain path to (absolute, parents up, names down)."""
        plain = route(expr) if isinstance(expr, Path) and expr.start is None else None
        if plain is None:
            raise refuse("X013", self.text, call.at, name=call.name)
        return repr(plain)
