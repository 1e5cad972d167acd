"""Pasted tables: what Word, WPS, Excel, a PDF, a chat or Markdown puts on the clipboard, and the
file that is made of it.
"""

import time
from datetime import date

import pytest
from support import GOLDEN, mentions

from govsvc import sheets
from govsvc.domain.errors import FileRefused
from govsvc.sheets.tables import line_splitting, pasted
from govsvc.sheets.tables.pasted import as_file, split

CODE = "11999923MB0000100Y4700100000000"
NAME = pasted.FILE_NAME
TABLE = [["县（市、区）", "网上可办率", "排名"], ["云溪县", "98.50", "2"], ["东屏县", "99.10", "1"]]


def joined(separator: str, rows=TABLE) -> str:
    return "\n".join(separator.join(row) for row in rows)


@pytest.mark.parametrize(
    ("text", "way"),
    [
        (joined("\t"), line_splitting.TABS),
        (joined("   "), line_splitting.SPACES),
        (joined("　"), line_splitting.SPACES),
        (joined(" "), line_splitting.ANY_SPACE),
        (joined(","), line_splitting.COMMAS),
        (joined("，"), line_splitting.WIDE_COMMAS),
        (joined(";"), line_splitting.SEMICOLONS),
        (joined(" | "), line_splitting.BARS),
        (
            "\n".join(
                f"| {' | '.join(row)} |" for row in (TABLE[0], [":---", "---:", "---"], *TABLE[1:])
            ),
            line_splitting.BARS,
        ),
        (
            "\n".join(f"|{'|'.join(row)}|" for row in (TABLE[0], ["-", "-", "-"], *TABLE[1:])),
            line_splitting.BARS,
        ),
        (
            "┌──┬──┬──┐\n"
            + "\n├──┼──┼──┤\n".join(f"│{'│'.join(row)}│" for row in TABLE)
            + "\n└──┴──┴──┘",
            line_splitting.BARS,
        ),
        ("\r\n\r\n" + joined("\t").replace("\n", "\r\n") + "\r\n\r\n", line_splitting.TABS),
        (joined("\xa0\xa0"), line_splitting.SPACES),
    ],
    ids=[
        "word",
        "pdf",
        "wide space",
        "space",
        "comma",
        "wide comma",
        "semicolon",
        "chat bar",
        "markdown",
        "short rule",
        "drawn",
        "crlf",
        "nbsp",
    ],
)
def test_columns_are_parted_by_what_parts_the_lines(text, way):
    found = split(text)
    assert (found.rows, found.way, found.notes) == (TABLE, way, [])


def test_titles_above_and_notes_below_do_not_disturb():
    found = split("云溪市 2026年9月 通报\n\n" + joined("   ") + "\n注：数据来自平台。")
    assert (
        found.rows[0] == ["云溪市 2026年9月 通报", "", ""]
        and found.rows[1] == ["", "", ""]
        and found.rows[2:5] == TABLE
        and found.notes == []
    )


def test_what_parts_a_few_lines_does_not_part_the_table():
    found = split("通报,节选\n" + "云溪县  98.50  2\n" * 6 + "东屏县  99.10\n" + "注,略")
    assert found.way == line_splitting.SPACES and found.rows[1] == ["云溪县", "98.50", "2"]


def test_text_stays_as_it_is():
    rows = [["实施编码", "比率", "序号"], [CODE, "98.50", "007"], ["=1+1", "-", "1,200"]]
    assert split(joined("\t", rows)).rows == rows
    assert split(joined("  ", rows)).rows == rows


def test_thousands_are_no_columns():
    rows = [["云溪县", "3,148", "3,150"], ["东屏县", "2,998", "3,000"]]
    assert split(joined(" ", rows)).rows == rows and split(joined("  ", rows)).rows == rows


def test_blanks_of_merged_cells_stay_in_their_column():
    assert split("城关镇\t东关村\t是\n\t西关村\t否\n\t南关村\t").rows == [
        ["城关镇", "东关村", "是"],
        ["", "西关村", "否"],
        ["", "南关村", ""],
    ]
    assert split("乡镇    村      设站\n城关镇  东关村  是\n        西关村  否").rows[2] == [
        "",
        "西关村",
        "否",
    ]


def test_cells_with_line_breaks_and_quotes():
    assert split('"站点\n名称"\t备注\n东关村\t"说""好"""').rows == [
        ["站点\n名称", "备注"],
        ["东关村", '说"好"'],
    ]
    assert split('"甲方\t1\n"乙"方\t2').rows == [['"甲方', "1"], ['"乙"方', "2"]]
    assert split("东关村\x0b便民服务站\t是\x07\n西关村\t否").rows[0] == ["东关村 便民服务站", "是"]


def test_uneven_rows_are_padded_and_said():
    found = split("县  比率  排名\n云溪县  98.50  2\n东屏县  99.10\n南浦区  97.00  3")
    assert [len(row) for row in found.rows] == [3] * 4
    assert mentions(*found.notes, "第3行")
    many = split("a  b  c\n" + "甲  乙\n" * 8 + "a  b  c\n" * 12)
    assert "第2、3、4、5、6行等8行" in many.notes[0]


def test_the_way_may_be_chosen():
    assert split("城关镇 东关村  是\n城关镇 西关村  否").rows[0] == ["城关镇 东关村", "是"]
    assert split("城关镇 东关村  是\n城关镇 西关村  否", way=line_splitting.ANY_SPACE).rows[0] == [
        "城关镇",
        "东关村",
        "是",
    ]
    assert split(
        "<table><tr><td>甲</table>", "<table><tr><td>甲</table>", way=line_splitting.WHOLE
    ).rows == [["<table><tr><td>甲</table>"]]


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<style>td {color:red}</style></head><body><!--StartFragment-->
<table class=MsoTableGrid><tr><td colspan=4><p>全市通报（2026年9月）</p></td></tr>
<tr><td rowspan=2><p>县（市、区）</p></td><td colspan=2><p>网上可办率<o:p></o:p></p></td>
<td rowspan=2>备注</td></tr>
<tr><td><p>比率</p></td><td><p>排名</p></td></tr>
<tr><td><p>云溪县</p></td><td><p>98.50</p></td><td>2</td><td><p>第一行</p><p>第二行</p></td></tr>
<tr><td>东屏县</td><td>99.10</td><td>1</td><td>&nbsp;</td></tr></table>
<!--EndFragment--></body></html>"""


def test_what_word_and_excel_put_there_as_html_keeps_merged_cells():
    found = split("云溪县\n98.50", WORD)
    assert found.way == pasted.HTML
    assert found.rows == [
        ["全市通报（2026年9月）", "", "", ""],
        ["县（市、区）", "网上可办率", "网上可办率", "备注"],
        ["县（市、区）", "比率", "排名", "备注"],
        ["云溪县", "98.50", "2", "第一行\n第二行"],
        ["东屏县", "99.10", "1", ""],
    ]
    assert split(WORD).rows == found.rows  # the source of a page, pasted as text
    (file,) = sheets.read_files([(NAME, as_file(found.rows))])
    assert file.refused is None and {
        (row.county, str(row.printed), row.printed_rank) for row in file.reported
    } == {("云溪县", "98.50", 2), ("东屏县", "99.10", 1)}


def test_html_without_a_table_is_left_for_the_text():
    assert split(joined("\t"), "<p>县（市、区）</p>").rows == TABLE


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "pasted_empty"),
        (" \n　\n", "pasted_empty"),
        ("甲\t乙\n" * 5001, "pasted_too_large"),
        ("\t".join("甲" * 61), "pasted_too_large"),
    ],
)
def test_nothing_and_too_much_are_refused(text, code):
    with pytest.raises(FileRefused) as refused:
        split(text)
    assert refused.value.code == code and refused.value.step


def test_the_file_is_read_as_any_other_and_says_its_cells_as_the_grid_shows_them():
    rows = [
        ["乡镇（街道）", "村（社区）", "站点名称", "是否设站"],
        ["城关镇", "东关村", "东关村便民服务站", "是"],
        ["城关镇", "西关村", "西关村便民服务站", "大概"],
    ]
    (file,) = sheets.read_files([(NAME, as_file(rows, "2026年9月站点台账"))])
    assert file.month == date(2026, 9, 1) and [issue.cell for issue in file.issues] == ["D4"]
    (file,) = sheets.read_files([(NAME, as_file(rows))], month=date(2026, 8, 1))
    assert file.month == date(2026, 8, 1) and [issue.cell for issue in file.issues] == ["D3"]
    (file,) = sheets.read_files([(NAME, as_file(rows))])
    assert (
        file.refused.code == "month_not_found"
    )  # the day of pasting is not taken for the month of the data


def test_titles_and_notes_of_a_pdf_stay_whole_however_they_are_spaced():
    below = [["注：数据 来自 平台"], ["填报单位： 民政局", "填报人： 张三"]]
    for separator in (" ", "  "):
        for title in (
            "云溪市 2026年9月 通报",
            "云溪市  2026年9月  政务服务",
            "政 务 服 务 事 项",
            "全市 各县 政务服务 通报",
            "2026年9月 2号 文件 附件1",
        ):
            found = split("\n".join([title, joined(separator), *map(separator.join, below)]))
            assert found.rows[0] == [title, "", ""] and found.rows[1:4] == TABLE, title
            assert [row[1:] for row in found.rows[4:]] == [["", ""]] * 2 and found.notes == []
    # a header of two lines is none, nor are the rows of a table that has no header
    assert split("县（市、区） 网上可办率 全程网办率\n" + joined(" ")).rows[0] == [
        "县（市、区）",
        "网上可办率",
        "全程网办率",
    ]
    assert split("2026年9月 云溪县 98.50\n2026年9月 东屏县 99.10").rows[0] == [
        "2026年9月",
        "云溪县",
        "98.50",
    ]


@pytest.mark.parametrize(
    "odd",
    [
        chr(1),
        chr(11),
        chr(127),
        chr(0x85),
        chr(0),
        chr(0xFFFD),
        chr(0xD800),
        chr(0xFEFF),
        chr(0x200B),
        chr(0x2028),
    ],
)
def test_no_character_gets_a_paste_refused(odd):
    rows = [
        ["县（市、区）", "网上可办率", "备注"],
        ["云溪县", "98.50", f"甲{odd}乙"],
        ["东屏县", "99.10", ""],
    ]
    found = split("\t".join(rows[0]) + "\n" + "\t".join(rows[1]) + "\n" + "\t".join(rows[2])).rows
    for cells in (found, rows):
        (file,) = sheets.read_files([(NAME, as_file(cells))], month=date(2026, 9, 1))
        assert file.refused is None and [str(row.printed) for row in file.reported] == [
            "98.50",
            "99.10",
        ]
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    assert split("", f"<table>{table}</table>").rows[1][:2] == ["云溪县", "98.50"]


def test_lost_characters_are_shown_and_said():
    found = split("县（市、区）\t网上可办率\n云\ufffd县\t98.50")
    assert found.rows[1][0] == "云□县" and "1处乱码" in found.notes[0]


def test_thousands_of_dashes_are_answered_at_once():
    started = time.monotonic()
    split(("-" * 20_000 + "甲\n") * 3)
    assert time.monotonic() - started < 5


def test_a_row_of_dashes_is_a_row():
    assert split("| 县 | 比率 |\n|---|---|\n| 云溪县 | 98.5 |\n| - | - |").rows == [
        ["县", "比率"],
        ["云溪县", "98.5"],
        ["-", "-"],
    ]


def test_the_name_gives_no_year_to_targets():
    (file,) = sheets.read_files(
        [(NAME, as_file([["指标名称", "目标值"], ["网上可办率", "99.9%"]]))]
    )
    assert [issue.code for issue in file.issues] == ["year_not_found"]


@pytest.mark.parametrize("first", ["<table><tr><td>x", "PK\x03\x04", "", '"'])
def test_no_cell_makes_it_another_format(first):
    rows = [[first, "县（市、区）", "网上可办率"], ["", "云溪县", "98.50"], ["", "东屏县", "99.10"]]
    (file,) = sheets.read_files([(NAME, as_file(rows))], month=date(2026, 9, 1))
    assert file.refused is None and len(file.reported) == 2


def test_golden_05_pasted_is_golden_05():
    from openpyxl import load_workbook

    cells = load_workbook(GOLDEN / "05_items_with_faults.xlsx").active.iter_rows(values_only=True)
    text = "\n".join("\t".join("" if cell is None else str(cell) for cell in row) for row in cells)
    (file,) = sheets.read_files([(NAME, as_file(split(text).rows))])
    (book,) = sheets.read_files([("05.xlsx", (GOLDEN / "05_items_with_faults.xlsx").read_bytes())])
    assert [(issue.cell, issue.code) for issue in file.issues] == [
        (issue.cell, issue.code) for issue in book.issues
    ]
    assert [(row.key, row.flags, row.status) for row in file.entries] == [
        (row.key, row.flags, row.status) for row in book.entries
    ]
