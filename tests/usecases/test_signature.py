"""Who works here: the name is kept, signs what comes, and changes nothing that is signed."""

from __future__ import annotations

from pathlib import Path

import pytest

from survey.problems import HuceError
from tests.usecases.conftest import NOW
from usecases.persons.signature import sign_as
from usecases.register import get_household, household_history, save_household
from usecases.workspace import Workspace, open_workspace


def reopened(ws: Workspace, user: str = "") -> Workspace:
    ws.close()
    return open_workspace(ws.data_dir, clock=ws.clock, forms=False, user=user)


def test_a_new_folder_is_signed_by_the_login_name_until_somebody_gives_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "kylin")
    ws = open_workspace(tmp_path, clock=lambda: NOW, forms=False)
    assert (ws.user, ws.named) == ("kylin", False)
    assert sign_as(ws, name="  王  秀英 ") == "王 秀英"
    assert (ws.user, ws.named) == ("王 秀英", True)
    again = reopened(ws)
    assert (again.user, again.named) == ("王 秀英", True)
    again.close()


def test_two_clerks_at_one_computer_each_sign_their_own(ws: Workspace, household: str) -> None:
    for name, sign in (("王秀英", "老字号"), ("李强", "新字号")):
        sign_as(ws, name=name)
        fields = {**get_household(ws, household_id=household).fields, "sign_name": sign}
        save_household(ws, household_id=household, fields=fields)
    assert [revision.author for revision in household_history(ws, household_id=household)] == ["wang", "王秀英", "李强"]


def test_a_name_for_one_opening_is_not_kept(ws: Workspace) -> None:
    sign_as(ws, name="王秀英")
    once = reopened(ws, user="李强")
    assert once.user == "李强"
    again = reopened(once)
    assert again.user == "王秀英"
    again.close()


@pytest.mark.parametrize("name", ["", "  ", "123", "——", "王" * 41, "王\u202e秀英"])
def test_what_is_no_name_is_refused_and_changes_nothing(ws: Workspace, name: str) -> None:
    with pytest.raises(HuceError) as error:
        sign_as(ws, name=name)
    assert error.value.problem.code == "S015"
    assert ws.user == "wang"


@pytest.mark.parametrize("name", ["王秀英", "阿卜杜拉·买买提", "Zhang Wei", "﨑"])
def test_names_people_have(ws: Workspace, name: str) -> None:
    assert sign_as(ws, name=name)
