"""FillSession: all that a screen, a server or a test needs to fill one form, behaving as ODK's engines do."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from survey.entry import Explanation, Finished, Skipped
from survey.expression import Evaluation, InstanceNode, document
from survey.form import Answers, Choice, Form, Json, Question, QuestionKind
from survey.form.legal import opening_problems
from survey.problems import HuceError, Level, Problem
from survey.session.context import FillContext
from survey.session.logic.program import Program, program_of
from survey.session.look import Look, is_counted, is_locked, may_go
from survey.session.rulebook import RuleBook
from survey.session.state.actions import Actions
from survey.session.state.engine import Engine
from survey.session.state.lists import Held, Instances, listed, tree_of_answers
from survey.session.state.load import Typing, dump, plant, text_of
from survey.session.state.paths import at_path, header_at
from survey.session.state.tasks import drop_unoffered
from survey.session.state.tree import FormNode, is_header, path_of
from survey.session.view import Delta, Node
from survey.values import Value, canonical


class FillSession:
    """One filling of one form.

    Raises HuceError when the form's logic cannot be compiled, and F050 or F051 when a statistical form lacks its
    legal frame or is past its date (统计法 §17); ``context.reviewing`` opens it for reading all the same.

    Without ``answers`` a new entry begins: static defaults, metadata, register values, dynamic defaults. With
    ``answers`` a saved one goes on: nothing is defaulted again, everything calculated is worked out anew.
    """

    def __init__(
        self,
        form: Form,
        context: FillContext,
        answers: Answers | None = None,
        explanations: tuple[Explanation, ...] = (),
    ) -> None:
        self.form = form
        self.context = context
        refusals = opening_problems(form, context.today)
        if refusals and not context.reviewing:
            raise HuceError(refusals[0])
        self._program = program_of(form)
        if self._program.problems:
            raise HuceError(self._program.problems[0])
        self._unknown = _unknown(form, answers)
        self._is_corrected = False
        root, nodes = plant(self._program, answers)
        self._engine = Engine(self._program, self._surroundings(root), root, self._listed)
        self._typing = Typing(self._program)
        self._look = Look(self._program, self._engine, self._typing, context.language)
        self._actions = Actions(self._program, self._engine, context)
        self._rules = RuleBook(self._engine, self._look, context, explanations)
        self.excused = self._rules.excused
        self._open(nodes, is_new=answers is None)

    # --- reading ------------------------------------------------------------------------------------------------

    def nodes(self) -> tuple[Node, ...]:
        """Every relevant place a person sees, in document order: groups, repeats, their instances, questions."""
        return self._look.visible()

    def node(self, path: str) -> Node:
        """Describe the place at a path like ``/data/worker[2]/name``, relevant or not. Raises KeyError."""
        return self._look.node(at_path(self._engine.root, path))

    def problems(self) -> tuple[Problem, ...]:
        """Every problem now, in document order: missing, against a constraint, rules of the three levels."""
        of_rules = self._look.of_rules
        return tuple(
            problem
            for node in self._engine.root.walk()
            for problem in (*self._look.problems(node), *of_rules.get(id(node), ()))
        )

    @property
    def explanations(self) -> tuple[Explanation, ...]:
        """The explanations that still hold."""
        return self._rules.explanations()

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """The rules that could not be judged, each with its reason (无上期 …)."""
        return self._rules.skipped()

    def answers(self) -> dict[str, Json]:
        """Give every answer as JSON, irrelevant ones included, so that a 暂存 loses nothing."""
        return {**self._unknown, **dump(self._engine.root, self._typing, lambda _node: True)}

    # --- answering ----------------------------------------------------------------------------------------------

    def answer(self, path: str, value: Value | list[str] | bool | None) -> Delta:
        """Give a question its typed value (None empties it). A read-only or calculated-only place stays as it is."""
        node = at_path(self._engine.root, path)
        question = node.spot.question
        if question is None or not question.is_asked or is_locked(node):
            return Delta()
        self._begin()
        if self._engine.set_text(node, _given(node, value)):
            self._is_corrected |= bool(question.calculation)
            if question.source is not None and node.choices is None and self._look.choices(node):
                drop_unoffered(self._engine, node, self._look.choices(node))
            self._settle()
            self._actions.value_changed(node)
            self._settle()
        return self._delta()

    def add_repeat(self, path: str) -> Delta:
        """Add an instance at the end of a repeat (its path without a number). A counted repeat stays as it is."""
        header = header_at(self._engine.root, path)
        if is_counted(header) or is_locked(header):
            return Delta()
        self._begin()
        self._engine.add_instance(header)
        self._settle()
        return self._delta()

    def remove_repeat(self, path: str) -> Delta:
        """Remove one instance (``/data/worker[2]``); those after it are renumbered. What a count wants stays."""
        node = at_path(self._engine.root, path)
        if is_header(node) or not node.repeat:
            raise KeyError(path)
        if not may_go(node):
            return Delta()
        self._begin()
        for each in node.together() if is_counted(node) else ():  # whether the others may be removed too
            self._engine.mark(each)
        self._engine.remove_instance(node)
        self._settle()
        return self._delta()

    def explain(self, rule: str, reason_code: str, text: str, path: str = "") -> Delta:
        """Explain a 核实性 finding (in one repeat instance when ``path`` names it).

        Raises HuceError E013 when the text is shorter than 6 characters, E014 when nothing is to be explained,
        E015 for an unknown reason code.
        """
        self._begin()
        self._rules.explain(rule, reason_code, text, path)
        return self._delta()

    def recompute(self) -> Delta:
        """Work everything out again; after any sequence of steps this must change nothing."""
        self._begin()
        self._engine.recompute()
        return self._delta()

    def finish(self) -> Finished:
        """Close the entry: answers without anything irrelevant, every problem, and whether it may be 上报.

        Calculations win over what a person put in their place, as they do when a saved entry is opened.
        """
        self._actions.end()
        if self._is_corrected:
            self._engine.recompute()
        self._settle()
        cleared = dump(self._engine.root, self._typing, lambda node: node.relevant)
        problems = self.problems()
        may_submit = all(problem.level is Level.HINT for problem in problems)
        return Finished(cleared, problems, self.explanations, may_submit, self.skipped)

    def leave(self) -> None:
        """Take it apart: it holds itself in circles and would wait to be collected. Nothing can be asked of it then."""
        self._engine.leave()
        vars(self).clear()

    # --- inside -------------------------------------------------------------------------------------------------

    def _surroundings(self, root: FormNode) -> Evaluation:
        context = self.context
        return Evaluation(
            node=root,
            root=document(root),
            now=context.now,
            instances=Instances(self.form, _earlier(self._program, context)),
            properties={"deviceid": context.device, "username": context.user, **context.properties},
            version=self.form.version,
            languages=(context.language or self.form.languages[0] or "zh",),
            choice_label=lambda node, value: self._look.choice_label(node, value),  # noqa: PLW0108 - made below
            itext=lambda name: self._look.itext(name),  # noqa: PLW0108 - made below
            random=Random(context.random_seed),  # noqa: S311 - shuffles choices; the seed makes it repeatable
        )

    def _open(self, nodes: list[FormNode], *, is_new: bool) -> None:
        (self._actions.preload if is_new else self._actions.identify)(nodes)
        self._engine.on_new_instance = self._actions.new_instance
        self._engine.opening = is_new
        self._engine.adopt(nodes)
        self._engine.settle()
        if is_new:
            self._actions.first_load(nodes)
        else:
            self._actions.fill_hidden(nodes)
        self._engine.opening = False
        if self._actions.each_load() or is_new:
            self._engine.recompute()  # as in JavaRosa: at a place that has both, the calculation wins over the default
        else:
            self._engine.settle()  # all of it has been worked out once
        self._actions.follow()
        self._rules.refresh()
        self._look.previous = _typed(self._program, self._typing, self.context.previous or {})

    def _listed(self, question: Question, value: object) -> tuple[Choice, ...]:
        at = self._engine.evaluation.node
        here = at if isinstance(at, FormNode) else self._engine.root
        return listed(question, value, lambda text: self._look.text(text, here), self._look.media)  # type: ignore[arg-type]  # an XValue

    def _settle(self) -> None:
        self._engine.settle()
        self._actions.follow()

    def _begin(self) -> None:
        self._engine.changed.clear()
        self._engine.structure = False

    def _delta(self) -> Delta:
        self._rules.refresh()
        changed = frozenset(path_of(node) for node in self._engine.changed.values() if not node.gone)
        return Delta(changed, self._engine.structure)


def _given(node: FormNode, value: Value | list[str] | bool | None) -> str:
    if value is None or value is False or value == "":
        return ""
    if value is True:
        return "OK" if node.spot.value_kind == QuestionKind.ACKNOWLEDGE else "true"
    typed = tuple(value) if isinstance(value, list) else value
    try:
        return canonical(node.spot.value_kind, typed)
    except ValueError:  # a fraction where the bind wants a whole number is cut off, as ODK casts it
        return str(int(typed)) if isinstance(typed, float) else canonical("decimal", typed)


def _earlier(program: Program, context: FillContext) -> dict[str, Callable[[], InstanceNode]]:
    """Give the instances that hold earlier answers, each built when it is first asked for."""
    return {
        "__last-saved": lambda: Held(plant(program, context.last_saved or {})[0]),
        "previous": lambda: tree_of_answers(context.previous or {}),
        "year-before": lambda: tree_of_answers(context.year_before or {}),
        "register": lambda: tree_of_answers(context.register),
    }


def _typed(program: Program, typing: Typing, answers: Answers) -> dict[str, Value | None]:
    """Give last period's answers outside repeats by key."""
    return {
        spot.item.key: typing.read(spot, text_of(spot, answers[spot.item.key]))
        for spot in program.spots
        if spot.question is not None and not spot.repeats and spot.item.key in answers
    }


def _unknown(form: Form, answers: Answers | None) -> dict[str, Json]:
    """Answers whose question this version of the form does not have: kept, so nothing is lost by an update."""
    known = {item.key for item in form.items()}
    return {key: value for key, value in (answers or {}).items() if key not in known}
