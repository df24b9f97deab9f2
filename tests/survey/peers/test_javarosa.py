"""A filling is what JavaRosa makes of it, whatever the form and the steps. J1."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from survey.session import FillSession
from survey.session.look import is_locked
from survey.session.state.tree import is_header, path_of
from survey.xlsform import read_form
from survey.xlsform.convert import convert
from survey.xlsform.sheets.workbook import read_workbook
from tests.survey.forms_by_table import CONTEXT
from tests.survey.peers.javarosa import JavaRosa, Seen, State, Step, plain
from tests.survey.peers.random_forms import RandomForm, step
from tests.survey.scenarios.play import markdown

FORMS = 3_000
FORMS_HERE = Path(__file__).parents[3] / "forms"


@pytest.fixture
def javarosa(tmp_path: Path) -> Iterator[JavaRosa]:
    with JavaRosa(tmp_path) as peer:
        yield peer


def seen(session: FillSession) -> State:
    """What ours shows of each question, as JavaRosa tells it."""
    state: State = {}
    for node in session._engine.root.walk():
        question = node.spot.question
        if is_header(node) or question is None or node.spot.item.path.startswith("/data/meta"):
            continue
        choices = " ".join(choice.value for choice in session._look.choices(node)) if question.kind.is_choice else ""
        shown = Seen(True, is_locked(node), node.required, not node.broken, plain(str(node.text)), choices)
        state[path_of(node)] = shown if node.relevant else Seen(relevant=False)
    return state


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_j1_every_state_of_a_random_form_is_that_of_javarosa(javarosa: JavaRosa, tmp_path: Path) -> None:
    path = tmp_path / "data.md"
    opened = 0
    for seed in range(FORMS):
        random = Random(seed)
        table = RandomForm(random).table
        path.write_text(markdown(table), encoding="utf-8")
        form = read_form(path).form
        theirs = javarosa.fill(convert(read_workbook(path)).xml, [])
        assert (form is None) == (not theirs), table
        if form is None:
            continue
        opened += 1
        session = FillSession(form, CONTEXT)
        ours, steps = [seen(session)], list[Step]()
        for _ in range(random.randint(3, 8)):
            steps.append(step(random, session))
            ours.append(seen(session))
        theirs = javarosa.fill(convert(read_workbook(path)).xml, [each for each in steps if each[1]])
        ours = [ours[0], *(state for state, each in zip(ours[1:], steps, strict=True) if each[1])]
        for number, (mine, other) in enumerate(zip(ours, theirs, strict=True)):
            assert mine == {place: other.get(place) for place in mine}, (seed, number, table, steps)
    assert opened > FORMS // 2


@pytest.mark.long
@pytest.mark.parametrize("path", sorted(FORMS_HERE.glob("*.xlsx")), ids=lambda path: path.stem)
def test_j2_the_forms_that_come_with_the_program_open_on_a_phone(javarosa: JavaRosa, path: Path) -> None:
    """What our sheets and columns add does not keep a form from being an XLSForm like any other."""
    (state,) = javarosa.fill(convert(read_workbook(path)).xml, [])
    assert len(state) > 10
