"""A table copied from Word, WPS, Excel, a PDF or a chat becomes rows of text, and these a file that reads as any other."""

import time

import pytest

from govsvc import sheets
from govsvc.errors import FileRefused
from govsvc.sheets import pasted

ROWS = [["县（市、区）", "网上可办率", "排名"], ["云溪县", "98.50%", "2"], ["东屏县", "100.00%", "1"]]


def text(separator: str, rows=ROWS, before: str = "", after: str = "") -> str:
    return "\n".join(before + separator.join(row) + after for row in rows)


@pytest.mark.parametrize(("content", "way"), [
    (text("\t"), pasted.TABS), (text("\t").replace("\n", "\r\n") + "\r\n\r\n", pasted.TABS),
    (text("   "), pasted.SPACES), (text("\u3000"), pasted.SPACES), (text(","), pasted.COMMAS), (text("，"), pasted.WIDE_COMMAS),
    (text(";"), pasted.SEMICOLONS), (text(" "), pasted.ANY_SPACE), (text("|"), pasted.BARS), (text("│", before="│", after="│"), pasted.BARS),
    ("| 县（市、区） | 网上可办率 | 排名 |\n| --- | :---: | --- |\n| 云溪县 | 98.50% | 2 |\n| **东屏县** | 100.00% | 1 |", pasted.BARS),
    ("| 县（市、区） | 网上可办率 | 排名 |\n|-|-|-|\n| 云溪县 | 98.50% | 2 |\n| 东屏县 | 100.00% | 1 |", pasted.BARS),
    ("<table><tr><th>县（市、区）<th>网上可办率<th>排名</tr><tr><td>云溪县<td>98.50%<td>2</tr><tr><td>东屏县<td>100.00%<td>1</tr></table>", pasted.HTML)])
def test_columns_are_parted_however_they_came(content, way):
    found = pasted.split(content)
    assert (found.rows, found.way, found.notes) == (ROWS, way, [])


def test_a_cell_of_excel_with_a_line_break_is_one_cell():
    assert pasted.split('事项名称\t单位\n"施工许可\n核发"\t住建局').rows == [["事项名称", "单位"], ["施工许可\n核发", "住建局"]]


def test_codes_and_numbers_stay_as_they_are_printed():
    code = "1165990100000000001234567890123"
    row = [code, "98.50", "007", "1,234"]
    assert pasted.split("\t".join(row)).rows == [row]
    (name, content), = [(pasted.FILE_NAME, pasted.as_file([["县（市、区）", "网上可办率"], ["云溪县", "98.50%"]], "2026年9月通报"))]
    file, = sheets.read_files([(name, content)])
    assert file.refused is None and [(str(row.printed), row.row) for row in file.reported] == [("98.50", 3)]


def test_rows_with_more_or_fewer_cells_are_named():
    found = pasted.split(text("   ", [*ROWS, ["南浦区", "97%"]]))
    assert found.rows[-1] == ["南浦区", "97%", ""] and "第4行" in found.notes[0]


def test_another_way_may_be_chosen():
    assert pasted.split("甲  乙,丙", way=pasted.COMMAS).rows == [["甲  乙", "丙"]]


@pytest.mark.parametrize("content", ["", " \n\t\n "])
def test_nothing_is_said(content):
    with pytest.raises(FileRefused) as refusal:
        pasted.split(content)
    assert refusal.value.code == "pasted_empty"


def test_too_much_is_said():
    with pytest.raises(FileRefused, match="超过5000行") as refusal:
        pasted.split("甲\t乙\n" * 5001)
    assert "上传文件" in refusal.value.step


def test_thousands_of_dashes_are_answered_at_once():
    started = time.monotonic()
    pasted.split(("-" * 20_000 + "甲\n") * 3)
    assert time.monotonic() - started < 5
