"""What holds of every kind of paper: each number is in its 数据核对表, nothing suspected is in it,
keys last, hostile names and months without data make a sound file.
"""

import io
import re
import time
from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest
from docx import Document
from docx.oxml.ns import qn
from pptx import Presentation
from test_paper_summary import (
    DAY,
    HOSTILE,
    MADE,
    NOVEMBER,
    OCTOBER,
    OFFICE,
    SEPTEMBER,
    SPACING,
    numbers_in,
    table_rows,
)

from govsvc.board import Board
from govsvc.documents import papers
from govsvc.documents.papers.editing import compose
from govsvc.domain.paper_versions import WRITTEN, PaperVersion, Words
from govsvc.workflow.rectification import Ledger

#: dates, numbers of attachments and of their places in the note
_NO_NUMBER = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日|附件\d*：?(?:\d+\. )?|^\d+\. ")
#: a list whose first two columns are the place of a row and the name of an item or village
ROWS = "各单位问题清单"
each_kind = pytest.mark.parametrize("name", papers.BY_NAME)


def draft_of(board: Board, name: str, month: date = OCTOBER, office: str = OFFICE) -> papers.Draft:
    ledger = Ledger(board._data.store, DAY)
    occasion = papers.Occasion(board, month, office, DAY, ledger=ledger)
    return papers.BY_NAME[name].draft(occasion)


def file_of(draft: papers.Draft, name: str) -> bytes:
    return papers.BY_NAME[name].content(draft, SPACING, MADE)


def texts_of_word(content: bytes) -> Iterator[str]:
    """Every paragraph in and outside of tables, without what is marked to be filled in, names of
    rows and the 数据核对表.
    """
    document = Document(io.BytesIO(content))
    is_left_out = is_of_rows = False
    for one in document.element.body.iter(qn("w:p")):
        runs = list(one.iter(qn("w:r")))
        text = "".join(t.text or "" for run in runs for t in run.iter(qn("w:t")))
        cell = one.getparent()
        is_title = cell is document.element.body
        is_left_out |= is_title and text == "数据核对表"
        is_of_rows |= is_title and text == ROWS
        beside = [] if is_title else list(cell.itersiblings(qn("w:tc"), preceding=True))
        is_name = is_of_rows and not is_title and len(beside) < 2 and cell.getnext() is not None
        if not is_left_out and not is_name:
            plain = [run for run in runs if run.find(f".//{qn('w:highlight')}") is None]
            yield "".join(t.text or "" for run in plain for t in run.iter(qn("w:t")))


def texts_of(content: bytes, name: str) -> Iterator[str]:
    """Every text of the file."""
    is_word = papers.BY_NAME[name].ending == ".docx"
    return texts_of_word(content) if is_word else texts_of_slides(content)


def texts_of_slides(content: bytes) -> Iterator[str]:
    """Every paragraph of texts and tables, and of charts what labels say, without numbers of
    slides and what is to be filled in.
    """
    for slide in Presentation(io.BytesIO(content)).slides:
        for shape in slide.shapes:
            if shape.has_chart:
                yield from texts_of_chart(shape.chart)
            elif shape.has_table:
                for cell in shape.table.iter_cells():
                    yield from texts_of_frame(cell.text_frame)
            else:
                yield from texts_of_frame(shape.text_frame)


def texts_of_frame(frame) -> Iterator[str]:
    for paragraph in frame.paragraphs:
        runs = [run.text for run in paragraph.runs if not run.text.startswith("【请补充")]
        yield "".join(runs)


def texts_of_chart(chart) -> Iterator[str]:
    yield chart.chart_title.text_frame.text
    (plot,) = chart.plots
    yield from map(str, plot.categories)
    decimals = len(plot.data_labels.number_format.partition(".")[2])
    for value in plot.series[0].values:
        if value is not None:
            yield f"{value:.{decimals}f}"


def known_numbers(draft: papers.Draft) -> set[str]:
    """Those of the 数据核对表, as its file has them."""
    rows = table_rows(Document(io.BytesIO(papers.checks(draft, SPACING, MADE))))
    found = {number for row in rows for number in numbers_in(f"{row[1]} {row[3]} {row[5]}")}
    return found | {number.removesuffix("%") for number in found}  # as charts have them


def unproved(draft: papers.Draft, name: str) -> list[str]:
    known = known_numbers(draft)
    texts = [_NO_NUMBER.sub("", text) for text in texts_of(file_of(draft, name), name)]
    return [number for text in texts for number in numbers_in(text) if number not in known]


@each_kind
def test_every_number_is_in_the_table(demonstration_board, name):
    draft = draft_of(demonstration_board, name)
    assert len(list(draft.placed_figures())) > 40
    assert unproved(draft, name) == []


def test_a_number_that_is_not_in_the_table_would_be_found(demonstration_board):
    for name in papers.BY_NAME:
        draft = draft_of(demonstration_board, name)
        first = papers.Paragraph("x", ("排名第九，占12.34%。",))
        changed = papers.Draft(
            draft.title, draft.month, (*draft.paragraphs[:2], first), OFFICE, DAY,
            is_slides=draft.is_slides, is_handed_out=True,
        )  # fmt: skip
        assert {"第九", "12.34%"} <= set(unproved(changed, name))


@each_kind
def test_every_number_that_a_person_wrote_is_in_the_table(demonstration_board, name):
    draft = draft_of(demonstration_board, name)
    last = [one for one in draft.paragraphs if one.parts and not one.level][-1]
    said = Words(
        last.key, "新增窗口3个、专区八个，“进驻率”达到98.01%（7/9），位居全市第九。", last.text
    )
    version = PaperVersion("a", OCTOBER, 1, WRITTEN, "", (said,), (), "李四", MADE)
    edited = compose(demonstration_board, draft, [version])
    assert said.text in [one.text for one in edited.draft.paragraphs]
    assert unproved(edited.draft, name) == []
    assert {"3", "八"} <= {one.number for _, one in edited.draft.placed_figures()}
    assert {"98.01%", "第九"} <= set(
        numbers_in("".join(texts_of(file_of(edited.draft, name), name)))
    )


@each_kind
def test_nothing_that_is_only_suspected_and_no_padding(demonstration_board, name):
    content = file_of(draft_of(demonstration_board, name), name)
    text = "\n".join(texts_of(content, name))
    assert "疑似" not in text and "核减后" not in text and "—位" not in text and "None" not in text
    assert "99.94%" in text and "98.10%" in text


@each_kind
def test_keys_are_each_paragraphs_own_and_last(demonstration_board, name):
    def keys(month: date) -> list[str]:
        draft = draft_of(demonstration_board, name, month)
        return [one.key for one in draft.paragraphs]

    october, empty = keys(OCTOBER), keys(NOVEMBER)
    assert len(set(october)) == len(october) and len(set(empty)) == len(empty)
    assert not [key for key in (*october, *empty) if re.search(r"\d", key) or not key]


@each_kind
def test_months_without_data(demonstration_board, name):
    """The month after the last one, and one before all."""
    for month in (NOVEMBER, date(2019, 12, 1)):
        draft = draft_of(demonstration_board, name, month, office="")
        assert list(draft.placed_gaps()) and unproved(draft, name) == []


@each_kind
def test_a_county_without_a_bulletin(clerk_board, name):
    draft = draft_of(clerk_board(), name, SEPTEMBER)
    text = "\n".join(texts_of(file_of(draft, name), name))
    assert unproved(draft, name) == [] and "位居" not in text and "98.59%" in text


@each_kind
def test_long_and_hostile_names(demonstration_board, monkeypatch, name):
    split = pd.DataFrame(
        [(f"{HOSTILE}{n}", 90 - n, 0.1) for n in range(40)],
        columns=["unit", "missing", "cumulative"],
    )
    monkeypatch.setattr(demonstration_board, "home_name", lambda: HOSTILE)
    monkeypatch.setattr(demonstration_board.lists, "split", lambda *_: split)
    draft = draft_of(demonstration_board, name, office=HOSTILE)
    text = "\n".join(texts_of(file_of(draft, name), name))
    assert "=cmd()<w:p>&甲 乙局长" in text and not re.search("[\x00\u202e]", text)


@pytest.mark.parametrize("name", [x.name for x in papers.KINDS if x.ending == ".docx"])
def test_layout_of_the_standard(demonstration_board, name):
    """GB/T 9704—2012, read back from the file: page, margins, grid, fonts, lines, page numbers."""
    content = file_of(draft_of(demonstration_board, name), name)
    document = Document(io.BytesIO(content))
    upright = [one for one in document.sections if one.page_width < one.page_height]
    for section in upright:
        sides = (
            section.top_margin,
            section.bottom_margin,
            section.left_margin,
            section.right_margin,
        )
        assert [round(side.mm, 1) for side in sides] == [37, 35, 28, 26]
        assert [round(x.mm) for x in (section.page_width, section.page_height)] == [210, 297]
        assert section._sectPr.find(qn("w:docGrid")).get(qn("w:linePitch")) == "579"
    found = {"黑体": 0, "方正小标宋简体": 0, "仿宋_GB2312": 0}
    for paragraph in document.paragraphs:
        for run in paragraph.runs[:1]:
            font = run._r.find(f".//{qn('w:rFonts')}").get(qn("w:eastAsia"))
            size = run.font.size.pt
            if font == "方正小标宋简体":
                assert size in (22, 36)
            elif paragraph._p.find(f".//{qn('w:outlineLvl')}") is not None:
                assert (font, size) in (("黑体", 16), ("楷体_GB2312", 16))
            elif paragraph._p.find(f".//{qn('w:ind')}") is not None and font == "仿宋_GB2312":
                assert size == 16
            found[font] = found.get(font, 0) + 1
    assert min(found.values()) >= 1
    footer = "".join(t.text or "" for t in document.sections[0].footer._element.iter(qn("w:t")))
    assert footer.replace("1", "") == "—  —"


@each_kind
def test_it_takes_less_than_two_seconds(demonstration_board, name):
    begun = time.process_time()
    file_of(draft_of(demonstration_board, name), name)
    assert time.process_time() - begun < (3 if papers.BY_NAME[name].ending == ".pptx" else 2)
