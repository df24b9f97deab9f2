"""U-1: opening a data folder."""

from __future__ import annotations

import datetime as dt
import shutil
from contextlib import closing
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

from storage.store import Store
from survey.problems import HuceError
from tests.exchange.making import SHOP
from tests.usecases.conftest import NOW
from usecases.backups import back_up_daily
from usecases.forms import check_form, ensure_forms, install_form, list_forms, load_form
from usecases.register import save_household
from usecases.rounds import current_round, list_rounds
from usecases.workspace import DATABASE, Workspace, open_workspace


def reopened(ws: Workspace) -> Workspace:
    ws.close()
    return open_workspace(ws.data_dir, clock=ws.clock, forms=False)


def test_a_device_keeps_its_id_and_the_person_its_name(ws: Workspace) -> None:
    device = ws.device_id
    ws.sign("李四")
    again = reopened(ws)
    assert (again.device_id, again.user) == (device, "李四")
    again.close()


def test_the_first_opening_installs_the_questionnaires_and_the_second_does_not(ws: Workspace) -> None:
    assert {"quarterly", "monthly"} <= {form.id for form in list_forms(ws)}
    assert not ensure_forms(ws)


def test_opening_quickly_leaves_the_questionnaires_for_later(tmp_path: Path) -> None:
    quick = open_workspace(tmp_path, clock=lambda: NOW, forms=False)
    assert list_forms(quick) == ()
    assert ensure_forms(quick).forms
    assert list_forms(quick)
    quick.close()


def test_a_damaged_file_is_told_of_before_anything_is_built_on_it(ws: Workspace) -> None:
    ws.close()
    path = ws.data_dir / DATABASE
    data = bytearray(path.read_bytes())
    data[8192:] = data[8192:][::-1]
    path.write_bytes(data)
    with pytest.raises(HuceError) as error:
        open_workspace(ws.data_dir, clock=lambda: NOW.replace(day=24))
    assert error.value.problem.code == "S005"


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x", encoding="utf-8")
    with pytest.raises(HuceError) as error:
        open_workspace(tmp_path / "data")
    assert error.value.problem.code == "S004"


@pytest.mark.parametrize(
    ("form", "code", "label"),
    [
        ("quarterly", "2026Q3", "2026年三季度"),
        ("monthly", "2026M10", "2026年10月"),
        ("party", "2025", "2025年度"),
        ("baseline", "once", "一次性调查"),
    ],
)
def test_the_round_is_the_last_period_that_has_ended(ws: Workspace, form: str, code: str, label: str) -> None:
    current = current_round(ws, form_id=form)
    assert (current.code, current.label) == (code, label)
    assert current.is_open(ws.today)


def test_the_next_round_opens_with_the_next_quarter(ws: Workspace) -> None:
    ws.clock = lambda: NOW.replace(year=2027, month=1, day=1)
    ensure_forms(ws)
    assert current_round(ws, form_id="quarterly").code == "2026Q4"
    assert [each.code for each in list_rounds(ws, form_id="quarterly")] == ["2026Q4", "2026Q3"]


def test_a_questionnaire_that_is_not_installed(ws: Workspace) -> None:
    for use in (load_form, current_round):
        with pytest.raises(HuceError) as error:
            use(ws, form_id="unknown")
        assert error.value.problem.code == "S011"


FORM = """
| survey |
|        | type    | name  | label  |
|        | integer | {name} | 收入  |
| settings |
|          | form_id | form_title | version |
|          | own     | 自制问卷   | {version} |
"""


def test_a_person_installs_a_questionnaire_of_their_own(ws: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "own.md"
    for version in ("1", "2"):
        path.write_text(FORM.format(name="income", version=version), encoding="utf-8")
        installed = install_form(ws, path=path)
        assert installed.form is not None
        assert installed.changes.forms
    assert [form.version for form in list_forms(ws) if form.id == "own"] == ["2"]
    assert load_form(ws, form_id="own", version="1").version == "1"
    assert current_round(ws, form_id="own").code == "once"


def test_a_person_goes_back_to_an_older_version_of_their_own(ws: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "own.md"
    for version in ("2", "1"):
        path.write_text(FORM.format(name="income", version=version), encoding="utf-8")
        assert install_form(ws, path=path).changes.forms
    assert [form.version for form in list_forms(ws) if form.id == "own"] == ["1"]


def test_a_faulty_questionnaire_is_not_installed(ws: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "own.md"
    path.write_text(FORM.format(name="1 income", version="1"), encoding="utf-8")
    installed = install_form(ws, path=path)
    assert installed.form is None
    assert installed.problems
    assert check_form(path).form is None
    assert "own" not in {form.id for form in list_forms(ws)}


def test_a_backup_is_made_once_a_day_and_ten_are_kept(ws: Workspace, household: str) -> None:
    folder, now = ws.data_dir / "backups", ws.clock()
    made = []
    for day in range(12):
        ws.clock = partial(now.__add__, dt.timedelta(days=day))
        made.append((back_up_daily(ws), back_up_daily(ws)))
    assert made == [(True, False)] * 12
    assert len([*folder.iterdir()]) == 10
    shutil.copy(max(folder.iterdir()), ws.data_dir.with_name("restored.sqlite3"))
    with closing(Store.open(ws.data_dir.with_name("restored.sqlite3"))) as restored, restored.reading() as tx:
        assert tx.households.state(household) is not None


def test_an_empty_register_and_a_full_disk_get_no_backup(
    ws: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not back_up_daily(ws)
    save_household(ws, household_id=None, fields=SHOP)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=1_000_000))
    assert not back_up_daily(ws)
    assert not (tmp_path / "data" / "backups").exists()
