"""Bad uploads: each is refused with its own code and a Chinese sentence, or read; the caller's
process lives.
"""

import io
import re
import time
import zipfile
from datetime import date

import pytest
import xlwt
from hostile_files import HEADER, ROW, far_cell, lying_bomb, rezipped, saved, workbook, zip_of
from openpyxl import Workbook
from openpyxl.chart import BarChart
from support import golden_files

from govsvc import sheets
from govsvc.domain.errors import FileRefused
from govsvc.sheets.cells import limits
from govsvc.sheets.records.options import ReadOptions
from govsvc.sheets.sandbox import process
from govsvc.sheets.sandbox.process import Limits, Worker

CHINESE = re.compile(r"[\u4e00-\u9fff]{4}")


def encrypted_ole() -> bytes:
    return (
        bytes.fromhex("d0cf11e0a1b11ae1")
        + b"\0" * 1016
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 2000
    )


def encrypted_zip() -> bytes:
    content = bytearray(workbook(HEADER, ROW))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + place] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def chart_only() -> bytes:
    book = Workbook()
    book.remove(book.active)
    book.create_chartsheet("图").add_chart(BarChart())
    return saved(book)


def many_entries() -> bytes:
    out = io.BytesIO(workbook(HEADER, ROW))
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(limits.MOST_ENTRIES):
            archive.writestr(f"x/{number}", b"")
    return out.getvalue()


def wide() -> bytes:
    return workbook([f"列{number}" for number in range(300)])


def many_sheets() -> bytes:
    book = Workbook()
    for number in range(limits.MOST_SHEETS):
        book.create_sheet(f"表{number}")
    return saved(book)


def broken_part() -> bytes:
    return rezipped(
        workbook(HEADER, ROW), lambda name, part: part[:60] if "workbook.xml" in name else part
    )


def hidden_only() -> bytes:
    book = Workbook()
    page = book.create_sheet("数据")
    page.append(HEADER)
    page.append(ROW)
    page.sheet_state = "hidden"
    return saved(book)


def entities() -> bytes:
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;'
        b'">]><worksheet><sheetData>&b;</sheetData></worksheet>'
    )
    return rezipped(workbook(HEADER, ROW), lambda name, part: bomb if "sheet1" in name else part)


BAD = {
    "not a workbook": ("a.xlsx", lambda: b"not a workbook", "not_a_workbook"),
    "a picture": (
        "a.xls",
        lambda: bytes.fromhex("89504e470d0a1a0a0000000d49484452") * 50,
        "picture",
    ),
    "empty": ("a.xlsx", lambda: b"", "empty_file"),
    "only line ends": ("a.csv", lambda: b"\r\n\r\n", "empty_file"),
    "no cells": ("a.xlsx", workbook, "empty_workbook"),
    "half a zip": ("a.xlsx", lambda: golden_files("02_items_clerk.xlsx")[0][1][:20000], "damaged"),
    "half an xls": (
        "a.xls",
        lambda: golden_files("03_stations_townships.xls")[0][1][:3000],
        "not_a_workbook",
    ),
    "password": ("a.xlsx", encrypted_ole, "password"),
    "encrypted zip": ("a.xlsx", encrypted_zip, "password"),
    "another zip": ("a.xlsx", lambda: zip_of(word__document=b"<w/>"), "not_a_workbook"),
    "chart only": ("a.xlsx", chart_only, "chart_only"),
    "header only": ("a.xlsx", lambda: workbook(HEADER), "header_only"),
    "no known sheet": ("a.xlsx", lambda: workbook(["姓名", "年龄"], ["甲", 3]), "no_known_sheet"),
    "hidden only": ("a.xlsx", hidden_only, "empty_workbook"),
    "html": (
        "a.xls",
        lambda: "<html><body><table><tr><td>事项名称</td></tr></table></body></html>".encode(),
        "no_known_sheet",
    ),
    "html table": (
        "a.xls",
        lambda: "\ufeff\n <TABLE><tr><td>事项名称</td></tr></TABLE>".encode(),
        "no_known_sheet",
    ),
    "xml workbook": (
        "a.xls",
        lambda: (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
        ),
        "empty_workbook",
    ),
    "no month": ("a.xlsx", lambda: workbook(HEADER[1:], ROW[1:]), "month_not_found"),
    "far cell": ("a.xlsx", far_cell, "far_cell"),
    "far cell, single quotes": ("a.xlsx", lambda: far_cell(quote="'"), "far_cell"),
    "far row": ("a.xlsx", lambda: far_cell("A300002"), "far_cell"),
    "many parts": ("a.xlsx", many_entries, "unpacks_too_large"),
    "unpacks too large": (
        "a.xlsx",
        lambda: zip_of(xl__workbook=b"", xl__media=b"\0" * (201 * 2**20)),
        "unpacks_too_large",
    ),
    "unpacks too large unsaid": ("a.xlsx", lying_bomb, ("unpacks_too_large", "damaged")),
    "wide": ("a.xlsx", wide, "too_many_columns"),
    "many sheets": ("a.xlsx", many_sheets, "too_many_sheets"),
    "long csv": ("a.csv", lambda: b"a,b\n" * (limits.MOST_ROWS + 1), "too_many_rows"),
    "too large": ("a.xlsx", lambda: b"PK" + b"\0" * limits.MOST_BYTES, "too_large"),
    "broken part": ("a.xlsx", broken_part, "not_a_workbook"),
    "entities": ("a.xlsx", entities, "empty_workbook"),
    "open quote": (
        "a.csv",
        lambda: '事项名称,是否网上可办\n"甲,是\n乙,否\n'.encode(),
        "csv_broken",
    ),
    "mixed encodings": (
        "a.csv",
        lambda: "事项名称,是否网上可办\n甲乙,是\n".encode() + "丙丁戊,否\n".encode("gb18030"),
        "csv_encoding",
    ),
    "utf-16 without mark": (
        "a.csv",
        lambda: "事项名称,是否网上可办\n".encode("utf-16-le"),
        "header_only",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_with_a_sentence(case):
    name, make, code = BAD[case]
    content, start = make(), time.monotonic()
    bad, good = sheets.read_files([(name, content), *golden_files("06_city_bulletin_differs.csv")])
    assert time.monotonic() - start < 20
    assert isinstance(bad.refused, FileRefused) and bad.refused.code in (
        (code,) if isinstance(code, str) else code
    ), bad.refused
    assert (
        CHINESE.search(bad.refused.title)
        and CHINESE.search(bad.refused.step)
        and bad.refused.title.endswith("。")
    )
    assert not re.search(r"Traceback|Error|/[a-z]+/", bad.refused.title + bad.refused.step)
    assert (bad.entries, bad.reported, bad.targets, bad.issues, bad.month) == ([], [], [], [], None)
    assert good.refused is None and len(good.reported) == 12


def test_the_far_cell_is_named():
    refused = sheets.read_files([("a.xlsx", far_cell())])[0].refused
    assert "XFD1048576" in refused.title and "XFD1048576" in refused.step


def test_a_far_cell_that_holds_nothing_is_read():
    blank = rezipped(
        workbook(HEADER, ROW),
        lambda name, part: (
            part.replace(
                b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
            )
            if "sheet1" in name
            else part
        ),
    )
    (file,) = sheets.read_files([("a.xlsx", blank)])
    assert file.refused is None and len(file.entries) == 1


def hostile_xls() -> bytes:
    """Far apart, yet within what an .xls may hold."""
    book = xlwt.Workbook()
    page = book.add_sheet("表")
    page.write(0, 0, "a")
    page.write(65535, 255, "b")
    return saved(book)


def test_a_child_that_runs_out_of_memory_or_time_is_a_sentence_and_is_replaced():
    with Worker(Limits(memory=400 * 2**20)) as worker:
        read, _ = worker.read("a.xls", "x", hostile_xls(), ReadOptions())
        assert read.refused.code == "crashed" and CHINESE.search(read.refused.step)
        name, content = golden_files("06_city_bulletin_differs.csv")[0]
        assert worker.read(name, "y", content, ReadOptions())[0].refused is None
    with Worker(Limits(seconds=0.001)) as worker:
        read, _ = worker.read("a.xls", "x", hostile_xls(), ReadOptions())
        assert read.refused.code == "timeout" and "停止" in read.refused.title
    with Worker(Limits(cpu_seconds=0)) as worker:
        read, _ = worker.read("a.xls", "x", hostile_xls(), ReadOptions())
        assert read.refused.code == "crashed"


def test_cpu_time_is_counted_for_each_file_anew():
    with Worker(Limits(cpu_seconds=1)) as worker:
        name, content = golden_files("01_clean_month.xlsx")[0]
        start = time.monotonic()
        while time.monotonic() - start < 3:
            assert worker.read(name, "x", content, ReadOptions())[0].refused is None
        assert worker._child is not None


def test_a_far_apart_xls_is_no_danger():
    start = time.monotonic()
    (file,) = sheets.read_files([("a.xls", hostile_xls())])
    assert file.refused and time.monotonic() - start < 20


@pytest.fixture
def children(monkeypatch):
    """Every child that was started, from none; none is left."""
    process._end_idle()
    found, start = [], Worker._start
    monkeypatch.setattr(Worker, "_start", lambda self: found.append(start(self)) or found[-1])
    yield found
    process._end_idle()
    assert all(child.wait(10) is not None for child in found)


def test_one_child_stays_warm_and_reads_the_next_files(children):
    for _ in range(2):
        sheets.read_files(golden_files("06_city_bulletin_differs.csv", "04_city_bulletin.csv"))
    assert len(children) == 1 and children[0].poll() is None


def test_two_at_once_leave_one_child(children):
    with Worker() as one, Worker() as two:
        for worker in (one, two):
            ((name, content),) = golden_files("06_city_bulletin_differs.csv")
            assert worker.read(name, "", content, ReadOptions())[0].refused is None
    assert len(children) == 2 and sum(child.poll() is None for child in children) == 1


def test_a_child_that_held_a_large_file_is_ended(children, monkeypatch):
    monkeypatch.setattr(process, "_LARGE", 10)
    (file,) = sheets.read_files(golden_files("06_city_bulletin_differs.csv"))
    assert file.refused is None
    (child,) = children
    assert child.poll() is not None


@pytest.mark.parametrize(("bytes_side_by_side", "ended"), [(2**20, False), (1, True)])
def test_a_child_that_may_still_read_what_it_refused_is_ended(
    children, monkeypatch, bytes_side_by_side, ended
):
    monkeypatch.setattr(limits, "READ_SIDE_BY_SIDE", bytes_side_by_side)
    (file,) = sheets.read_files([("a.csv", b"\0")])
    assert file.refused.code == "empty_file"
    (child,) = children
    assert (child.poll() is not None) is ended


def test_a_warm_child_that_died_is_replaced(children):
    for _ in range(2):
        (file,) = sheets.read_files(golden_files("06_city_bulletin_differs.csv"))
        assert file.refused is None
        children[-1].kill()
        children[-1].wait()
    assert len(children) == 2


def test_the_library_is_found_from_any_folder(tmp_path, monkeypatch):
    (tmp_path / "csv.py").write_text("raise SystemExit('shadowed')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    (file,) = sheets.read_files(golden_files("06_city_bulletin_differs.csv"))
    assert file.refused is None


def test_a_file_called_otherwise_is_read_by_content():
    xls, xlsx = golden_files("03_stations_townships.xls", "05_items_with_faults.xlsx")
    first, second = sheets.read_files([("a.xlsx", xls[1]), ("b.xls", xlsx[1])])
    assert (
        first.refused is None
        and any(".xls，" in note for note in first.notes)
        and len(first.entries) == 214
    )
    assert second.refused is None and len(second.entries) == 40


def test_the_same_bytes_twice():
    ((name, content),) = golden_files("06_city_bulletin_differs.csv")
    first, second = sheets.read_files([(name, content), ("另一个.csv", content)])
    assert first.refused is None and len(first.reported) == 12
    assert second.refused.code == "same_file_twice" and name in second.refused.title


def test_the_month_argument_fills_a_gap_only():
    content = workbook(HEADER[1:], ROW[1:])
    (file,) = sheets.read_files([("a.xlsx", content)], month=date(2026, 8, 1))
    assert file.month == date(2026, 8, 1) and file.entries[0].month == date(2026, 8, 1)
    (file,) = sheets.read_files(golden_files("02_items_clerk.xlsx"), month=date(2026, 8, 1))
    assert file.refused.code == "month_contradicts" and file.entries == []


def test_a_month_is_not_borrowed_from_another_file():
    files = sheets.read_files(
        [("a.xlsx", workbook(HEADER[1:], ROW[1:])), *golden_files("05_items_with_faults.xlsx")]
    )
    assert files[0].refused.code == "month_not_found" and files[1].refused is None


def test_a_long_cell_is_an_error_at_its_cell():
    (file,) = sheets.read_files(
        [("a.xlsx", workbook(HEADER, ROW, [*ROW[:1], "A1", "长" * 5000, *ROW[3:]]))]
    )
    assert ("C3", "cell_too_long") in [(issue.cell, issue.code) for issue in file.issues]
    assert [entry.status for entry in file.entries] == ["counted", "left_out"]


def test_a_formula_without_value_and_an_error_in_a_cell_are_no_zero():
    (file,) = sheets.read_files(
        [("a.xlsx", workbook(HEADER, [*ROW[:2], "=A1&B1", *ROW[3:]], [*ROW[:1], "B2", *ROW[2:]]))]
    )
    assert [(issue.cell, issue.code) for issue in file.issues] == [("C2", "formula_without_value")]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("通报.pdf", b"%PDF-1.7 ...", "pdf"),
        ("通报.xlsx", b"%PDF-1.7 ...", "pdf"),
        ("全部.rar", b"Rar!\x1a\x07\x00...", "rar"),
        ("全部.7z", b"7z\xbc\xaf\x27\x1c....", "seven_zip"),
        (
            "通报.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
            "doc",
        ),
        ("通报.ofd", zip_of(**{"OFD.xml": b"<ofd/>"}), "ofd"),
        ("汇报.pptx", zip_of(**{"ppt/presentation.xml": b"<p/>"}), "slides"),
        ("事项.xls", b'{"code": 401, "message": "unauthorized"}', "json"),
        (
            "事项.xls",
            b'<html><table><tr><td><input type="password"></td></tr></table>',
            "sign_in_page",
        ),
        ("截图.png", b"\x89PNG\r\n\x1a\n....", "picture"),
    ],
)
def test_what_holds_no_table_says_what_it_is_and_what_to_do(name, content, code):
    (file,) = sheets.read_files([(name, content)])
    assert file.refused.code == code and file.refused.step
