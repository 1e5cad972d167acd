"""The same table in every format that is read gives the same rows; what is hostile or no table is
refused.
"""

import io
import re
import struct
import zipfile
from xml.sax.saxutils import escape

import pytest
import xlwt
from support import golden_files
from test_sheets_bad import CHINESE, HEADER, ROW, zip_of
from test_sheets_layout import issues

from govsvc import sheets
from govsvc.domain.rows import FileRead
from govsvc.sheets.cells import limits
from govsvc.sheets.formats import xls_records
from govsvc.sheets.formats.reading import read_grids

TITLE = "云溪县政务服务事项（2026年10月）"
#: header and rows without a month, the department merged over two rows
TABLE = [
    HEADER[1:],
    ROW[1:],
    [f"{ROW[1][:-2]}01", "住房延续", "行政许可", "", "是", "否", "是", "否"],
    [f"{ROW[1][:-2]}02", "低保认定", "行政给付", "民政局", "是", "是", "否", "是"],
]
MERGE = (1, 3, 2, 3)


def read(name: str, content: bytes, **options) -> FileRead:
    (file,) = sheets.read_files([(name, content)], **options)
    return file


def facts(file: FileRead) -> list[tuple]:
    assert file.refused is None, file.refused
    return [
        (
            entry.month.isoformat(),
            entry.key,
            entry.name,
            entry.unit,
            tuple(entry.flags.values()),
            entry.status,
        )
        for entry in file.entries
    ]


def truth() -> list[tuple]:
    units = ["住建局", "住建局", "民政局"]
    return [
        ("2026-10-01", row[0], row[1], unit, tuple(cell == "是" for cell in row[4:]), "counted")
        for row, unit in zip(TABLE[1:], units)
    ]


def spanned(tag: str, down: str) -> str:
    """Rows of the table as HTML, the department's cell with a span."""
    lines = []
    for number, row in enumerate(TABLE):
        cells = [
            f"<{tag}{down if (number, column) == MERGE[:2] else ''}>{cell}</{tag}>"
            for column, cell in enumerate(row)
            if not (number == MERGE[2] and column == MERGE[3])
        ]
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return "".join(lines)


def html(body: str | None = None) -> bytes:
    body = body or f"<h2>{TITLE}</h2><table border=1>{spanned('td', ' rowspan=2')}</table>"
    head = '<meta charset="gbk"><style>td {}</style>'
    return f"<html><head>{head}</head><body>{body}</body></html>".encode("gb18030")


def ods(
    rows=None,
    more: str = "",
    mimetype: str = "application/vnd.oasis.opendocument.spreadsheet",
    head: str = "",
    manifest: str = "",
) -> bytes:
    cell = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'
    lines = []
    for number, row in enumerate(rows or [[TITLE], *TABLE]):
        cells = []
        for column, value in enumerate(row):
            span = (
                ' table:number-rows-spanned="2" table:number-columns-spanned="1"'
                if (number - 1, column) == MERGE[:2] and not rows
                else ""
            )
            cells.append(
                cell.format(span, escape(value)) if value else "<table:covered-table-cell/>"
            )
        lines.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    content = (
        f'<?xml version="1.0"?>{head}<office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        "<office:body><office:spreadsheet><table:table "
        f'table:name="事项">{"".join(lines)}{more}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    return zip_of(
        mimetype=mimetype.encode(),
        **{
            "content.xml": content.encode(),
            "META-INF__manifest.xml": f"<m>{manifest}</m>".encode(),
        },
    )


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def paragraph(line: str) -> str:
    return f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>"


def docx_table(rows, merge=None) -> str:
    lines = []
    for number, row in enumerate(rows):
        cells = []
        for column, value in enumerate(row):
            mark = (
                ""
                if merge is None or column != merge[1]
                else {merge[0]: '<w:vMerge w:val="restart"/>', merge[2]: "<w:vMerge/>"}.get(
                    number, ""
                )
            )
            cells.append(f"<w:tc><w:tcPr>{mark}</w:tcPr>{paragraph(value)}</w:tc>")
        lines.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return f"<w:tbl>{''.join(lines)}</w:tbl>"


def docx(body: str | None = None, head: str = "") -> bytes:
    body = body or paragraph(TITLE) + paragraph("") + docx_table(TABLE, MERGE)
    text = (
        f'<?xml version="1.0"?>{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    )
    return zip_of(**{"word__document.xml": text.encode()})


def xml_workbook(body: str | None = None, visible: str = "SheetVisible", head: str = "") -> bytes:
    if body is None:
        rows = [
            (
                '<Row ss:Index="2"><Cell ss:MergeAcross="7"><Data '
                f'ss:Type="String">{TITLE}</Data></Cell></Row>'
            )
        ]
        for number, row in enumerate(TABLE):
            cells = []
            for column, value in enumerate(row):
                here = (
                    ' ss:MergeDown="1"'
                    if (number, column) == MERGE[:2]
                    else ' ss:Index="5"'
                    if (number, column) == (MERGE[2], 4)
                    else ""
                )
                if (number, column) != (MERGE[2], MERGE[3]):
                    cells.append(
                        f'<Cell{here}><Data ss:Type="String">{escape(value)}</Data></Cell>'
                    )
            rows.append(f"<Row>{''.join(cells)}</Row>")
        body = "".join(rows)
    return (
        f'<?xml version="1.0"?>{head}<?mso-application progid="Excel.Sheet"?><Workbook '
        'xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel">'
        f'<Worksheet ss:Name="事项"><Table>{body}</Table><x:WorksheetOptions><x:Visible>'
        f"{visible}</x:Visible></x:WorksheetOptions></Worksheet>"
        "</Workbook>"
    ).encode()


def record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, rest = len(content), b""
    while True:
        rest += bytes([size & 0x7F | (0x80 if size > 0x7F else 0)])
        size >>= 7
        if not size:
            return head + rest + content


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(rows=None, at=(0, 0)) -> bytes:
    """As Excel writes it, less what is not needed to read it."""
    rows = rows or [[TITLE], *TABLE[:2], [*TABLE[2][:3], "住建局", *TABLE[2][4:]], TABLE[3]]
    sheet = record(0x81) + record(0x94, struct.pack("<4I", 0, len(rows), 0, 8)) + record(0x91)
    for number, row in enumerate(rows):
        sheet += record(0, struct.pack("<I", number + at[0]) + b"\0" * 21)
        for column, value in enumerate(row):
            sheet += record(6, struct.pack("<II", column + at[1], 0) + wide(value))
    sheet += record(0x92) + record(0x82)
    book = (
        record(0x83)
        + record(0x8F)
        + record(0x9C, struct.pack("<II", 0, 1) + wide("rId1") + wide("事项"))
        + record(0x90)
    )
    book += record(0x9D, b"\0" * 26) + record(0x84)
    relations = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package'
        '/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"'
        ' Target="worksheets/sheet1.bin"/></Relationships>'
    )
    return zip_of(
        **{
            "xl__workbook.bin": book,
            "xl___rels__workbook.bin.rels": relations.encode(),
            "xl__worksheets__sheet1.bin": sheet,
        }
    )


def archive_page() -> bytes:
    return (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; "
        b"boundary=xx\r\n\r\n--xx\r\nContent-Type: text/html; charset=gb2312\r\n"
        b"Content-Transfer-Encoding: 8bit\r\n\r\n" + html() + b"\r\n--xx--\r\n"
    )


FORMATS = {
    "html": ("a.xls", html, "网页（HTML）"),
    "html in utf-16": ("a.xls", lambda: html().decode("gb18030").encode("utf-16"), "网页（HTML）"),
    "web archive": ("a.xls", archive_page, "网页（HTML）"),
    "ods": ("a.ods", ods, None),
    "ods as xlsx": ("a.xlsx", ods, " .ods"),
    "docx": ("a.docx", docx, None),
    "docx as doc": ("a.doc", docx, " .docx"),
    "xml": ("a.xml", xml_workbook, None),
    "xml as xls": ("a.xls", xml_workbook, "XML 表格"),
    "xlsb": ("a.xlsb", xlsb, None),
    "xlsb as xlsx": ("a.xlsx", xlsb, " .xlsb"),
}


@pytest.mark.parametrize("case", FORMATS)
def test_every_format_gives_the_same_rows(case):
    name, make, said = FORMATS[case]
    file = read(name, make())
    assert facts(file) == truth() and file.issues == []
    assert (
        any(f"内容其实是{said}" in note for note in file.notes)
        if said
        else not any("其实" in note for note in file.notes)
    )


def test_an_et_of_wps_is_read_and_said():
    file = read("台账.et", golden_files("03_stations_townships.xls")[0][1])
    assert len(file.entries) == 214 and any("WPS" in note for note in file.notes)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(encoding):
    text = "2026年9月通报\n县市区,网上可办率\n云溪县,98.3%\n东屏县,97%\n"
    file = read("a.csv", text.encode(encoding))
    assert [row.county for row in file.reported] == ["云溪县", "东屏县"] and any(
        "UTF-16" in note for note in file.notes
    )


def test_text_called_xls_is_said():
    file = read("a.xls", "2026年9月通报\n县市区\t网上可办率\n云溪县\t98.3%\n".encode())
    assert len(file.reported) == 1 and any("文本表格" in note for note in file.notes)


# --- what documents have and workbooks have not -------------------------------


def test_several_tables_of_a_document_each_with_its_caption():
    first, second = (
        [["县市区", "网上可办率"], ["云溪县", "98%"]],
        [["县市区", "全程网办率"], ["云溪县", "97%"]],
    )
    body = (
        paragraph("关于2026年9月指标的通报")
        + paragraph("附件一")
        + docx_table(first)
        + paragraph("附件二 2026年8月")
        + docx_table(second)
    )
    file = read("通报.docx", docx(body))
    assert [(row.month.month, row.indicator, str(row.printed)) for row in file.reported] == [
        (9, "online_rate", "98"),
        (8, "full_online_rate", "97"),
    ]
    assert [sheet.sheet for sheet in file.sheets] == ["表1", "表2"] and any(
        "2个表格" in note for note in file.notes
    )
    pages = "".join(
        f"<p>{title}</p><table>{''.join(f'<tr><td>{a}<td>{b}' for a, b in table)}</table>"
        for title, table in (("2026年9月", first), ("2026年8月", second))
    )
    assert [(row.month.month, row.indicator) for row in read("a.xls", html(pages)).reported] == [
        (9, "online_rate"),
        (8, "full_online_rate"),
    ]


def test_header_cells_that_span_columns_and_rows():
    body = (
        "<p>2026年9月</p><table><tr><th rowspan=2>县市区<th colspan=2>网上可办率<th "
        "rowspan=2>分组</tr><tr><th>达标数<th>总数</tr>"
        f"<tr><td>云溪县<td>9<td>10<td>{'县市组'}</tr></table>"
    )
    (row,) = read("a.xls", html(body)).reported
    assert (row.numerator, row.denominator, row.group) == (9, 10, "县市组")
    cells = (
        '<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{}</w:tc><w:tc><w:tcPr><w:gridSpan '
        'w:val="2"/></w:tcPr>{}</w:tc>'
    ).format(paragraph("县市区"), paragraph("网上可办率"))
    lower = (
        f"<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc>{paragraph('达标数')}</w:tc><w:tc>"
        f"{paragraph('总数')}</w:tc>"
    )
    data = "".join(f"<w:tc>{paragraph(word)}</w:tc>" for word in ("云溪县", "9", "10"))
    (row,) = read(
        "a.docx",
        docx(
            paragraph("2026年9月")
            + f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{lower}</w:tr><w:tr>{data}</w:tr></w:tbl>"
        ),
    ).reported
    assert (row.county, row.numerator, row.denominator) == ("云溪县", 9, 10)


def test_the_merges_of_each_format():
    wanted = {"a.xls": html(), "a.ods": ods(), "a.docx": docx(), "b.xls": xml_workbook()}
    for name, content in wanted.items():
        (grid,), _ = read_grids(name, content)
        assert any(
            merge[1] == merge[3] == 3 and merge[2] == merge[0] + 1 for merge in grid.merges
        ), name


def test_a_table_inside_a_cell_of_another():
    inner = f"<table><tr><td colspan=8>{TITLE}</td></tr>{spanned('td', ' rowspan=2')}</table>"
    assert facts(read("a.xls", html(f"<table><tr><td>{inner}</td></tr></table>"))) == truth()
    nested = (
        f"<w:tbl><w:tr><w:tc>{paragraph(TITLE)}{docx_table(TABLE, MERGE)}{paragraph('')}</w:tc></"
        "w:tr></w:tbl>"
    )
    assert facts(read("2026年10月.docx", docx(nested))) == truth()


def test_numbers_dates_and_errors_of_an_xml_workbook():
    def line(*cells):
        return (
            "<Row>"
            + "".join(
                f'<Cell><Data ss:Type="{kind}">{value}</Data></Cell>' for kind, value in cells
            )
            + "</Row>"
        )

    body = line(
        ("String", "月份"),
        ("String", "县市区"),
        ("String", "网上可办率（达标数）"),
        ("String", "网上可办率（总数）"),
    )
    body += line(
        ("DateTime", "2026-09-01T00:00:00.000"),
        ("String", "云溪县"),
        ("Number", "9"),
        ("Number", "10"),
    )
    body += line(
        ("DateTime", "2026-09-01T00:00:00.000"),
        ("String", "东屏县"),
        ("Error", "#DIV/0!"),
        ("Number", "10"),
    )
    file = read("a.xls", xml_workbook(body))
    assert (file.reported[0].numerator, file.reported[0].month.month) == (9, 9) and issues(
        file
    ) == [("C3", "error", "count_blank")]


def test_hidden_sheets_of_an_xml_workbook():
    file = read("a.xml", xml_workbook(visible="SheetHidden"))
    assert file.refused.code == "empty_workbook"


# --- refused ------------------------------------------------------------------

BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
REPEATED = '<table:table-row table:number-rows-repeated="{}">{}</table:table-row>'
FAR_ROW = REPEATED.format(400_000, "<table:table-cell/>") + REPEATED.format(
    1, '<table:table-cell office:value-type="float" office:value="1"/>'
)
FAR_COLUMN = REPEATED.format(
    1,
    (
        '<table:table-cell table:number-columns-repeated="16383"/><table:table-cell><text:p>甲</t'
        "ext:p></table:table-cell>"
    ),
)
MANY = REPEATED.format(1_000_000, '<table:table-cell office:value-type="float" office:value="1"/>')
BAD = {
    "docx entities": ("a.docx", lambda: docx(head=BOMB), "xml_entities"),
    "ods entities": ("a.ods", lambda: ods(head=BOMB), "xml_entities"),
    "xml entities": ("a.xls", lambda: xml_workbook(head=BOMB), "xml_entities"),
    "ods far row": ("a.ods", lambda: ods(more=FAR_ROW), "far_cell"),
    "ods far column": ("a.ods", lambda: ods(more=FAR_COLUMN), "far_cell"),
    "ods repeated": ("a.ods", lambda: ods(more=MANY), "far_cell"),
    "xlsb far row": ("a.xlsb", lambda: xlsb([["甲"]], (1_048_000, 0)), "far_cell"),
    "xlsb far column": ("a.xlsb", lambda: xlsb([["甲"]], (0, 16_000)), "far_cell"),
    "docx unpacks too large": (
        "a.docx",
        lambda: zip_of(**{"word__document.xml": b" " * (201 * 2**20)}),
        "unpacks_too_large",
    ),
    "docx wide": ("a.docx", lambda: docx(docx_table([["甲"] * 300])), "too_many_columns"),
    "html wide": (
        "a.xls",
        lambda: html("<table><tr><td colspan=900>甲</td></tr></table>"),
        "too_many_columns",
    ),
    "xml far": (
        "a.xls",
        lambda: xml_workbook('<Row ss:Index="900000"><Cell><Data>甲</Data></Cell></Row>'),
        "too_many_rows",
    ),
    "docx without table": ("a.docx", lambda: docx(paragraph(TITLE)), "no_table"),
    "html without table": ("a.xls", lambda: html("<p>请登录</p>"), "html"),
    "half a docx": ("a.docx", lambda: zip_of(**{"word__document.xml": b"<w:document>"}), "damaged"),
    "half an ods": ("a.ods", lambda: ods(more="<table:table-row>"), "damaged"),
    "half an xml": ("a.xls", lambda: xml_workbook()[:-30], "damaged"),
    "odt": (
        "a.odt",
        lambda: ods(mimetype="application/vnd.oasis.opendocument.text"),
        "not_a_workbook",
    ),
    "ods with password": ("a.ods", lambda: ods(manifest="<manifest:encryption-data/>"), "password"),
    "pdf": (
        "a.pdf",
        lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\nendobj\n" * 20,
        "pdf",
    ),
    "doc": ("a.doc", lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 4000, "not_a_workbook"),
    "zip of pictures": (
        "a.zip",
        lambda: zip_of(**{"a.png": b"\x89PNG"}),
        ("not_a_workbook", "zip_no_workbook"),
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_refused_with_a_sentence(case):
    name, make, code = BAD[case]
    refused = read(name, make()).refused
    assert refused and refused.code in ((code,) if isinstance(code, str) else code), refused
    assert (
        CHINESE.search(refused.title)
        and CHINESE.search(refused.step)
        and not re.search(r"Error|/[a-z]+/", refused.title + refused.step)
    )


def test_limits_are_named():
    assert (
        "甲" not in read("a.ods", ods(more=FAR_COLUMN)).refused.title
        and "XFD6" in read("a.ods", ods(more=FAR_COLUMN)).refused.title
    )
    assert (
        f"{limits.MOST_COLUMNS}列" in read("a.docx", docx(docx_table([["甲"] * 300]))).refused.title
    )


def test_a_million_empty_rows_of_an_ods_are_read_as_what_they_hold():
    file = read(
        "a.ods",
        ods(
            more=REPEATED.format(
                1_048_000, '<table:table-cell table:number-columns-repeated="16384"/>'
            )
        ),
    )
    assert facts(file) == truth()


def test_a_span_beyond_the_end_is_cut():
    assert facts(read("a.xls", html().replace(b"rowspan=2", b"rowspan=65000")))[:2] == truth()[:2]


# --- cells with an error ------------------------------------------------------

LEDGER = [
    ["云溪县站点台账2026年10月"],
    ["乡镇", "村（社区）", "站点名称", "是否设站"],
    ["城关镇", "东关村", "东关村便民服务站", "是"],
    ["城关镇", "西关村", "西关村便民服务站", None],
]


def xls_with_errors(is_formula: bool, name: str = "台账", more: int = 0) -> bytes:
    made = xlwt.Workbook()
    made.add_sheet("说明").write(0, 0, "填表说明")
    page = made.add_sheet(name)
    for number, row in enumerate(LEDGER):
        for column, value in enumerate(row):
            if value is None and is_formula:
                page.write(number, column, xlwt.Formula("1/0"))
            elif value is None:
                page.row(number).set_cell_error(column, 0x2A)
            else:
                page.write(number, column, value)
    for number in range(more):
        page.write(len(LEDGER) + number, 4, f"{number}" * 20)
    out = io.BytesIO()
    made.save(out)
    # as Excel keeps the result of a formula that is an error
    return out.getvalue().replace(
        bytes.fromhex("030000000000ffff"), bytes.fromhex("02002a000000ffff")
    )


def ods_with_errors() -> bytes:
    faulty = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" '
        'office:string-value="" calcext:value-type="error">'
        "<text:p>#DIV/0!</text:p></table:table-cell>"
    )
    content = ods(rows=[[cell or "%" for cell in row] for row in LEDGER])
    parts = {
        name: zipfile.ZipFile(io.BytesIO(content)).read(name)
        for name in zipfile.ZipFile(io.BytesIO(content)).namelist()
    }
    parts["content.xml"] = (
        parts["content.xml"]
        .replace(
            b'<table:table-cell office:value-type="string"><text:p>%</text:p></table:table-cell>',
            faulty.encode(),
        )
        .replace(
            b"<office:document-content ",
            (
                b'<office:document-content xmlns:calcext="urn:org:documentfoundation:names:experi'
                b'mental:calc:xmlns:calcext:1.0" '
            ),
        )
    )
    return zip_of(**{name.replace("/", "__"): part for name, part in parts.items()})


def xlsb_with_errors(kind: int) -> bytes:
    content = xlsb(rows=[[cell or "%" for cell in row] for row in LEDGER])
    plain = record(6, struct.pack("<II", 3, 0) + wide("%"))
    faulty = record(
        kind,
        struct.pack("<II", 3, 0)
        + b"\x2a"
        + (b"\0\0" + struct.pack("<II", 0, 0) if kind == 11 else b""),
    )
    source = zipfile.ZipFile(io.BytesIO(content))
    return zip_of(
        **{
            name.replace("/", "__"): source.read(name).replace(plain, faulty)
            for name in source.namelist()
        }
    )


@pytest.mark.parametrize(
    ("file", "make"),
    [
        ("a.xls", lambda: xls_with_errors(False)),
        ("a.xls", lambda: xls_with_errors(True)),
        ("a.et", lambda: xls_with_errors(True, "Sheet1", 3000)),
        ("a.ods", ods_with_errors),
        ("a.xlsb", lambda: xlsb_with_errors(3)),
        ("a.xlsb", lambda: xlsb_with_errors(11)),
    ],
    ids=["xls", "xls formula", "et", "ods", "xlsb", "xlsb formula"],
)
def test_an_error_in_a_cell_is_no_blank(file, make):
    found = read(file, make())
    assert found.refused is None and [(issue.cell, issue.code) for issue in found.issues] == [
        ("D4", "formula_without_value")
    ]
    assert [entry.status for entry in found.entries] == ["counted", "counted"]
    assert found.entries[1].flags == {"has_station.unread": True}


def test_a_damaged_xls_has_no_errors_and_does_no_harm():
    whole = xls_with_errors(True)
    for place in range(0, min(len(whole), 6000), 37):
        xls_records.of_xls(whole[:place])
        xls_records.of_xls(whole[:place] + b"\xff" * 8 + whole[place + 8 :])
    assert xls_records.of_xls(whole) == {"台账": {(3, 3)}}


def test_an_xls_whose_lengths_lead_past_its_end_is_no_workbook():
    """A piece is gone from its tail: calamine ends in a panic there, which is no Exception."""
    made, saved = xlwt.Workbook(), io.BytesIO()
    made.add_sheet("一").write(0, 0, "县（市、区）")
    made.save(saved)
    content = saved.getvalue()
    (file,) = sheets.read_files([("a.xls", content[:-500] + content[-400:])])
    assert file.refused.code == "not_a_workbook"
