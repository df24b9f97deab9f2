"""SyncApi's contract. It runs on the services in process and over real HTTP, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from exchange.canonical import content_hash
from exchange.digest import EMPTY, combined, record_digest
from exchange.ids import new_id
from exchange.messages import Kind, Outcome, Page, Record, SyncApi
from survey.problems import HuceError
from tests.contracts.conftest import Site
from tests.exchange.making import SHOP, change, entry
from tests.fixtures import servers


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(HuceError) as caught:
        call()
    return caught.value.problem.code


def everything(api: SyncApi, limit: int = 100) -> list[Record]:
    page, found = Page((), "", more=True), list[Record]()
    while page.more:
        page = api.pull(page.cursor, limit)
        found += page.records
    return found


def test_info_needs_no_sign_in(site: Site) -> None:
    info = site.connect().info()
    assert (info.protocol, info.server_id) == (1, site.server.server_id)


def test_everything_else_needs_a_sign_in(site: Site) -> None:
    stranger = site.connect()
    batch = site.device().batch(change({}, SHOP))
    for call in (
        lambda: stranger.push(batch),
        lambda: stranger.pull("", 1),
        stranger.forms,
        stranger.summary,
        lambda: stranger.form("a", "1"),
        lambda: stranger.media("a.png"),
    ):
        assert refusal(call) == "C003"
    assert everything(site.api) == []


def test_a_wrong_password_and_an_unknown_user_look_the_same(site: Site) -> None:
    stranger = site.connect()
    assert refusal(lambda: stranger.sign_in(servers.USER, "wrong", "pc1")) == "C001"
    assert refusal(lambda: stranger.sign_in("nobody", "wrong", "pc1")) == "C001"


def test_guessing_is_slowed_down_and_lapses(site: Site) -> None:
    stranger = site.connect()
    for _ in range(5):
        assert refusal(lambda: stranger.sign_in(servers.USER, "wrong", "pc1")) == "C001"
    assert refusal(lambda: stranger.sign_in(servers.USER, servers.PASSWORD, "pc1")) == "C002"
    site.clock.forward(minutes=16)
    assert stranger.sign_in(servers.USER, servers.PASSWORD, "pc1").user == servers.USER


def test_names_tried_at_random_are_not_kept_for_ever(site: Site) -> None:
    stranger = site.connect()
    for name in ("a", "b", "c"):
        assert refusal(partial(stranger.sign_in, name, "wrong", "pc1")) == "C001"
    site.clock.forward(minutes=16)
    assert refusal(lambda: stranger.sign_in("d", "wrong", "pc1")) == "C001"
    kept = site.server.database.read(lambda tx: [tx.accounts.failures(name).count for name in "abcd"])
    assert kept == [0, 0, 0, 1]


def test_a_token_expires(site: Site) -> None:
    site.clock.forward(days=61)
    assert refusal(lambda: site.api.pull("", 1)) == "C003"


def test_what_was_pushed_is_pulled_whole(site: Site) -> None:
    shop = change({}, {**SHOP, "remark": None})
    receipt = site.push(site.device().batch(shop)).receipts[0]
    assert (receipt.outcome, receipt.number, receipt.hash) == (Outcome.STORED, 1, shop.hash)
    (record,) = everything(site.api)
    assert (record.kind, record.id, record.number, record.revision) == (Kind.HOUSEHOLD, shop.id, 1, shop.revision)
    assert record.fields == SHOP
    assert record.hash == shop.hash == content_hash(record.fields)
    assert (record.author, record.device, record.source, record.made_at) == (
        shop.author, shop.device, shop.source, shop.made_at,
    )  # fmt: skip


def test_the_same_batch_again_gives_the_same_reply_and_changes_nothing(site: Site) -> None:
    batch = site.device().batch(change({}, SHOP), change({}, SHOP))
    first, before = site.push(batch), site.api.summary()
    assert site.api.push(batch) == first
    assert site.api.summary() == before


def test_the_same_batch_id_with_other_content_is_refused(site: Site) -> None:
    batch = site.device().batch(change({}, SHOP))
    site.push(batch)
    other = replace(batch, changes=(change({}, {**SHOP, "mobile": "13882812346"}),))
    assert refusal(lambda: site.api.push(other)) == "C021"
    assert len(everything(site.api)) == 1


def test_the_same_revision_in_another_batch_is_repeated(site: Site) -> None:
    shop = change({}, SHOP)
    site.push(site.device().batch(shop))
    receipt = site.push(site.device().batch(shop)).receipts[0]
    assert (receipt.outcome, receipt.number, receipt.hash) == (Outcome.REPEATED, 1, shop.hash)
    assert len(everything(site.api)) == 1


def test_a_revision_id_of_another_record_is_refused(site: Site) -> None:
    shop = change({}, SHOP)
    site.push(site.device().batch(shop))
    receipt = site.push(site.device().batch(replace(shop, id=new_id()))).receipts[0]
    assert [problem.code for problem in receipt.problems] == ["C035"]


def test_changes_of_different_fields_are_merged(site: Site) -> None:
    shop = change({}, SHOP)
    site.push(site.device().batch(shop))
    mine = change(SHOP, {"address": "君塘镇正街1号"}, id=shop.id, base=1)
    site.push(site.device().batch(mine))
    theirs = change(SHOP, {"mobile": "13882800000"}, id=shop.id, base=1)
    receipt = site.push(site.device("pc2").batch(theirs)).receipts[0]
    merged = {**SHOP, "address": "君塘镇正街1号", "mobile": "13882800000"}
    assert (receipt.outcome, receipt.number, receipt.clashes) == (Outcome.MERGED, 3, ())
    assert receipt.content == merged
    assert everything(site.api)[0].fields == merged


def test_a_clash_keeps_both_values_and_says_where(site: Site) -> None:
    shop = change({}, SHOP)
    site.push(site.device().batch(shop))
    site.push(site.device().batch(change(SHOP, {"mobile": "13882800001"}, id=shop.id, base=1)))
    late = change(SHOP, {"mobile": "13882800002", "address": "正街2号"}, id=shop.id, base=1)
    receipt = site.push(site.device("pc2").batch(late)).receipts[0]
    assert (receipt.outcome, receipt.clashes) == (Outcome.CLASH, ("mobile",))
    assert everything(site.api)[0].fields == {**SHOP, "mobile": "13882800001", "address": "正街2号"}
    kept = site.server.database.read(lambda tx: tx.records.since("household", shop.id, 3))[0]
    assert kept.own() == {"mobile": "13882800002", "address": "正街2号"}


def test_the_same_change_by_two_people_is_no_clash(site: Site) -> None:
    shop = change({}, SHOP)
    site.push(site.device().batch(shop))
    for device in ("pc1", "pc2"):
        same = change(SHOP, {"mobile": "13882800001"}, id=shop.id, base=1)
        assert site.push(site.device(device).batch(same)).receipts[0].outcome is Outcome.STORED


def test_a_device_never_clashes_with_itself(site: Site) -> None:
    shop = change({}, SHOP)
    first = change(SHOP, {"mobile": "13882800001"}, id=shop.id, base=1)
    second = change(SHOP, {"mobile": "13882800002"}, id=shop.id, base=1)
    outcomes = [site.push(site.device().batch(each)).receipts[0].outcome for each in (shop, first, second)]
    assert outcomes == [Outcome.STORED] * 3
    assert everything(site.api)[0].fields["mobile"] == "13882800002"


def test_a_chain_of_changes_in_one_batch(site: Site) -> None:
    shop = change({}, SHOP)
    second = change(SHOP, {"address": "正街1号"}, id=shop.id, base=1)
    reply = site.push(site.device().batch(shop, second))
    assert [(receipt.outcome, receipt.number) for receipt in reply.receipts] == [
        (Outcome.STORED, 1),
        (Outcome.STORED, 2),
    ]
    assert len(everything(site.api)) == 1


def test_a_content_the_record_once_had_is_nothing_new_from_whoever_knows_nothing(site: Site) -> None:
    """Ten laptops import one register: the first brings it, and the others do not undo what was corrected since."""
    shop, device, other = change({}, SHOP), site.device(), site.device("pc2")
    corrected = change(SHOP, {"address": "正街1号"}, id=shop.id, base=1)
    site.push(device.batch(shop, corrected))
    (receipt,) = site.push(other.batch(change({}, SHOP, id=shop.id, device="pc2"))).receipts
    assert (receipt.outcome, receipt.number, receipt.content["address"]) == (Outcome.REPEATED, 2, "正街1号")
    assert [record.number for record in everything(site.api)] == [2]


def test_a_number_is_not_enough_to_name_a_base(site: Site) -> None:
    """A server set back to an older backup gives its numbers out anew; devices from before sent only the number."""
    shop, device = change({}, SHOP), site.device()
    theirs = change(SHOP, {"address": "正街1号"}, id=shop.id, base=1)
    site.push(device.sent(device.batch(shop, theirs)))
    lost = {**SHOP, "address": "背街2号"}
    on_top = change(lost, {"mobile": "13882800002"}, id=shop.id, base=2)
    below = change({**SHOP, "remark": "没有了"}, {"mobile": "13882800003"}, id=shop.id, base=1)
    numbered = replace(change(SHOP, {"remark": "旧程序"}, id=shop.id, base=1), base_hash="")
    receipts = site.push(device.batch(on_top, below, numbered)).receipts
    assert [[problem.code for problem in receipt.problems] for receipt in receipts] == [["C034"], ["C034"], []]


def test_one_bad_change_does_not_hold_up_the_others(site: Site) -> None:
    bad = replace(change({}, SHOP), hash="0" * 64)
    nameless = change({}, {"mobile": "13882812345"})
    orphan = change({}, {"answers.turnover": 3}, kind="entry")
    future = change(SHOP, {"mobile": "13882812345"}, base=7)
    good = change({}, SHOP)
    reply = site.push(site.device().batch(bad, nameless, orphan, future, good))
    assert [receipt.outcome for receipt in reply.receipts] == [*[Outcome.REFUSED] * 4, Outcome.STORED]
    codes = [receipt.problems[0].code for receipt in reply.receipts[:4]]
    assert [codes[0], *codes[2:]] == ["C030", "C032", "C034"]
    assert [record.id for record in everything(site.api)] == [good.id]


def test_an_entry_travels_and_its_owner_never_changes(site: Site) -> None:
    shop = new_id()
    fields = entry(shop, turnover=12.5, lines=["a", "b"])
    first = change({}, fields, kind="entry")
    moved = change(fields, {"household_id": new_id()}, kind="entry", id=first.id, base=1)
    reply = site.push(site.device().batch(first, moved))
    assert [receipt.outcome for receipt in reply.receipts] == [Outcome.STORED, Outcome.REFUSED]
    assert reply.receipts[1].problems[0].code == "C036"
    assert everything(site.api)[0].fields == fields


def test_a_copied_disk_is_noticed(site: Site) -> None:
    site.push(site.device().batch(change({}, SHOP)))
    copy = replace(site.device())
    site.push(site.device().batch(change({}, SHOP)))
    assert refusal(lambda: site.api.push(copy.batch(change({}, SHOP)))) == "C022"
    assert len(everything(site.api)) == 2


def test_a_batch_this_server_never_saw_is_no_copied_disk(site: Site) -> None:
    site.push(site.device().batch(change({}, SHOP)))
    ahead = replace(site.device(), previous=new_id())
    assert site.api.push(ahead.batch(change({}, SHOP))).receipts[0].outcome is Outcome.STORED


@pytest.mark.parametrize("limit", [1, 3, 1000])
def test_pages_give_each_record_once_in_server_order(site: Site, limit: int) -> None:
    shops = [change({}, SHOP) for _ in range(7)]
    site.push(site.device().batch(*shops))
    assert [record.id for record in everything(site.api, limit)] == [shop.id for shop in shops]


def test_a_changed_record_comes_again_and_only_it(site: Site) -> None:
    shops = [change({}, SHOP) for _ in range(3)]
    site.push(site.device().batch(*shops))
    cursor = site.api.pull("", 100).cursor
    site.push(site.device().batch(change(SHOP, {"address": "正街1号"}, id=shops[0].id, base=1)))
    page = site.api.pull(cursor, 100)
    assert [(record.id, record.number) for record in page.records] == [(shops[0].id, 2)]
    assert site.api.pull(page.cursor, 100).records == ()


def test_a_cursor_of_another_history_is_refused(site: Site) -> None:
    site.push(site.device().batch(change({}, SHOP)))
    number = site.api.pull("", 1).cursor.partition(".")[0]
    assert refusal(lambda: site.api.pull(f"{number}.0123456789ab", 0)) == "C020"
    assert refusal(lambda: site.api.pull("999.0123456789ab", 0)) == "C020"
    assert refusal(lambda: site.api.pull("１.0123456789ab", 0)) == "N040"
    assert refusal(lambda: site.api.pull("nonsense", 0)) == "N040"


def test_the_summary_is_that_of_the_records(site: Site) -> None:
    shops = [change({}, SHOP) for _ in range(3)]
    site.push(site.device().batch(*shops))
    site.push(site.device().batch(change(SHOP, {"address": "正街1号"}, id=shops[0].id, base=1)))
    records, summary = everything(site.api), site.api.summary()
    shares = (record_digest(record.kind.value, record.id, record.number, record.hash) for record in records)
    assert (summary.records, summary.digest) == (3, combined(EMPTY, shares))
    assert summary.cursor == site.api.pull("", 1000).cursor


def test_too_many_changes_at_once_are_refused(site: Site) -> None:
    batch = site.device().batch(*(change({}, SHOP) for _ in range(site.api.info().max_batch + 1)))
    assert refusal(lambda: site.api.push(batch)) == "C010"


def test_questionnaires_on_offer(site: Site) -> None:
    site.server.offer_form("jingying", "2026Q3", "经营情况调查", b'{"a": 1}')
    site.server.offer_form("jingying", "2026Q3", "经营情况调查", b'{"a": 2}')
    (notice,) = site.api.forms()
    assert (notice.id, notice.version, notice.title) == ("jingying", "2026Q3", "经营情况调查")
    assert site.api.form("jingying", "2026Q3") == b'{"a": 2}'
    assert refusal(lambda: site.api.form("jingying", "2025Q1")) == "C015"


def test_files_of_questionnaires(site: Site) -> None:
    content = bytes(range(256)) * 1000
    for _ in range(2):
        site.server.keep_media("0" * 32 + ".png", content)
    assert site.api.media("0" * 32 + ".png") == content
    assert refusal(lambda: site.api.media("1" * 32 + ".png")) == "C016"
