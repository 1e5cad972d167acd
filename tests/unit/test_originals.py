"""Originals: kept with every import, without macros and personal numbers, and otherwise as they
were.
"""

import io
import re
import time
import zipfile

import openpyxl
import pytest
import python_calamine
from support import GOLDEN, WHEN, import_golden
from test_sheets_formats import docx, docx_table, html, ods, paragraph, xml_workbook

from govsvc.domain import personal_data
from govsvc.domain.errors import NotAllowed
from govsvc.importing import originals, pipeline
from govsvc.importing.originals import keep, restored
from govsvc.security import ADMINISTRATOR, NOBODY, UPLOADER, VIEWER, Actor
from govsvc.security.roles import REVIEWER
from govsvc.store import open_store

CODE = "1" * 4 + "13812345678" + "2" * 16


def book(*rows) -> bytes:
    workbook, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        workbook.active.append(row)
    workbook.save(out)
    return out.getvalue()


def cells(content: bytes) -> list[tuple]:
    return list(
        openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)
    )


def test_telephone_and_identity_numbers_are_masked_and_codes_are_not():
    content = book(
        ["编码", "甲", "乙", "丙", "备注"],
        [
            CODE,
            "13812345678",
            13812345678,
            "110101199003074514",
            "联系人 13900001111，办公 0311-1234567",
        ],
        [CODE, "+86 138-1234-5678", "8613812345678", "110101900307451", "138 1234 5678"],
    )
    kept = restored(keep("1", "台账.xlsx", content))
    assert cells(kept)[1:] == [
        (
            CODE,
            "138****5678",
            13800000000,
            "110101***********4",
            "联系人 139****1111，办公 0311-1234567",
        ),
        (CODE, "+86 138****5678", "86138****5678", "110101********1", "138****5678"),
    ]


@pytest.mark.parametrize("value", ["张三丰", 13812345678.0, "0311-7654321", 7654321])
def test_columns_of_persons_are_masked_from_their_header_on(value):
    content = book(
        ["张三丰的台账", None], ["事项名称", "负 责 人"], ["证照办理", value], ["李四", None]
    )
    found = cells(restored(keep("1", "台账.xlsx", content)))
    assert (
        found[0] == ("张三丰的台账", None)
        and found[1] == ("事项名称", "负 责 人")
        and found[3] == ("李四", None)
    )
    assert (
        str(value) not in str(found[2])
        and "*" in str(found[2][1])
        and str(found[2][1])[0] == str(value)[0]
    )


@pytest.mark.parametrize("is_shared", [False, True])
def test_every_column_under_a_merged_header_of_persons_is_masked(is_shared):
    content = book(
        ["事项", "申请人", None, "结果"],
        [None, "姓名", "电话", None],
        ["证照办理", "张三丰", "0123-4567890", "办结"],
        ["低保认定", "李四光", 7654321, "办结"],
    )
    workbook, out = openpyxl.load_workbook(io.BytesIO(content)), io.BytesIO()
    for merge in ("B1:C1", "A1:A2", "D1:D2"):
        workbook.active.merge_cells(merge)
    workbook.save(out)
    content = shared(out.getvalue()) if is_shared else out.getvalue()
    rows = cells(restored(keep("1", "办件.xlsx", content)))
    assert rows == [
        ("事项", "申请人", None, "结果"),
        (None, "姓名", "电话", None),
        ("证照办理", "张**", "012****", "办结"),
        ("低保认定", "李**", "765****", "办结"),
    ]


PERSONS = [
    ["事项名称", "申请人", "联系电话", "首席代表"],
    ["证照办理", "张三丰", "7654321", "诸葛青云"],
    ["低保认定", "李四光", "138-0013-8000", "诸葛青云"],
]


def lines_of(row: str, cell: str) -> str:
    """The table in a markup of its own; `row`, `cell`: each with {} for what is inside."""
    return "".join(row.format("".join(map(cell.format, each))) for each in PERSONS)


PAGE = f"<table>{lines_of('<tr>{}</tr>', '<td>{}</td>')}</table>"
XML_ROWS = lines_of("<Row>{}</Row>", '<Cell><Data ss:Type="String">{}</Data></Cell>')
#: name of a file → its content, a table of persons
DOCUMENTS = {
    "a.docx": docx(docx_table(PERSONS)),
    "a.ods": ods(PERSONS),
    "page.xls": html(PAGE),
    "utf16.xls": html(PAGE).decode("gb18030").encode("utf-16"),
    "a.xml": xml_workbook(XML_ROWS),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_columns_of_persons_are_masked_in_documents(name):
    kept = keep("1", name, DOCUMENTS[name])
    assert kept.kept_as == name.partition(".")[0] + ".xlsx"
    assert cells(restored(kept)) == [
        tuple(PERSONS[0]),
        ("证照办理", "张**", "765****", "诸葛青云"),
        ("低保认定", "李**", "138****8000", "诸葛青云"),
    ]


def test_a_merged_header_is_masked_in_a_page():
    head = "<tr><th>事项</th><th colspan=2>申请人</th></tr><tr><th></th><th>甲</th><th>乙</th></tr>"
    content = html(f"<table>{head}<tr><td>某事</td><td>张三丰</td><td>李四光</td></tr></table>")
    rows = cells(restored(keep("1", "a.xls", content)))
    assert rows[-1] == ("某事", "张**", "李**")


def test_a_document_without_columns_of_persons_is_kept_as_it_is():
    table = docx_table([["指标", "数值"], ["网办率", "98.5%"]])
    kept = keep("1", "通报.docx", docx(paragraph("详询138-0013-8000") + table))
    part = zipfile.ZipFile(io.BytesIO(restored(kept))).read("word/document.xml").decode()
    assert kept.kept_as == "通报.docx" and "详询138****8000" in part and "98.5%" in part


@pytest.mark.parametrize(
    "body",
    [
        "<w:p><w:r><w:t>13800</w:t></w:r><w:r><w:t>138000</w:t></w:r></w:p>",
        "<w:p><w:r><w:t><![CDATA[13800138000]]></w:t></w:r></w:p>",
    ],
)
def test_what_hides_in_the_parts_of_a_document_is_not_kept_as_it_is(body):
    kept = keep("1", "a.docx", docx(body + docx_table([["指标"], ["网办率"]])))
    assert kept.kept_as == "a.xlsx" and ("网办率",) in cells(restored(kept))
    assert "138000" not in str(cells(restored(kept)))


def with_parts(content: bytes, changes: dict[str, tuple[str, str]], **more: str) -> bytes:
    """A workbook with (old, new) texts in its parts, and more parts."""
    source, out = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    parts = {name: source.read(name).decode() for name in source.namelist()}
    for name, (old, new) in changes.items():
        assert old in parts[name], name
        parts[name] = parts[name].replace(old, new)
    with zipfile.ZipFile(out, "w") as target:
        for name, part in (parts | more).items():
            target.writestr(name.replace("__", "/"), part)
    return out.getvalue()


def shared(content: bytes) -> bytes:
    """The workbook with its texts in a part of their own, as Excel writes it."""
    texts: list[str] = []

    def moved(cell: re.Match) -> str:
        texts.append(f"<si>{cell[1]}</si>")
        return f't="s"><v>{len(texts) - 1}</v>'

    source = zipfile.ZipFile(io.BytesIO(content))
    sheet = source.read(SHEET).decode()
    moved_out = re.sub(r't="inlineStr"><is>(.*?)</is>', moved, sheet)
    main = "http://schemas.openxmlformats.org"
    strings = (
        f'<sst xmlns="{main}/spreadsheetml/2006/main" count="{len(texts)}">{"".join(texts)}</sst>'
    )
    relation = (
        f'<Relationship Id="rId99" Target="sharedStrings.xml" '
        f'Type="{main}/officeDocument/2006/relationships/sharedStrings"/></Relationships>'
    )
    kind = (
        '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.'
        'openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    )
    changes = {
        SHEET: (sheet, moved_out),
        "xl/_rels/workbook.xml.rels": ("</Relationships>", relation),
        "[Content_Types].xml": ("</Types>", kind),
    }
    return with_parts(content, changes, **{STRINGS: strings})


SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


@pytest.mark.parametrize(
    "changes, more",
    [
        ({SHEET: ('<c r="B2"', '<c s="0" r="B2"')}, {}),
        ({SHEET: ('<c r="B1" t="s"', """<c r="B1" t='s'""")}, {}),
        ({SHEET: ("<sheetData>", "<!-- --><sheetData>")}, {}),
        ({STRINGS: ("<si><t>证照办理</t></si>", "<si><t>证照办理</t></si><si/>")}, {}),
        ({}, {"xl__pivotCache__pivotCacheRecords1.xml": '<r><s v="张三丰"/></r>'}),
        ({}, {"xl__embeddings__附件.docx": "张三丰"}),
    ],
)
def test_a_workbook_that_cannot_be_masked_in_its_parts_is_kept_as_its_values(changes, more):
    content = with_parts(shared(book(*PERSONS)), changes, **more)
    parts = zipfile.ZipFile(io.BytesIO(restored(keep("1", "a.xlsx", content))))
    assert not [name for name in parts.namelist() if "三丰" in parts.read(name).decode()]
    assert not [name for name in parts.namelist() if name.startswith(("xl/pivot", "xl/embed"))]


def test_shared_texts_in_another_spelling_are_not_counted_wrong():
    content = with_parts(shared(book(*PERSONS)), {STRINGS: ("<si><t>申请人", "<si ><t>申请人")})
    content = with_parts(content, {STRINGS: ("</sst>", "<si><t>不用的</t></si></sst>")})
    rows = cells(restored(keep("1", "a.xlsx", content)))
    assert rows[0] == tuple(PERSONS[0]) and rows[1] == ("证照办理", "张**", "765****", "诸葛青云")


def test_a_filter_does_not_tell_a_name():
    rows = (
        "</sheetData>",
        (
            '</sheetData><autoFilter ref="A1:D3"><filterColumn colId="1"><filters>'
            '<filter val="张三丰"/></filters></filterColumn></autoFilter>'
        ),
    )
    content = with_parts(book(*PERSONS), {SHEET: rows})
    part = zipfile.ZipFile(io.BytesIO(restored(keep("1", "a.xlsx", content)))).read(SHEET).decode()
    assert "autoFilter" in part and "三丰" not in part


def test_texts_that_columns_share_are_masked():
    rows = cells(restored(keep("1", "a.xlsx", shared(book(*PERSONS, ["", "李四光", "", ""])))))
    assert rows[0] == tuple(PERSONS[0]) and rows[1] == ("证照办理", "张**", "765****", "诸葛青云")
    assert rows[2] == ("低保认定", "李**", "138****8000", "诸葛青云") and rows[3][1] == "李**"


@pytest.mark.parametrize("way", [book, lambda *rows: shared(book(*rows))])
def test_a_number_in_pieces_of_a_text_is_masked(way):
    content = way(["备注"], ["某事"])
    part = STRINGS if STRINGS in zipfile.ZipFile(io.BytesIO(content)).namelist() else SHEET
    pieces = "<r><t>电13800</t></r><r><t>138000</t></r>"
    content = with_parts(content, {part: ("<t>某事</t>", pieces)})
    assert cells(restored(keep("1", "a.xlsx", content))) == [("备注",), ("电138****8000",)]


@pytest.mark.parametrize("encoding, separator", [("utf-8", "，"), ("utf-16-le", ",")])
def test_texts_are_parted_and_decoded_as_the_import_does(encoding, separator):
    lines = [["事项名称", "申请人"], ["证照办理", "张三丰"], ["低保认定", "李四光"]]
    content = "\n".join(map(separator.join, lines)).encode(encoding)
    text = restored(keep("1", "a.csv", content)).decode(encoding)
    assert "证照办理" in text and "张**" in text and "三丰" not in text


@pytest.mark.parametrize("opening", ['<c r="A1"><v>1', "<mergeCell ", "<filterColumn "])
def test_a_part_without_ends_takes_no_longer_than_its_length(opening):
    rows = "</sheetData>", "</sheetData>" + opening * 200_000
    content = with_parts(book(*PERSONS), {SHEET: rows})
    started = time.perf_counter()
    keep("1", "a.xlsx", content)
    # were each opening sought an end for, it would take hours
    assert time.perf_counter() - started < 60


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_columns_of_persons_are_masked_in_texts(encoding):
    content = '事项,联系人,联系电话\n"甲,乙",张三,7654321\n丙,,\n'.encode(encoding)
    lines = restored(keep("1", "a.csv", content)).decode(encoding).split("\n")
    assert (
        lines[0] == "事项,联系人,联系电话"
        and lines[2:] == ["丙,,", ""]
        and "张三" not in lines[1]
        and lines[1].startswith('"甲,乙",')
        and "765****" in lines[1]
    )


def test_a_formula_that_holds_a_number_goes_and_its_value_stays():
    content = book(["甲", "乙"], ["=13812345678+0", "=1+1"])
    found = openpyxl.load_workbook(io.BytesIO(restored(keep("1", "a.xlsx", content)))).worksheets[0]
    assert (found["A2"].value, found["B2"].value) == (None, "=1+1")


def test_numbers_written_as_powers_are_masked():
    source, out = zipfile.ZipFile(io.BytesIO(book(["甲"], [13812345678]))), io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            target.writestr(
                entry.filename,
                source.read(entry).replace(b"<v>13812345678</v>", b"<v>1.3812345678E10</v>"),
            )
    assert cells(restored(keep("1", "a.xlsx", out.getvalue())))[1] == (13800000000,)


def test_controls_and_ribbons_go_with_the_macros():
    source, out = zipfile.ZipFile(io.BytesIO(book(["编码"], [CODE]))), io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename == "[Content_Types].xml":
                part = part.replace(
                    b"</Types>",
                    (
                        b'<Override PartName="/xl/activeX/activeX1.bin" '
                        b'ContentType="application/vnd.ms-office.activeX"/></Types>'
                    ),
                )
            target.writestr(entry.filename, part)
        target.writestr("xl/activeX/activeX1.bin", b"x")
        target.writestr("customUI/customUI.xml", b"<customUI/>")
    parts = zipfile.ZipFile(io.BytesIO(restored(keep("1", "a.xlsm", out.getvalue()))))
    assert not [
        name for name in parts.namelist() if "activeX" in name or "customUI" in name
    ] and b"activeX" not in parts.read("[Content_Types].xml")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_texts_keep_their_encoding(encoding):
    content = f"编码,电话\n{CODE},13812345678\n".encode(encoding)
    assert (
        restored(keep("1", "a.csv", content)).decode(encoding) == f"编码,电话\n{CODE},138****5678\n"
    )


def test_macros_are_taken_out_and_the_workbook_still_opens():
    source, out = zipfile.ZipFile(io.BytesIO(book(["编码"], [CODE]))), io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename == "[Content_Types].xml":
                part = part.replace(
                    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                )
                part = part.replace(
                    b"</Types>",
                    (
                        b'<Override PartName="/xl/vbaProject.bin" '
                        b'ContentType="application/vnd.ms-office.vbaProject"/></Types>'
                    ),
                )
            target.writestr(entry.filename, part)
        target.writestr("xl/vbaProject.bin", b"Sub AutoOpen()")
    kept = keep("1", "报表.xlsm", out.getvalue())
    parts = zipfile.ZipFile(io.BytesIO(restored(kept)))
    assert kept.kept_as == "报表.xlsx" and not [
        name for name in parts.namelist() if "vba" in name.lower()
    ]
    assert b"vba" not in parts.read("[Content_Types].xml") and b"macroEnabled" not in parts.read(
        "[Content_Types].xml"
    )
    assert cells(restored(kept)) == [("编码",), (CODE,)]


def test_a_binary_workbook_is_kept_as_a_plain_one():
    kept = keep(
        "1", "03_stations_townships.xls", (GOLDEN / "03_stations_townships.xls").read_bytes()
    )
    assert kept.kept_as == "03_stations_townships.xlsx" and len(cells(restored(kept))) > 3


def test_what_is_too_large_or_broken_is_not_kept(monkeypatch):
    assert keep("1", "a.xlsx", b"PK\x03\x04 broken") is None
    monkeypatch.setattr(originals, "MOST_BYTES", 10)
    assert keep("1", "a.csv", b"0123456789a") is None


def test_every_import_keeps_its_files_once(empty_store):
    import_golden(empty_store, "01_clean_month.xlsx", "06_city_bulletin_differs.csv")
    kept = empty_store.records.originals()
    assert sorted(name for name, _ in kept) == [
        "01_clean_month.xlsx",
        "06_city_bulletin_differs.csv",
    ]
    name, sha256 = next(found for found in kept if found[0].endswith("csv"))
    assert restored(empty_store.records.original(name, sha256)) == (GOLDEN / name).read_bytes()
    plan = pipeline.plan(
        empty_store, [("01_clean_month.xlsx", (GOLDEN / "01_clean_month.xlsx").read_bytes())]
    )
    pipeline.commit(empty_store, plan, who="测试", when=WHEN)
    assert (
        empty_store.records.originals() == kept
        and empty_store.records.original("没有.csv", sha256) is None
    )


# -- who may have them -------------------------------------------------------------------

ACTORS = {
    "nobody": Actor("", NOBODY.role),
    "viewer": Actor("a", VIEWER),
    "own": Actor("b", UPLOADER, ("城关镇",)),
    "other": Actor("c", UPLOADER, ("柳林镇",)),
    "uploader": Actor("d", UPLOADER),
    "reviewer": Actor("e", REVIEWER),
    "administrator": Actor("f", ADMINISTRATOR),
}
EVERY = "01_clean_month own mine faulty foreign both"
STATIONS = "2026年10月\n乡镇（街道）,村（社区）,站点名称,是否设站\n{}"
NORTH, SOUTH = "城关镇,东关村,东关村便民服务站,是\n", "柳林镇,柳村,柳村便民服务站,是\n"


def stored(store) -> dict[str, tuple[str, str]]:
    """Uploads of 城关镇 (by somebody else, by b, with a faulty row), of 柳林镇, of both, and of
    all, by a short name.
    """
    import_golden(store, "01_clean_month.xlsx")
    uploads = {
        "own": (NORTH, "测试"),
        "mine": (NORTH + "城关镇,西关村,,也许\n", "b"),
        "faulty": (NORTH + "柳林镇,柳村,,也许\n", "测试"),
        "foreign": (SOUTH, "测试"),
        "both": (NORTH + SOUTH, "测试"),
    }
    for name, (rows, who) in uploads.items():
        plan = pipeline.plan(store, [(f"{name}.csv", STATIONS.format(rows).encode())])
        assert plan.batches and not plan.refused and not plan.unknown, name
        pipeline.commit(store, plan, who=who, when=WHEN)
    return {place[0].partition(".")[0]: place for place in store.records.originals()}


@pytest.fixture(scope="module")
def uploaded(tmp_path_factory):
    """A store with these uploads, only read; and the uploads by name."""
    store = open_store(tmp_path_factory.mktemp("uploaded") / "county.duckdb")
    yield store, stored(store)
    store.close()


@pytest.mark.parametrize(
    "key, may",
    [
        ("nobody", ""),
        ("viewer", ""),
        ("own", "own mine"),
        ("other", "foreign"),
        ("uploader", EVERY),
        ("reviewer", EVERY),
        ("administrator", EVERY),
    ],
)
def test_who_may_import_what_it_holds_may_have_an_original(uploaded, key, may):
    store, files = uploaded[0].acting(ACTORS[key]), uploaded[1]
    assert store.records.own_originals() == {files[name] for name in may.split()}
    for name, place in files.items():
        if name in may.split():
            assert store.records.original(*place)
        else:
            with pytest.raises(NotAllowed):
                store.records.original(*place)


def test_a_binary_workbook_is_kept_with_the_same_sheets_and_cells_and_nothing_else():
    name = "03_stations_townships.xls"
    content = (GOLDEN / name).read_bytes()
    source = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    kept = openpyxl.load_workbook(io.BytesIO(restored(keep("1", name, content))))
    assert kept.sheetnames == source.sheet_names
    for title in kept.sheetnames:
        texts = [
            [str(cell) for cell in row if cell not in (None, "")]
            for row in kept[title].iter_rows(values_only=True)
        ]
        rows = source.get_sheet_by_name(title).to_python(skip_empty_area=False)
        assert [row for row in texts if row] == [
            [masked(cell) for cell in row if cell != ""] for row in rows if any(row)
        ]


def masked(cell) -> str:
    whole = int(cell) if isinstance(cell, float) and cell.is_integer() else cell
    return personal_data.mask(str(whole))


def test_a_broken_binary_workbook_is_not_kept():
    assert keep("1", "坏.xls", b"\xd0\xcf\x11\xe0" + b"\x00" * 3000) is None
