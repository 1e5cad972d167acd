"""全市排名 against what is stored: the table, 综合, what is lost, a place as target."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from support import WHEN, mentions, show, words

from govsvc.board import Board, tables
from govsvc.domain.indicators import BULLETIN, TARGETS, by_key
from govsvc.domain.rows import Reported, Target
from govsvc.exports.export import to_csv, to_xlsx
from govsvc.importing import pipeline
from govsvc.store import Act, Batch, open_store
from pages._ui import data

HOME, NOVEMBER = "云溪县", date(2026, 11, 1)


def downloads(app) -> list[str]:
    return [button.label for button in app.get("download_button")]


@pytest.mark.parametrize("choice", ["网上可办率", "综合"])
def test_every_choice_is_shown_on_every_database(database, choice):
    app = show("ranking.py", ind=choice)
    assert not app.exception and not app.error
    wanted = {
        "empty": "还没有数据",
        "one": "网上可办率全市第3（2026年10月通报）" if choice != "综合" else "全市通报还没有得分",
        "full": "网上可办率全市第3（2026年10月通报）"
        if choice != "综合"
        else (
            "综合得分99.14，综合排名第1，丢分0.86（2026年10月通报）；丢分最多的是进驻率（丢0.48分）"
        ),
    }
    assert app.header[0].value.startswith(wanted[database])


def stored(indicator: str, month=date(2026, 10, 1)) -> dict[str, Reported]:
    store = open_store(data.database_address())
    return {
        s.county: s
        for s in store.counts.snapshots()
        if (s.indicator, s.month, s.source) == (indicator, month, "bulletin")
    }


def test_the_points_lost_are_those_of_the_stored_bulletin(full):
    app = show("ranking.py", ind="综合")
    table = next(found.value for found in app.table if "丢分" in found.value.columns)
    for key, short in (
        ("hall_entry_rate", "进驻率"),
        ("online_rate", "网上可办率"),
        ("station_coverage_rate", "站点覆盖率"),
    ):
        printed = stored(key)[HOME]
        row = table[table["指标"] == short].iloc[0]
        assert (Decimal(row["得分"]), Decimal(row["分值"])) == (printed.score, printed.full_score)
        assert Decimal(row["丢分"]) == printed.full_score - printed.score
    of_all = next(found.value for found in app.dataframe if "综合得分" in found.value.columns)
    assert {
        row["县（市、区）"].removesuffix("　◀ 本县"): Decimal(row["综合得分"])
        for _, row in of_all.iterrows()
    } == {county: s.score for county, s in stored("overall").items()}
    assert {"下载得分与丢分（Excel）", "下载综合排名（Excel）", "下载 CSV"} <= set(downloads(app))


def test_the_table_of_an_indicator_is_the_stored_bulletin_and_downloads(full):
    app = show("ranking.py", ind="进驻率")
    frame = app.dataframe[0].value
    printed = stored("hall_entry_rate")
    assert len(frame) == 12 and frame["县（市、区）"].tolist()[3] == f"{HOME}　◀ 本县"
    assert {
        row["县（市、区）"].removesuffix("　◀ 本县"): row["未进驻（项）"]
        for _, row in frame.iterrows()
    } == {county: str(s.denominator - s.numerator) for county, s in printed.items()}
    assert "下载排名（Excel）" in downloads(app)
    board = Board(open_store(data.database_address()))
    sheet = tables.ranking_sheet(
        board.rankings.latest(by_key("hall_entry_rate"), date(2026, 10, 1)), HOME, []
    )
    page = openpyxl.load_workbook(io.BytesIO(to_xlsx(sheet))).active
    assert [cell.value for cell in page[3]] == [
        "名次",
        "县（市、区）",
        "达到（项）",
        "总数（项）",
        "公布值",
        "名次变化",
        "得分",
    ]
    lines = to_csv(sheet).decode("utf-8-sig").splitlines()
    home = printed[HOME]
    assert f"4,{HOME},{home.numerator},{home.denominator},98.10%,持平,{home.score}" in lines


def test_a_place_as_target_is_told_with_what_it_takes(one):
    store = open_store(data.database_address())
    store.imports.commit(
        [
            Batch(
                TARGETS,
                None,
                [("t", "0")],
                targets=[
                    Target(2026, "online_rate", place=1),
                    Target(2026, "station_coverage_rate", place=3),
                ],
            )
        ],
        expected_version=store.version(),
        who="测试",
        when=WHEN,
    )
    said = words(show("ranking.py"))
    assert mentions(said.replace("\\", ""), "前1：现为第3", "未达到", "再解决2项")
    covered = words(show("ranking.py", ind="站点覆盖率")).replace("\\", "")
    assert mentions(covered, "前3：现为并列第1", "已达到")


def test_groups_ties_and_the_unreported_are_told(one):
    rows = [
        Reported(
            NOVEMBER,
            county,
            "online_rate",
            printed=value and Decimal(value),
            group=group,
            printed_rank=rank,
        )
        for county, value, group, rank in (
            (HOME, "99.5", "县市组", 1),
            ("东屏县", "99.5", "县市组", 2),
            ("北岭县", None, "县市组", None),
            ("白塔区", "99.9", "城区组", 1),
            ("龙口区", "99", "城区组", 2),
        )
    ]
    store = open_store(data.database_address())
    store.imports.commit(
        [Batch(BULLETIN, NOVEMBER, [("b.csv", "9")], reported=rows)],
        expected_version=store.version(),
        who="测试",
        when=WHEN,
    )
    app = show("ranking.py")
    assert mentions(app.header[0].value, "网上可办率", "县市组并列第1", "2026年11月通报")
    frame = app.dataframe[0].value
    assert frame[["名次", "县（市、区）", "公布值", "通报名次", "分组"]].values.tolist()[-1][
        :3
    ] == ["—", "北岭县", "未报送"]
    assert {row["名次"] for _, row in frame.iterrows()} == {
        "县市组并列第1",
        "城区组第1",
        "城区组第2",
        "—",
    }
    said = words(app).replace("\\", "")
    assert "县市组里并列和紧随其后的" in said and "县市组里前面没有" in said
    assert "县市组并列第1" in words(show(m="2026-11"))
    assert "北岭县未报送，不参与排名。" in said and "东屏县通报第2、计算县市组并列第1" in said
    assert show("ranking.py", ind="综合").header[0].value == "全市通报还没有得分"


def test_a_bulletin_with_places_and_no_scores_shows_the_places(one):
    rows = [
        Reported(NOVEMBER, county, "overall", printed_rank=rank)
        for county, rank in ((HOME, 2), ("东屏县", 1))
    ]
    store = open_store(data.database_address())
    store.imports.commit(
        [Batch(BULLETIN, NOVEMBER, [("b.csv", "9")], reported=rows)],
        expected_version=store.version(),
        who="测试",
        when=WHEN,
    )
    app = show("ranking.py", ind="综合")
    assert not app.exception and app.header[0].value == "综合排名第2（2026年11月通报）"
    assert "通报未列" in words(app).replace("\\", "")
    assert app.dataframe[0].value.values.tolist() == [
        ["1", "东屏县", "—", "—", "—"],
        ["2", f"{HOME}　◀ 本县", "—", "—", "—"],
    ]
    assert show("ranking.py", ind="综合", m="2026-10").header[0].value == "全市通报还没有得分"


def test_an_import_with_scores_is_shown_and_undone(one):
    text = (
        "全市政务服务通报2026年11月\n县市区,网上可办率,得分（满分20）,综合得分,综合排名\n云溪县,"
        "99.5%,18.5,95.2,2\n东屏县,99.9%,20,97,1\n"
    )
    store = open_store(data.database_address())
    plan = pipeline.plan(store, [("通报.csv", text.encode())])
    assert not plan.refused
    version = pipeline.commit(store, plan, who="测试", when=WHEN)
    said = (
        "综合得分95.2，综合排名第2，1项指标共丢1.5分（2026年11月通报）；"
        "丢分最多的是网上可办率（丢1.5分）"
    )
    assert show("ranking.py", ind="综合").header[0].value == said
    store.undoing.undo([version], Act("测试", WHEN), expected_version=version)
    assert show("ranking.py", ind="综合").header[0].value == "全市通报还没有得分"
