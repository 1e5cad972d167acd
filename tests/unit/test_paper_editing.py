"""A paper as persons edited it: their words survive new data, no number goes out without a source,
and what was approved is exactly what is printed.
"""

import io
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document

from govsvc.board import Board
from govsvc.documents import papers
from govsvc.documents.papers import Draft, Figure, Gap, Occasion, Paragraph
from govsvc.documents.papers.editing import (
    Edited,
    Steps,
    changes,
    compose,
    earlier_text,
    text_of_draft,
)
from govsvc.documents.papers.editing.merging import merged
from govsvc.documents.papers.editing.numbering import renumbered
from govsvc.documents.papers.editing.typed import TYPED
from govsvc.documents.papers.model import heading, paragraph
from govsvc.documents.papers.word import check_table
from govsvc.domain.errors import GovsvcError, StaleVersion
from govsvc.domain.paper_versions import APPROVED, WRITTEN, PaperVersion, Words
from govsvc.store import Act, open_store

OCTOBER, DAY, LATER = date(2026, 10, 1), date(2026, 11, 5), date(2026, 11, 20)
WHEN = datetime(2026, 11, 5, 9, 30)
ACT = Act("张三", WHEN)
KIND = papers.BY_NAME["总结"]
HOSTILE = "=cmd()<script>&\x00\u202e甲[a](b)**乙**【请补充：】" + "长" * 300


@pytest.fixture(scope="module")
def board(demonstration_file, tmp_path_factory) -> Iterator[Board]:
    """The demonstration, which is only looked at."""
    path = tmp_path_factory.mktemp("editing") / "demonstration.duckdb"
    store = open_store(Path(shutil.copy(demonstration_file, path)))
    yield Board(store)
    store.close()


@pytest.fixture(scope="module")
def generated(board) -> Draft:
    return draft_of(board)


def draft_of(board: Board, day: date = DAY) -> Draft:
    return KIND.draft(Occasion(board, OCTOBER, "云溪县局", day))


def one(draft: Draft, key: str) -> Paragraph:
    return next(found for found in draft.paragraphs if found.key == key)


def version(*words: Words, step: str = WRITTEN, text=(), number: int = 3) -> PaperVersion:
    return PaperVersion("summary", OCTOBER, number, step, "", words, tuple(text), "李四", WHEN)


def with_words(board, generated, key: str, text: str, base: str | None = None) -> Edited:
    said = one(generated, key).text if base is None else base
    return compose(board, generated, [version(Words(key, text, said))])


def test_without_words_it_is_what_the_data_say(board, generated):
    edited = compose(board, generated)
    assert edited.draft == generated and edited.draft.mark == "初稿"
    gaps = len(list(generated.placed_gaps()))
    assert gaps and edited.state == f"初稿，待补充{gaps}处、待核对{len(generated.notes)}处"
    first = next(one for _, one in generated.placed_paragraphs() if list(one.gaps))
    assert next(point.key for point in edited.points if point.is_gap) == first.key


def test_clauses_that_are_left_keep_their_figures_and_typed_numbers_say_so(board, generated):
    """Of the expected figures each is one that the sentence of the data has, or is typed here."""
    before = one(generated, "overall:online_rate")
    text = before.text.replace("，位居", "，成绩来之不易，新增帮办窗口3个，位居")
    text = text.replace("还差2项", "只差12项")
    found = with_words(board, generated, "overall:online_rate", text).draft
    parts = one(found, "overall:online_rate").parts
    kept = [part for part in before.figures if part.number not in ("2项", "100.00%")]
    typed = [part for part in parts if isinstance(part, Figure) and part.source == TYPED]
    assert [part for part in parts if part in before.figures] == kept
    assert [part.number for part in typed] == ["3", "100.00%", "12"]
    assert {part.edition for part in typed} == {"第3稿"} and {part.page for part in typed} == {
        "材料"
    }
    assert "".join(part if isinstance(part, str) else part.text for part in parts) == text
    numbers = [row[1] for row in check_table(found).rows]
    assert {"3", "12"} <= set(numbers)


def test_a_clause_is_known_only_as_a_whole(board, generated):
    """还差2项 is in 还差12项: the figure of the data must not be seen there."""
    key = "overall:online_rate"
    text = one(generated, key).text.replace("距100.00%的目标还差2项", "甲距100.00%的目标还差2项")
    parts = one(with_words(board, generated, key, text).draft, key).parts
    assert [p.source for p in parts if isinstance(p, Figure)][-2:] == [TYPED, TYPED]


def test_numbers_that_a_person_typed_are_compared_with_the_data(board, generated):
    key = "practice:others"
    edited = with_words(
        board, generated, key, "“网上可办率”达到98.00%，“全程网办率”达到99.84%，为民服务7次。"
    )
    figures = one(edited.draft, key).figures
    assert [(f.number, f.what.partition("：")[0]) for f in figures] == [
        ("98.00%", "不符，数据为99.94%"),
        ("99.84%", "与数据相符"),
        ("7", "未与数据核对"),
    ]
    assert any("写作98.00%，数据为99.94%" in note for note in edited.draft.notes)
    assert [point.key for point in edited.points if "98.00%" in point.text] == [key]


def test_words_survive_new_data_and_these_are_proposed(board, generated):
    key, told = "problem:online_rate", "正在协调解决。"
    same = with_words(board, generated, key, told)
    assert not same.block(key).has_changed and one(same.draft, key).text == told
    other = with_words(board, generated, key, told, base="“网上可办率”为99.87%。")
    block = other.block(key)
    assert block.has_changed and block.data_text == one(generated, key).text
    assert one(other.draft, key).text == told
    assert any("修改后数据有变化" in note for note in other.draft.notes)


BASE = "“网上可办率”为99.87%，仍有4项未网上可办，涉及甲局（4项）。"
NOW = "“网上可办率”为99.94%，仍有2项未网上可办，涉及甲局（2项）。"


@pytest.mark.parametrize(
    ("words", "renewed"),
    [
        (f"目前，{BASE}正在协调。", f"目前，{NOW}正在协调。"),
        (BASE.replace("仍有", "还有"), NOW.replace("仍有", "还有")),
        (BASE.replace("仍有", "仍有约"), None),  # beside what the person changed
        (BASE.replace("4项未", "三项未"), None),
        ("正在协调。", None),
        (BASE.replace("为99.87%，", "为99.87%，\n"), NOW.replace("99.94%，", "99.94%，\n")),
        (BASE.replace("99.87%", "99.870%"), None),
    ],
)
def test_new_numbers_go_into_words_that_stand_as_the_data_had_them(words, renewed):
    assert merged(BASE, words, NOW) == renewed


def test_words_without_what_the_data_had_take_no_numbers():
    assert merged("", "甲。", NOW) is None and merged(BASE, "", NOW) is None


def test_words_with_new_numbers_are_proposed(board, generated):
    key = "problem:online_rate"
    said = one(generated, key).text
    base = said.replace("仍有2项", "仍有9项")
    edited = with_words(board, generated, key, f"目前，{base}", base=base)
    assert edited.block(key).renewed == f"目前，{said}"
    assert with_words(board, generated, key, base, base=base).block(key).renewed is None


def test_words_on_what_the_data_know_no_more_stay_where_they_stood(board, generated):
    words = Words("problem:gone", "某站点未设立。", "仍有1个未设立。", "problem:online_rate")
    edited = compose(board, generated, [version(words)])
    keys = [found.key for found in edited.draft.paragraphs]
    assert keys.index("problem:gone") == keys.index("problem:online_rate") + 1
    assert edited.block("problem:gone").is_gone
    assert any("数据里已没有对应的内容" in note for note in edited.draft.notes)


def test_lines_are_paragraphs_and_places_to_fill_in_stay(board, generated):
    key = "practice:others"
    edited = with_words(board, generated, key, "第一段。\n第二段【请补充：成效】。")
    found = [p for p in edited.draft.paragraphs if p.key.startswith(key)]
    assert [(p.key, p.text) for p in found] == [
        (key, "第一段。"),
        (f"{key}#2", "第二段【请补充：成效】。"),
    ]
    assert Gap("成效") in found[1].parts
    assert [p.key for p in edited.points if p.text == "【请补充：成效】"] == [key]


def test_what_is_not_printed_is_gone_with_what_stands_under_it(board, generated):
    edited = with_words(board, generated, "heading:practice:chains", "")
    texts = [found.text for found in edited.draft.paragraphs]
    assert "（三）其他做法" in texts and not [text for text in texts if "一链式" in text]
    assert not [gap for _, gap in edited.draft.placed_gaps() if "一链式" in gap.text]
    edited = with_words(board, generated, "heading:practice", "")
    heads = [found.text for found in edited.draft.paragraphs if found.level == 1]
    assert heads == ["一、总体情况", "二、存在的问题和不足", "三、下一步工作打算"]
    assert edited.block("practice:calls").is_hidden
    edited = with_words(board, generated, "opening", "")
    assert edited.draft.paragraphs[0].text == "一、总体情况"


def test_headings_are_numbered_one_after_another():
    shown = [heading("a", "三、甲"), heading("b", "（二）乙", 2), paragraph("c", "丙")]
    shown += [heading("d", "（九）丁", 2), heading("e", "七、戊"), heading("f", "（四）己", 2)]
    shown += [heading("g", "没有序号")]
    assert [found.text for found in renumbered(shown)] == [
        "一、甲",
        "（一）乙",
        "丙",
        "（二）丁",
        "二、戊",
        "（一）己",
        "没有序号",
    ]


def test_what_was_approved_is_no_draft_until_the_text_is_another(board, generated):
    edited = with_words(board, generated, "practice:others", "甲。")
    words, text = edited.words, text_of_draft(edited.draft)
    approved = version(*words, step=APPROVED, text=text, number=4)
    found = compose(board, draft_of(board, LATER), [approved])
    assert found.approval == approved and found.draft.mark == "" and found.draft.day == WHEN.date()
    assert found.state == "已审核（李四，2026-11-05）" and not found.is_outdated
    # other data, another office, another version: a draft again
    other = replace(generated, paragraphs=(*generated.paragraphs, paragraph("x", "又一项。")))
    for changed in (other, replace(generated, office="另一局")):
        found = compose(board, changed, [approved])
        assert found.approval is None and found.draft.mark == "初稿" and found.is_outdated
    found = compose(board, generated, [version(*words, number=5), approved])
    assert found.approval is None and not found.is_outdated and found.draft.mark == "初稿"


def test_every_place_of_an_issue_is_listed_once_and_can_be_filled_in(board):
    """Its number, too, which stands in its head; then it can be approved."""
    kind = papers.BY_NAME["简报"]
    draft = kind.draft(Occasion(board, OCTOBER, "", DAY))
    points = [one for one in compose(board, draft).points if one.is_gap]
    assert [one.text for one in points] == [gap.text for _, gap in draft.placed_gaps()]
    assert [one.key for one in points][0::4] == ["issue", ""] and len(points) == 5
    words = [Words(one.key, "甲。", one.text) for one in draft.paragraphs if one.gaps]
    words[0] = replace(words[0], text="第3期\n（总第15期）")
    signed = replace(draft, office="云溪县局")
    edited = compose(board, signed, [version(*words)])
    assert not [one for one in edited.points if one.is_gap]
    document = Document(io.BytesIO(kind.content(edited.draft, Decimal("28.95"), WHEN)))
    texts = [one.text for one in document.paragraphs]
    assert texts[1] == "第3期（总第15期）" and not [x for x in texts[2:] if "15期" in x]


def test_what_goes_out_as_two_things_is_approved_as_each(board):
    """征求意见稿 and 正式 share the words; neither is approved by the other's approval."""
    bulletin = papers.BY_NAME["通报"]
    comment, final = bulletin.versions

    def paper(goes_out_as: str, *versions: PaperVersion) -> Edited:
        draft = bulletin.draft(Occasion(board, OCTOBER, "云溪县局", DAY, goes_out_as))
        return compose(board, draft, versions, goes_out_as)

    assert paper(comment).draft.mark == f"{comment}（初稿）" and paper(final).draft.mark == "初稿"
    first = replace(version(step=APPROVED, text=text_of_draft(paper(comment).draft)), about=comment)
    assert paper(comment, first).draft.mark == comment and paper(comment, first).approval == first
    assert paper(final, first).draft.mark == "初稿" and not paper(final, first).is_outdated
    second = replace(first, number=4, about=final, text=text_of_draft(paper(final).draft))
    assert paper(final, second, first).draft.mark == ""
    assert paper(comment, second, first).approval == first
    edited = version(Words("opening", "改了。"), number=5)
    assert paper(comment, edited, second, first).approval is None


def test_open_cells_of_a_table_are_filled_in_by_a_person(board):
    report = papers.BY_NAME["汇报"]
    generated = report.draft(Occasion(board, OCTOBER, "云溪县局", DAY))
    block = next(found for found in compose(board, generated).blocks if found.open_cells)
    cells = block.open_cells
    assert {cell.column for cell in cells} == {"责任人"} and cells[0].row == "提升网上可办率"
    said = [Words(cells[0].key, "张三"), Words(cells[1].key, "李四等2人")]
    edited = compose(board, generated, [version(*said)])
    rows = one(edited.draft, block.key).table.rows
    assert [row[3] for row in rows][0] == "张三"
    assert (rows[1][3].text, rows[1][3].source) == ("李四等2人", TYPED)
    assert isinstance(rows[2][3], Gap)
    before = len(compose(board, generated).points)
    assert len(edited.points) == before - 2
    assert len(edited.block(block.key).open_cells) == len(cells)
    assert [found.key for found in edited.blocks] == [
        f.key for f in compose(board, generated).blocks
    ]


def test_last_years_december_is_what_a_free_part_begins_with():
    def paper(month: date, text: str) -> PaperVersion:
        return replace(version(Words("a", text)), month=month)

    months = [date(2026, 9, 1), date(2025, 12, 1), date(2024, 12, 1)]
    known = [paper(month, f"{month}") for month in months]
    assert earlier_text(known, OCTOBER, "a").text == "2025-12-01"
    assert earlier_text(known[:1], OCTOBER, "a").text == "2026-09-01"
    assert earlier_text(known, date(2025, 12, 1), "a").text == "2024-12-01"
    assert earlier_text(known, OCTOBER, "b") is None
    assert earlier_text([paper(OCTOBER, "自己")], OCTOBER, "a") is None


def test_two_versions_are_compared_paragraph_by_paragraph():
    before, after = ("题", "甲", "乙", "丙", "局"), ("题", "甲1", "乙", "丙", "丁", "局")
    assert [(one.before, one.after) for one in changes(before, after)] == [
        ("甲", "甲1"),
        ("", "丁"),
    ]
    assert changes(before, before) == []


def test_steps_make_versions_with_the_whole_text(board, demonstration_file, tmp_path):
    store = open_store(Path(shutil.copy(demonstration_file, tmp_path / "a.duckdb")))
    live = Board(store)

    def steps() -> Steps:
        known = store.papers.versions(KIND.key, OCTOBER)
        return Steps(store, live, KIND, compose(live, draft_of(live), known))

    key = "practice:others"
    first = steps().write(key, HOSTILE, ACT)
    assert first.number == 1 and first.words[0].after == "heading:practice:others"
    assert "\u202e" not in first.text[0] and any("<script>" in line for line in first.text)
    second = steps().keep(key, ACT)
    assert second.words == first.words
    third = steps().put_back(key, ACT)
    assert third.words == () and third.text == text_of_draft(draft_of(live))
    fourth = steps().restore(first, ACT)
    assert fourth.words == first.words and fourth.text == first.text and fourth.about == "第1稿"
    with pytest.raises(GovsvcError, match="还有.处待补充"):
        steps().approve(ACT)
    stale = steps()
    open_ones = {found.key for found in stale.edited.points if found.is_gap}
    words = [Words(found, "甲。", "") for found in open_ones]
    paper = stale.paper
    store.paper_writes.save(paper, WRITTEN, key, words, ["全文"], ACT, seen=4)
    with pytest.raises(StaleVersion):
        stale.write(key, "乙", ACT)
    approved = steps().approve(ACT)
    assert approved.number == 6 and steps().edited.draft.mark == ""
    steps().write("opening", "改了。", ACT)
    assert steps().edited.draft.mark == "初稿"
    assert store.faults() == []
    store.close()
