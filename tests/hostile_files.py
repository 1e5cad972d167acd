"""Hostile files, made when they are needed: small to make and to send, large or strange to read."""

import io
import re
import struct
import zipfile
from functools import cache

from openpyxl import Workbook

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 1_048_576, 16_384, 32_767
HEADER = [
    "统计月份",
    "实施编码",
    "事项名称",
    "事项类型",
    "实施主体",
    "是否网上可办",
    "是否全程网办",
    "是否在省平台发布",
    "是否进驻大厅",
]
ROW = [
    "2026年10月",
    "11999923MB0000100Y4700100000000",
    "住房核发",
    "行政许可",
    "住建局",
    "是",
    "是",
    "是",
    "是",
]
LEDGER = ["统计月份", "乡镇", "村（社区）", "站点名称"]


def workbook(*rows, name="政务服务事项") -> bytes:
    book = Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rezipped(content: bytes, change) -> bytes:
    """The zip with each part passed through `change(name, bytes)`."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            new.writestr(entry.filename, change(entry.filename, old.read(entry)))
    return out.getvalue()


def far_cell(address: str = "XFD1048576", quote: str = '"') -> bytes:
    cell = f'<c r={quote}{address}{quote} t="n"><v>1</v></c>'
    row = f'<row r="{re.sub("[A-Z]", "", address)}">{cell}</row></sheetData>'.encode()
    return rezipped(
        workbook(HEADER, ROW),
        lambda name, part: part.replace(b"</sheetData>", row) if "sheet1" in name else part,
    )


def zip_of(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/"), part)
    return out.getvalue()


def lying_bomb() -> bytes:
    """A sheet of 260 MB that the zip's directory says is small."""
    content = bytearray(
        rezipped(
            workbook(HEADER, ROW),
            lambda name, part: b" " * (260 * 2**20) if "sheet1" in name else part,
        )
    )
    at = content.rfind(b"PK\x01\x02")
    while at >= 0:
        if b"sheet1.xml" in content[at : at + 90]:
            content[at + 24 : at + 28] = struct.pack("<I", 1000)
        at = content.rfind(b"PK\x01\x02", 0, at)
    return bytes(content)


def _in_sheet(old: bytes, new: bytes, content: bytes | None = None) -> bytes:
    return rezipped(
        content or workbook(HEADER, ROW),
        lambda name, part: part.replace(old, new) if "sheet1" in name else part,
    )


@cache
def styled_rows() -> bytes:
    """One item, and formats down to the last row: what "format the whole column" leaves behind."""
    rows = b"".join(
        b'<row r="%d" s="1" customFormat="1"><c r="A%d" s="1"/><c r="B%d" s="1"/></row>' % (n, n, n)
        for n in range(3, MOST_ROWS + 1)
    )
    return _in_sheet(b"</sheetData>", rows + b"</sheetData>")


@cache
def styled_columns() -> bytes:
    """One item, and formats over all columns of fifty rows."""
    letters = [_letters(column) for column in range(MOST_COLUMNS)]
    rows = "".join(
        f'<row r="{n}">' + "".join(f'<c r="{letter}{n}" s="1"/>' for letter in letters) + "</row>"
        for n in range(3, 53)
    )
    return _in_sheet(b"</sheetData>", rows.encode() + b"</sheetData>")


def _letters(column: int) -> str:
    found, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def all_columns() -> bytes:
    """A header of 16,384 names."""
    return workbook([f"列{number}" for number in range(MOST_COLUMNS)])


@cache
def many_entries(number: int = 60_000) -> bytes:
    out = io.BytesIO(workbook(HEADER, ROW))
    with zipfile.ZipFile(out, "a") as archive:
        for n in range(number):
            archive.writestr(f"xl/media/{n}.png", b"")
    return out.getvalue()


def archive_of_many(number: int = 60_000) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for n in range(number):
            archive.writestr(f"{n}.xlsx", b"")
    return out.getvalue()


def bomb() -> bytes:
    """One sheet of 190 MB of nothing, 190 KB packed: just within the limit of unpacking."""
    return _in_sheet(b"</sheetData>", b"</sheetData>" + b" " * (190 * 2**20))


def laughs() -> bytes:
    """An item whose name is a billion laughs."""
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return _with_entity(f'<!DOCTYPE x [<!ENTITY l0 "lol">{levels}]>', "&l9;")


def foreign_entity() -> bytes:
    """An item whose name is to come from a file of this machine."""
    return _with_entity('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;")


def _with_entity(head: str, name: str) -> bytes:
    return rezipped(
        workbook(HEADER, ROW),
        lambda part, content: (
            head.encode() + content.replace(ROW[2].encode(), name.encode())
            if "sheet1" in part
            else content
        ),
    )


def nul_in_text() -> bytes:
    return "统计月份,乡镇,村（社区）,站点名称\n2026年10月,城关镇,东\0关村,\n".encode()


def nul_in_cells() -> bytes:
    return rezipped(
        workbook(HEADER, ROW),
        lambda name, part: part.replace("住房核发".encode(), "住房\0核发".encode()),
    )


@cache
def longest_cells() -> bytes:
    """Two hundred items whose remarks have as many characters as Excel allows, and one whose name
    has.
    """
    rows = [[*ROW[:1], f"{ROW[1][:-3]}{n:03}", *ROW[2:], "长" * LONGEST_CELL] for n in range(200)]
    return workbook([*HEADER, "备注"], *rows, [*ROW[:1], "A1", "名" * LONGEST_CELL, *ROW[3:]])


def deep_page() -> bytes:
    return b"<html><body>" + b"<table><tr><td>" * 30_000 + "事项名称".encode() + b"</body></html>"


def deep_document() -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    deep = "<w:tbl><w:tr><w:tc>" * 20_000 + "</w:tc></w:tr></w:tbl>" * 20_000
    return zip_of(
        **{
            "word__document.xml": (
                f'<w:document xmlns:w="{space}"><w:body>{deep}</w:body></w:document>'
            ).encode()
        }
    )


def one_long_line() -> bytes:
    return b"a," * 2_500_000


def headers_without_end() -> bytes:
    """Every other row is a header of another kind: a hundred thousand tables."""
    return "事项名称,是否网上可办,实施主体\n村（社区）,乡镇,站点名称\n".encode() * 50_000


def rows_like_headers() -> bytes:
    """One item, and rows that look like headers as far as a file may go: takes longer to understand
    than anybody waits.
    """
    return (
        ",".join(HEADER)
        + "\n"
        + ",".join(ROW)
        + "\n"
        + "事项名称,事项类型,实施主体,备注,编码,部门,状态,层级\n" * 290_000
    ).encode()


def all_faulty() -> bytes:
    """A hundred thousand rows with four faults each."""
    return (",".join(LEDGER) + "\n" + "某月,,—,未知\n" * 100_000).encode()


def all_the_same() -> bytes:
    return (
        ",".join(LEDGER) + "\n" + "2026年10月,城关镇,东关村,东关村便民服务站\n" * 20_000
    ).encode()


def macros() -> bytes:
    out = io.BytesIO(workbook(HEADER, ROW))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" + b'Shell("cmd")' * 100)
    return out.getvalue()


def external_link() -> bytes:
    """A cell whose value comes from another workbook, with the value it had; the link leads to a
    server.
    """
    link = (
        b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><exte'
        b'rnalBook r:id="rId1"/></externalLink>'
    )
    content = rezipped(
        workbook(HEADER, [*ROW[:2], "=[1]表!A1", *ROW[3:]]),
        lambda name, part: (
            part.replace(b"<v></v>", "<v>住房核发</v>".encode())
            .replace(b"<v />", "<v>住房核发</v>".encode())
            .replace(b'<c r="C2"', b'<c r="C2" t="str"')
        ),
    )
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", link)
        archive.writestr(
            "xl/externalLinks/_rels/externalLink1.xml.rels",
            (
                b'<Relationships><Relationship Id="rId1" '
                b'Target="http://127.0.0.1:9/a.xlsx"/></Relationships>'
            ),
        )
    return out.getvalue()


#: what it is → (file name, bytes, code of the refusal; None: it is read)
HOSTILE = {
    "far cell": ("a.xlsx", far_cell, "far_cell"),
    "zip bomb within the limit": ("a.xlsx", bomb, None),
    "zip bomb that lies": ("a.xlsx", lying_bomb, ("unpacks_too_large", "damaged")),
    "1,048,576 styled rows": ("a.xlsx", styled_rows, None),
    "16,384 styled columns": ("a.xlsx", styled_columns, None),
    "16,384 columns": ("a.xlsx", all_columns, ("too_many_columns", "far_cell")),
    "60,000 entries": ("a.xlsx", many_entries, "unpacks_too_large"),
    "archive of 60,000": ("a.zip", archive_of_many, ("zip_too_many_files", "not_a_workbook")),
    "a billion laughs": ("a.xlsx", laughs, ("xml_entities", "not_a_workbook")),
    "foreign entity": ("a.xlsx", foreign_entity, ("xml_entities", "not_a_workbook")),
    "NUL in a text": ("a.csv", nul_in_text, "not_a_workbook"),
    "NUL in cells": ("a.xlsx", nul_in_cells, None),
    "32,767 characters": ("a.xlsx", longest_cells, None),
    "deep page": ("a.xls", deep_page, ("no_known_sheet", "damaged", "html", "no_table")),
    "deep document": ("a.docx", deep_document, "nested_tables"),
    "one long line": ("a.csv", one_long_line, "too_many_columns"),
    "headers without end": ("a.csv", headers_without_end, "too_many_tables"),
    "all faulty": ("a.csv", all_faulty, ("not_ours",)),
    "all the same": ("a.csv", all_the_same, None),
    "macros": ("a.xlsm", macros, None),
    "external link": ("a.xlsx", external_link, None),
}
