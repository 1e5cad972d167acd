"""月度通报: the units by rank, who is named as the last, a list of each unit, two versions."""

import re
from collections import Counter
from datetime import date

import pytest
from docx.oxml.ns import qn
from test_paper_summary import (
    DAY,
    HOSTILE,
    NOVEMBER,
    OCTOBER,
    OFFICE,
    SEPTEMBER,
    read,
    table_rows,
)

from govsvc.board import Board, by_unit
from govsvc.board.by_unit import UnitRow
from govsvc.documents import papers
from govsvc.documents.papers.bulletin import FINAL, FOR_COMMENT, bulletin
from govsvc.documents.papers.model import figures_in, text_of
from govsvc.documents.papers.unit_tables import Ranked, lists_of_units
from govsvc.domain import indicators, rates
from govsvc.domain.roster import DEPARTMENT


def draft_of(board: Board, month: date = OCTOBER, version: str = "") -> papers.Draft:
    return bulletin(board, month, office=OFFICE, day=DAY, version=version)


def text_of_draft(draft: papers.Draft) -> str:
    return "\n".join(one.text for one in draft.paragraphs)


def test_it_says_whose_the_problems_are_and_names_the_last(demonstration_board):
    text = text_of_draft(draft_of(demonstration_board))
    for said in (
        "现将云溪县2026年10月政务服务评价指标完成情况通报如下。",
        "“进驻率”达到98.10%（3,090/3,150），位居全市第四（10月通报）",
        "“进驻率”有12个部门未全部达到，未进驻60项，主要集中在自然资源局（18项）、公安局（8项）、"
        "交通运输局（6项），比率居后的是退役军人事务局97.37%（37/38）、"
        "交通运输局96.97%（192/198）、"
        "自然资源局94.36%（301/319）。",
        # all are named already
        "“网上可办率”有1个部门未全部达到，未网上可办2项，涉及自然资源局（2项）。",
        # no township has 30 stations
        "“名称规范率”有6个乡镇（街道）未全部达到，名称未规范23个，主要集中在白沙镇（5个）、"
        "青山乡（4个）、马田乡（4个）。",
        "经认定“明进暗不进”17项，",
        "以上按本县测算，总数不足30的单位不点名。",
    ):
        assert said in text
    assert "疑似" not in text and "站点名称未规范”" not in text


def test_two_versions(demonstration_board):
    first, final = draft_of(demonstration_board), draft_of(demonstration_board, version=FINAL)
    assert (first.mark, final.mark) == (FOR_COMMENT, "")
    assert "【请补充：反馈意见截止日期】前书面反馈。" in text_of_draft(first)
    assert "征求意见" not in text_of_draft(final)
    document = read(final)
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[0] == "关于2026年10月" and "各乡镇（街道），县直有关部门：" in texts
    # what is for the office alone does not go out
    assert not [text for text in texts if "核对" in text or "初稿" in text]
    assert "附件：1. 各部门指标完成情况" in texts and "3. 各单位问题清单" in texts


def test_the_tables_rank_the_units_as_the_page_does(demonstration_board):
    """A table an indicator; the rows of all units of a table add up to the county's counts."""
    departments, townships, _ = draft_of(demonstration_board).attachments
    titles = ["".join(map(text_of, title)) for title, _ in departments.groups]
    assert titles == ["网上可办率", "全程网办率", "省平台发布率", "进驻率"]
    assert [title[0] for title, _ in townships.groups] == ["站点覆盖率", "名称规范率"]
    for (title, rows), of in zip(departments.groups, (3148, 3145, 3096, 3090)):
        cells = [list(map(text_of, row)) for row in rows]
        pairs = [tuple(map(int, cell[2].replace(",", "").split("/"))) for cell in cells]
        assert (sum(n for n, _ in pairs), sum(d for _, d in pairs)) == (of, 3150), title
        for (n, d), cell in zip(pairs, cells):
            assert cell[4] == f"{d - n:,}"
            exact = f"{int(10_000 * n / d + 0.5) / 100:.2f}%" if n < d else "100.00%"
            assert cell[3] == exact
        # highest first, by the exact rate
        assert pairs == sorted(pairs, key=lambda pair: -pair[0] / pair[1])


def test_the_list_of_a_unit_has_its_rows_each_once(demonstration_board):
    (attached,) = lists_of_units(demonstration_board, OCTOBER)
    lists = [
        one
        for one in indicators.problem_lists()
        if not one.suspects
        and not one.mark
        and not indicators.is_extra(one)
        and demonstration_board.lists.count(one, OCTOBER)
    ]
    rows = Counter(
        (problem.row.unit, one.name)
        for one in lists
        for problem in demonstration_board.lists.rows(one, OCTOBER, with_gone=False)[0]
    )
    listed: Counter[tuple[str, str]] = Counter()
    for title, found in attached.groups:
        unit = str(title[0]).removesuffix("（")
        assert text_of(title[1]) == f"{len(found)}项"
        assert [row[0] for row in found] == [str(n) for n in range(1, len(found) + 1)]
        for row in found:
            listed.update((unit, name) for name in str(row[2]).split("、"))
    assert listed == rows and sum(rows.values()) > 100
    (first_title, first_rows) = attached.groups[0]
    assert len(first_rows) == max(len(found) for _, found in attached.groups)
    # in the 数据核对表 each with its unit, and how many of its rows have lasted as long
    known = {(one.number, one.about, one.what) for one in figures_in(attached.parts)}
    for title, found in attached.groups:
        lasting, unit = [text_of(row[3]) for row in found], str(title[0]).removesuffix("（")
        assert all(re.fullmatch(r"\d+个月|本月新增", text) for text in lasting)
        assert {
            (text, unit, f"连续未解决（{lasting.count(text)}项）")
            for text in lasting
            if "个月" in text
        } <= known


def row(name: str, met: int, counted: int, place: int, of: int) -> UnitRow:
    rank = rates.Rank(place, False, of, None)
    return UnitRow(name, (name,), met, counted, 0, 0, 0, rank, None, False)


@pytest.mark.parametrize(
    ("units", "named"),
    [
        # nine units: the last three, of these those with 30 rows and more
        ([(99, 100)] * 6 + [(97, 100), (27, 29), (90, 100)], ["7", "9"]),
        # of five only one may be named
        ([(100, 100)] * 3 + [(99, 100), (98, 100)], ["5"]),
        # two units: none is the last
        ([(100, 100), (98, 100)], []),
        # complete is no fault
        ([(100, 100)] * 9, []),
    ],
)
def test_who_is_named(units, named):
    (indicator, *_) = indicators.headline_indicators()
    rows = tuple(
        row(str(n), met, counted, n, len(units)) for n, (met, counted) in enumerate(units, 1)
    )
    assert [one.name for one in Ranked(DEPARTMENT, indicator, rows).last(30)] == named


def test_units_that_are_level_are_not_named_beyond_three():
    (indicator, *_) = indicators.headline_indicators()
    places = (1, 2, 3, 4, 5, 5, 5, 5, 9)
    rows = tuple(row(str(n), 90, 100, place, 9) for n, place in enumerate(places, 1))
    assert [one.name for one in Ranked(DEPARTMENT, indicator, rows).last(30)] == ["9"]


def test_an_empty_month_and_a_county_without_bulletin(demonstration_board, clerk_board):
    draft = draft_of(demonstration_board, NOVEMBER)
    assert "【请补充：2026年11月各单位存在的问题】。" in text_of_draft(draft)
    assert not draft.attachments and read(draft).paragraphs
    own = draft_of(clerk_board(), SEPTEMBER)
    assert "位居" not in text_of_draft(own) and "98.59%（631/640，本县测算）" in text_of_draft(own)


def test_forty_units_with_hostile_names(demonstration_board, monkeypatch):
    rows = by_unit.rows

    def many(board: Board, group: str, *rest) -> list[UnitRow]:
        first = rows(board, group, *rest)[0]
        return [
            UnitRow(f"{HOSTILE}{n}", (), first.met - n, first.counted, 0, 0, 0, rates.Rank(
                n + 1, False, 40, None), None, False)
            for n in range(40)
        ]  # fmt: skip

    monkeypatch.setattr(by_unit, "rows", many)
    draft = draft_of(demonstration_board)
    document = read(draft)
    text = "\n".join(
        cell for place in range(2) for row in table_rows(document, place) for cell in row
    )
    assert text.count("=cmd()") == 80 and not re.search("[\x00\u202e]", text)
    # nothing is lost; a header on every page, no row over two but one that is longer than 120
    count = sum(len(rows) for one in draft.attachments for _, rows in one.groups)
    assert sum(len(table_rows(document, place)) for place in range(len(document.tables))) == count
    for table in document.tables:
        header, *others = table._tbl.tr_lst
        assert header.find(f".//{qn('w:tblHeader')}") is not None
        for one in others:
            longest = max(sum(len(t.text or "") for t in x.iter(qn("w:t"))) for x in one.tc_lst)
            assert (one.find(f".//{qn('w:cantSplit')}") is None) == (longest > 120)
