"""对账 under AppTest: two indicators that differ, the rows behind them, the letter; months without
a bulletin; an older edition.
"""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from support import mentions, show, words

from govsvc.domain.indicators import BULLETIN, ITEMS
from govsvc.domain.rows import LEFT_OUT, Reported
from govsvc.store import CLOSED, Batch, open_store
from govsvc.workflow.collecting import move_month
from pages._ui import data

OCTOBER = date(2026, 10, 1)


def differ(store, cutoff: date | None = date(2026, 11, 6)) -> None:
    """After the cutoff two items came online and one was left out; the city says one more item
    online, and of fully online a percent alone.
    """
    entries = list(store.rows.entries(ITEMS, OCTOBER))
    off = [entry for entry in entries if entry.flags.get("is_online") is False]
    changed = [replace(entry, flags=entry.flags | {"is_online": True}) for entry in off[:2]]
    faulty = replace(
        next(entry for entry in entries if entry.flags.get("is_online")), status=LEFT_OUT
    )
    online = next(
        s
        for s in store.counts.snapshots()
        if s.source == "own" and s.indicator == "online_rate" and s.month == OCTOBER
    )

    def save(*batches):
        store.imports.commit(
            batches,
            expected_version=store.version(),
            who="李四",
            when=datetime(2026, 11, 8, 10),
            home="云溪县",
        )

    save(
        Batch(
            BULLETIN,
            OCTOBER,
            [("市通报.csv", "1")],
            reported=[
                Reported(
                    OCTOBER,
                    "云溪县",
                    "online_rate",
                    online.numerator,
                    online.denominator,
                    cutoff=cutoff,
                ),
                Reported(
                    OCTOBER, "云溪县", "full_online_rate", printed=Decimal("99.50"), cutoff=cutoff
                ),
            ],
        )
    )
    save(Batch(ITEMS, OCTOBER, [("增减变更.xlsx", "2")], changed, is_changes=True))
    save(
        Batch(
            ITEMS,
            OCTOBER,
            [("增减变更二.xlsx", "3")],
            [replace(faulty, key="faulty")],
            is_changes=True,
        )
    )


def test_the_difference_its_rows_and_the_letter(one):
    differ(open_store(data.database_address()))
    app = show("reconcile.py")
    assert (
        not app.exception
        and mentions(app.header[0].value, "2026年10月", "2项指标")
        and mentions(app.header[0].value, "网上可办率本县多2项", "全程网办率本县高0.34")
    )
    text = words(app)
    assert (
        "截止日后变动2项" in text
        and mentions(text, "与通报一致", "差异来自截止日后")
        and "双方的总数可能不同" in text
    )
    (table,) = app.dataframe
    assert list(table.value["本县现计为"]) == ["达标", "达标"] and set(table.value["对照"]) == {
        "截止日时未达标"
    }
    app.segmented_control[0].set_value("全程网办率").run()
    assert (
        not app.exception
        and "有误未计入1项" in words(app)
        and app.query_params["ind"] in ("全程网办率", ["全程网办率"])
    )
    assert (
        "有误未计入1项" in words(show("reconcile.py", ind="全程网办率"))
        and not show("reconcile.py", ind="进驻率").exception
    )  # a link to one that agrees
    assert [button.label for button in app.get("download_button")] == [
        "下载两本账（Excel）",
        "下载 CSV",
        "下载核对清单（Excel）",
        "下载 CSV",
    ]


def test_a_cutoff_that_the_bulletin_lacks_is_asked_for(one, monkeypatch):
    monkeypatch.setattr(data, "now", lambda: datetime(2026, 11, 9, 10))
    differ(open_store(data.database_address()), cutoff=None)
    app = show("reconcile.py")
    assert "通报没有写明数据截止日" in words(app) and not app.dataframe
    app.text_input(key="cutoff_2026-10").set_value("11月31日").run()
    assert "不是日期" in app.error[0].value
    app.text_input(key="cutoff_2026-10").set_value("11月6日").run()
    assert (
        not app.exception
        and not app.error
        and "截止日后变动2项" in words(app)
        and len(app.dataframe[0].value) == 2
    )
    assert "截止日后变动2项" in words(
        show("reconcile.py", **{"cutoff_2026-10": "11月6日"})
    )  # by a link


def test_a_month_without_a_bulletin_leads_to_the_last_one(one):
    store = open_store(data.database_address())
    november = [
        replace(entry, month=date(2026, 11, 1)) for entry in store.rows.entries(ITEMS, OCTOBER)
    ]
    store.imports.commit(
        [Batch(ITEMS, date(2026, 11, 1), [("a", "0")], november)],
        expected_version=store.version(),
        who="李四",
        when=datetime(2026, 12, 3),
    )
    app = show("reconcile.py")
    assert mentions(app.header[0].value, "2026年11月") and mentions(words(app), "2026年10月")


@pytest.mark.parametrize("edition", ["1", None])
def test_each_edition_of_a_closed_month_is_compared_as_it_was(one, edition):
    store = open_store(data.database_address())
    move_month(store, OCTOBER, CLOSED, who="李四", when=datetime(2026, 11, 7))
    off = [
        replace(entry, flags=entry.flags | {"is_online": True})
        for entry in store.rows.entries(ITEMS, OCTOBER)
        if entry.flags.get("is_online") is False
    ]
    store.imports.commit(
        [Batch(ITEMS, OCTOBER, [("更正.xlsx", "2")], off[:1], is_changes=True)],
        expected_version=store.version(),
        who="李四",
        when=datetime(2026, 11, 9),
        correction="补报",
    )
    app = show("reconcile.py", m="2026-10", **({"e": edition} if edition else {}))
    facts = ["与本县测算一致"] if edition else ["1项指标", "不一致", "网上可办率"]
    assert mentions(app.header[0].value, "2026年10月", *facts)
