"""调度会汇报材料 and 简报: what their tables say, and what the county has to settle."""

import io
import math

import pandas as pd
from docx import Document
from docx.oxml.ns import qn
from test_paper_kinds import draft_of, file_of
from test_paper_summary import DAY, OCTOBER, table_rows

from govsvc.documents import papers
from govsvc.documents.official.lines import wide
from govsvc.documents.papers.checking import AGREES, check
from govsvc.documents.papers.model import cell_text, text_of
from govsvc.domain.roster import DEPARTMENT, DUAL, VERTICAL, Roster
from govsvc.domain.units import Unit
from govsvc.sheets.formats.paper_text import read_text


def test_the_table_of_the_indicators(demonstration_board):
    draft = draft_of(demonstration_board, "汇报")
    table = next(one.table for one in draft.paragraphs if one.table)
    cells = {row[0]: [text_of(part) for part in row[1:]] for row in table.rows}
    lead = "行政审批和政务服务局"
    assert cells["网上可办率"] == [
        "100.00%", "99.94%（3,148/3,150）", "第3位（共12个）", "+0.07", "2项", lead
    ]  # fmt: skip
    assert cells["站点覆盖率"][2:5] == ["并列第1位（共12个）", "0.00", "已达标"]
    assert cells["进驻率"][4] == "29项"
    # in a cell of the file what stands beside a number is below it
    rows = table_rows(Document(io.BytesIO(file_of(draft, "汇报"))))
    assert rows[0][2] == "99.94%3,148/3,150"


def test_what_was_done_is_said_in_a_few_lines(demonstration_board):
    """28 characters each, and the place for what the data do not know: with what is asked on the
    phone, what is authorised.
    """
    by_key = {one.key: one for one in draft_of(demonstration_board, "汇报").paragraphs}
    said = [one for key, one in by_key.items() if key.startswith("practice:")]
    lines = [math.ceil((wide(one.text) + 2) / 28) for one in said]
    assert 3 <= sum(lines[:-1]) <= 12 and lines[-1] == 1
    assert by_key["practice:calls"].text.startswith(
        "抽取涉企办件开展电话回访，对服务态度、业务水平、办事效率、廉洁自律、一次性告知进行评价。"
    )
    assert "。授权事项2,911项，“授权到位率”" in by_key["practice:representatives"].text


def lines_of(draft: papers.Draft) -> float:
    """On paper; a line of a table is lower than one of the text."""
    count = 3 + 3.0  # the title, who signs
    for one in draft.paragraphs:
        count += math.ceil((wide(one.text) + 2) / 28) if one.text else 0
        for row in one.table.rows if one.table else ():
            total = sum(column.share for column in one.table.columns)
            lines = max(
                math.ceil(wide(line) * 12 / (442 * column.share / total - 6))
                for column, part in zip(one.table.columns, row)
                for line in cell_text(part).split("\n")
            )
            count += max(lines, 2) * 18 / 28.95
    return count


def test_it_has_two_to_three_pages(demonstration_board):
    """Of 22 lines."""
    assert 22 < lines_of(draft_of(demonstration_board, "汇报")) <= 66


def test_forty_units_with_long_names_are_no_longer(demonstration_board, monkeypatch):
    """Each with rows of every indicator, none led by the county; 简称 stand for long names."""
    board = demonstration_board
    names = [f"云溪县住房城乡建设和自然资源综合行政执法服务中心{n}" for n in range(40)]
    units = [
        Unit(name, DEPARTMENT, ("住建中心",) * (n == 0), management=(DUAL, VERTICAL)[n % 2])
        for n, name in enumerate(names)
    ]
    split = pd.DataFrame({"unit": names, "missing": range(90, 50, -1), "cumulative": 0.1})
    roster = Roster([*board.roster().units, *units])
    monkeypatch.setattr(board, "roster", lambda: roster)
    monkeypatch.setattr(board.lists, "split", lambda *_: split)
    draft = draft_of(board, "汇报")
    assert 22 < lines_of(draft) <= 66
    by_key = {one.key: one.text for one in draft.paragraphs}
    assert (
        "主要集中在住建中心（90项）、云溪县住房城乡建…执法服务中心1（89项）。"
        in by_key["problem:hall_entry_rate"]
    )
    assert by_key["county:hall_entry_rate"] == (
        "“进驻率”未进驻的，双重管理的20个单位、垂直管理的20个单位，需与上级主管部门协调。"
    )
    # what it calls them for short is known when it is checked
    found = check(board, OCTOBER, read_text(file_of(draft, "汇报")).blocks)
    assert {one.verdict for one in found} == {AGREES}


def test_a_text_stays_with_the_table_below_it(demonstration_board):
    content = file_of(draft_of(demonstration_board, "汇报"), "汇报")
    inside = list(Document(io.BytesIO(content)).iter_inner_content())
    above = [one for one, below in zip(inside, inside[1:]) if not hasattr(below, "text")]
    assert len(above) == 2
    for one in above:
        assert one.paragraph_format.keep_with_next and one.paragraph_format.space_after.pt == 6


def test_measures_and_what_the_county_settles(demonstration_board):
    draft = draft_of(demonstration_board, "汇报")
    by_key = {one.key: one for one in draft.paragraphs}
    rows = [[text_of(part) for part in row] for row in by_key["next"].table.rows]
    assert [
        "提升进驻率",
        "29项",
        "自然资源局、公安局、交通运输局等",
        "【请补充：责任人】",
        "12月底前",
    ] in rows
    assert not [row for row in rows if "站点覆盖率" in row[0]]  # its target is reached
    # what is to be filled in says of which row
    assert ("四　提升进驻率", "责任人") in [(x, gap.about) for x, gap in draft.placed_gaps()]
    assert by_key["county:hall_entry_rate"].text == (
        "“进驻率”未进驻的，公安局（双重管理）8项，需与上级主管部门协调。"
    )
    assert "医疗保障局（垂直管理）1项" in by_key["county:provincial_publish_rate"].text
    levels = [one.text for one in draft.paragraphs if one.level == 1]
    assert [text[2:] for text in levels] == [
        "指标完成情况", "主要做法", "存在的问题", "下步措施", "需县级协调解决的事项"
    ]  # fmt: skip


def test_the_head_of_an_issue(demonstration_board):
    draft = draft_of(demonstration_board, "简报")
    document = Document(io.BytesIO(file_of(draft, "简报")))
    name = next(one for one in document.paragraphs if one.text == "政务服务工作简报")
    assert str(name.runs[0].font.color.rgb) == "FF0000"
    place = [one.text for one in document.paragraphs].index("政务服务工作简报")
    issue, maker = document.paragraphs[place + 1 : place + 3]
    assert issue.text == "第【请补充：期号】期"
    assert [run.text for run in issue.runs if run.font.highlight_color] == ["【请补充：期号】"]
    assert maker.text.endswith("\t2026年11月5日") and DAY.day == 5
    border = next(maker._p.iter(qn("w:bottom")))
    assert border.get(qn("w:color")) == "FF0000"
    assert [gap.about for _, gap in draft.placed_gaps()] == [
        "期号", "编者按", "报送的领导和单位", "抄送的单位"
    ]  # fmt: skip
    texts = [one.text for one in document.paragraphs]
    assert sum("期号" in text for text in texts) == 1  # it stands in the head alone
    ratings = {one.key: one.text for one in draft.paragraphs}["feedback:ratings"]
    counts = demonstration_board.ratings.period(OCTOBER).counts
    assert ratings.startswith(f"2026年10月，收到“好差评”主动评价{counts['active']:,}条")
    assert ratings.endswith(f"，差评{counts['bad']}条。")
