"""Several tables in a sheet, archives of workbooks, and the checks that compare what a sheet prints
with itself.
"""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook
from support import mentions
from test_sheets_bad import rezipped, saved
from test_sheets_layout import HEADER, OCTOBER, book, bulletin, issues, item, items, read

from govsvc import sheets

RATES = [["县市区", "网上可办率", "排名"], ["云溪县", "99%", 1], ["东屏县", "98%", 2]]
MORE = [
    ["县市区", "全程网办率", "排名"],
    ["云溪县", "97%", 2],
    ["东屏县", "98%", 1],
    ["南浦区", "96%", 3],
]


def beside(left, right, gap=1) -> list[list]:
    width = max(map(len, left))
    height = max(len(left), len(right))
    pad = [[None] * width] * height
    return [
        [
            *(left[n] if n < len(left) else pad[n]),
            *[None] * (width - len(left[n] if n < len(left) else pad[n]) + gap),
            *(right[n] if n < len(right) else []),
        ]
        for n in range(height)
    ]


def values(file) -> set[tuple]:
    assert file.refused is None, file.refused
    return {(row.county, row.indicator, str(row.printed), row.month.month) for row in file.reported}


ALL = {
    ("云溪县", "online_rate", "99", 10),
    ("东屏县", "online_rate", "98", 10),
    ("云溪县", "full_online_rate", "97", 10),
    ("东屏县", "full_online_rate", "98", 10),
    ("南浦区", "full_online_rate", "96", 10),
}


# --- one under the other ------------------------------------------------------


@pytest.mark.parametrize(
    "between",
    [
        [],
        [[]],
        [["附表二"]],
        [[], ["附表二"]],
        [[], ["附表二"], []],
        [["注：1.数据来自平台。"], [], ["附表二"]],
    ],
)
def test_two_tables_one_under_the_other(between):
    file = read(("通报", [["通报2026年10月"], *RATES, *between, *MORE]))
    assert values(file) == ALL and issues(file) == []
    (sheet,) = file.sheets
    assert (sheet.rows, sheet.left_out, sheet.header_rows) == (5, 0, (2, 2)) and any(
        "2个表格" in note for note in sheet.notes
    )


def test_the_wider_table_below_and_headers_spelled_with_spaces():
    wide = [
        ["县 市 区", "全程\n网办率", "排名", "进驻率", "排名"],
        *[[*row, "95%", 1] for row in MORE[1:]],
    ]
    file = read(("通报", [["通报2026年10月"], *RATES, [], *wide]))
    assert values(file) > ALL and len(values(file)) == 8 and issues(file) == []


def test_a_table_far_below_the_first_rows():
    rows = [item(n) for n in range(60)]
    file = read(
        (
            "表",
            [
                HEADER,
                *rows,
                [],
                ["站点台账2026年10月"],
                ["乡镇", "村（社区）", "站点名称"],
                ["城关镇", "东关村", "东关村便民服务站"],
            ],
        )
    )
    assert [(sheet.sheet, sheet.kind, sheet.rows) for sheet in file.sheets] == [
        ("表", "items", 60),
        ("表", "stations", 1),
    ]
    assert (
        issues(file) == []
        and file.entries[-1].row == 65
        and all("2个表格" in sheet.notes[-1] for sheet in file.sheets)
    )


def test_one_township_under_the_other_by_its_title():
    header, row = ["村（社区）", "站点名称"], ["东关村", "东关村便民服务站"]
    file = read(
        (
            "台账",
            [["城关镇站点台账2026年10月"], header, row, ["柳林镇站点台账2026年10月"], header, row],
        )
    )
    assert [entry.key for entry in file.entries] == ["城关镇/东关村", "柳林镇/东关村"] and issues(
        file
    ) == []
    assert file.sheets[0].rows == 2


def test_a_page_break_with_title_and_header_is_no_second_table():
    rows = [["月报2026年10月"], HEADER, item(1), ["月报2026年10月"], HEADER, item(1)]
    file = read(("表", rows))
    assert issues(file) == [("A6", "warning", "repeated")] and file.sheets[0].notes == []


def test_two_months_one_under_the_other():
    older = [HEADER[1:], item(1)[1:]]
    file = read(("表", [["月报2026年9月"], *older, [], ["月报2026年10月"], *older]))
    assert [(entry.month, entry.row) for entry in file.entries] == [
        (date(2026, 9, 1), 3),
        (OCTOBER, 7),
    ] and issues(file) == []
    assert [sheet.month for sheet in file.sheets] == [
        date(2026, 9, 1),
        OCTOBER,
    ] and file.month is None


def test_duplicates_across_tables_of_one_sheet_are_found():
    other = [HEADER[2], *HEADER[:2], *HEADER[3:]]
    row = item(1)
    file = read(("表", [HEADER, item(1), item(2), [], other, [row[2], *row[:2], *row[3:]]]))
    assert [(issue.code, issue.severity) for issue in file.issues] == [("duplicate", "error")]
    assert [entry.status for entry in file.entries] == [
        "left_out",
        "counted",
        "left_out",
    ] and file.sheets[0].left_out == 2
    assert "第2行" in file.issues[0].message


def test_a_row_with_one_text_before_a_blank_row_stays_a_row_of_its_table():
    file = read(
        (
            "表",
            [
                HEADER,
                item(1),
                [None, None, "只有名称"],
                [],
                ["乡镇", "村（社区）", "站点名称"],
                ["城关镇", "东关村", "东关村便民服务站"],
            ],
        ),
        file="2026年10月.xlsx",
    )
    assert file.sheets[0].rows == 2 and any(cell == "E3" for cell, _, _ in issues(file))


def test_words_of_headers_in_data_are_no_header():
    file = items(
        *[
            item(n, name=name)
            for n, name in enumerate(["事项名称", "是否网上可办", "乡镇", "类别"])
        ],
        [],
        item(9, name="单位"),
    )
    assert (len(file.entries), issues(file), file.sheets[0].notes) == (5, [], [])


def test_a_row_of_the_upper_table_with_its_first_cell_alone_is_no_title():
    upper = [["乡镇", "村（社区）", "站点名称"], ["城关镇", "东关村", "东关村便民服务站"]]
    file = read(("台账", [["2026年10月"], *upper, ["城关镇"], *RATES]))
    assert [(sheet.kind, sheet.rows) for sheet in file.sheets] == [("stations", 2), ("bulletin", 2)]
    assert [issue.code for issue in file.issues if issue.cell == "B4"] == ["name_blank"]


def test_a_title_that_is_repeated_or_new_stays_a_title():
    header, row = ["乡镇", "村（社区）", "站点名称"], ["城关镇", "东关村", "东关村便民服务站"]
    other = ["城关镇", "西关村", "西关村便民服务站"]
    for title in ("城关镇", "城关镇2026年10月"):
        file = read(("2026年10月", [[title], header, row, [title], header, other]))
        assert len(file.entries) == 2 and issues(file) == [], title
    file = read(("2026年10月", [["城关镇"], header, row, ["城关镇"], *RATES]))
    assert len(file.entries) == 1 and len(file.reported) == 2 and issues(file) == []
    file = read(("2026年10月", [["台账"], header, row, ["柳林镇"], header, other]))
    assert len(file.entries) == 2 and issues(file) == []


# --- side by side -------------------------------------------------------------


@pytest.mark.parametrize("gap", [1, 3])
def test_two_tables_side_by_side(gap):
    file = read(("通报", [["通报2026年10月"], *beside(RATES, MORE, gap)]))
    assert values(file) == ALL and issues(file) == [] and file.sheets[0].rows == 5


def test_each_has_its_own_title_and_addresses_are_those_of_the_sheet():
    left, right = (
        [["通报2026年9月"], *RATES],
        [["通报2026年10月"], *MORE[:2], ["东屏县", "约98", 1], MORE[3]],
    )
    file = read(("通报", beside(left, right)))
    assert {(row.indicator, row.month.month) for row in file.reported} == {
        ("online_rate", 9),
        ("full_online_rate", 10),
    }
    assert issues(file) == [("F4", "error", "not_a_rate")]


def test_different_kinds_side_by_side():
    ledger = [["乡镇", "村（社区）", "站点名称"], ["城关镇", "东关村", "东关村便民服务站"]]
    file = read(("表", [["2026年10月"], *beside(RATES, ledger)]))
    assert [(sheet.kind, sheet.rows) for sheet in file.sheets] == [("bulletin", 2), ("stations", 1)]


def test_an_empty_column_inside_a_table_parts_nothing():
    file = items(
        *[[*item(n)[:5], None, *item(n)[5:]] for n in (1, 2)],
        header=[*HEADER[:5], None, *HEADER[5:]],
    )
    assert len(file.entries) == 2 and issues(file) == [] and file.sheets[0].notes == []


# --- archives -----------------------------------------------------------------


def pack(*entries) -> bytes:
    """A zip of (name or its raw bytes, content)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name if isinstance(name, str) else "?" * len(name), content)
    found = out.getvalue()
    for name, _ in entries:
        if isinstance(name, bytes):
            found = found.replace(b"?" * len(name), name)
    return found


def ledger(number: int) -> bytes:
    return book(("事项", [HEADER, item(number)]))


def test_an_archive_is_read_as_its_files():
    content = pack(
        ("住建局/一.xlsx", ledger(1)),
        ("民政局.xlsx", ledger(2)),
        ("__MACOSX/._一.xlsx", b"x"),
        ("~$一.xlsx", b"x"),
        (".DS_Store", b"x"),
        ("说明.pdf", b"%PDF"),
        ("内层.zip", pack(("三.xlsx", ledger(3)))),
    )
    inner, first, second = sheets.read_files(sheets.unpack([("九月.zip", content)]))
    assert [file.file for file in (inner, first, second)] == [
        "九月.zip/住建局/一.xlsx",
        "九月.zip/内层.zip",
        "九月.zip/民政局.xlsx",
    ]
    assert first.refused.code == "not_a_workbook" and len(inner.entries) == len(second.entries) == 1
    assert inner.sha256 != second.sha256 and inner.entries[0].file == "九月.zip/住建局/一.xlsx"
    assert any("3个系统文件" in note for note in inner.notes) and any(
        "说明.pdf" in note for note in inner.notes
    )


def test_names_in_gbk():
    (file,) = sheets.read_files(
        sheets.unpack([("a.zip", pack(("住建局.xlsx".encode("gbk"), ledger(1))))])
    )
    assert file.refused is None and file.file == "a.zip/住建局.xlsx"


def test_duplicates_across_the_files_of_an_archive_and_others():
    first, second = sheets.read_files(
        sheets.unpack(
            [("a.zip", pack(("一.xlsx", ledger(1)))), ("二.xlsx", book(("表", [HEADER, item(1)])))]
        )
    )
    assert (
        issues(second) == [("B2", "error", "duplicate")]
        and "a.zip/一.xlsx" in second.issues[0].message
    )


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: pack(("a.png", b"x")), "zip_no_workbook"),
        (lambda: pack(*((f"{n}.csv", b"") for n in range(201))), "zip_too_many_files"),
        (lambda: pack(*((f"{n}.csv", bytes(45 * 2**20)) for n in range(5))), "unpacks_too_large"),
        (lambda: pack(("a.csv", bytes(60 * 2**20))), "unpacks_too_large"),
        (lambda: pack(("a.csv", b"x" * 50))[:-5], "damaged"),
    ],
)
def test_archives_that_are_refused(make, code):
    bad, good = sheets.read_files(sheets.unpack([("a.zip", make()), ("b.xlsx", ledger(1))]))
    assert (
        bad.refused.code == code
        and bad.refused.step
        and bad.file == "a.zip"
        and good.refused is None
    )


def test_an_archive_is_one_file_where_it_is_not_to_be_unpacked():
    (file,) = sheets.read_files([("a.zip", pack(("一.xlsx", ledger(1)), ("二.xlsx", ledger(2))))])
    assert file.refused.code == "not_a_workbook" and "解压" in file.refused.step


# --- checks -------------------------------------------------------------------


def computed(formula: str, value: str, kind: str = "") -> bytes:
    """A workbook whose C3 has a formula with what a program left of its value."""
    content = book(
        ("一", [["说明"]]), ("事项", [HEADER, item(1), [*item(2)[:2], "=" + formula, *item(2)[3:]]])
    )

    def change(name, part):
        return (
            part.replace(b"<v></v>", value.encode())
            .replace(b"<v />", value.encode())
            .replace(b'<c r="C3"', f'<c r="C3"{kind}'.encode())
            if "sheet2" in name
            else part
        )

    return rezipped(content, change)


@pytest.mark.parametrize("value", ["", "<v/>", "<v></v>"])
def test_a_formula_without_value(value):
    (file,) = sheets.read_files([("a.xlsx", computed("A1&amp;B1", value))])
    assert (
        issues(file) == [("C3", "error", "formula_without_value")]
        and "Excel" in file.issues[0].expected
    )
    assert [entry.status for entry in file.entries] == ["counted", "left_out"]


def test_an_error_in_a_tick_column_is_no_blank():
    file = items(
        item(1),
        item(2, flags=["#REF!", None, "是", "是"]),
        item(3, flags=["是", "#N/A", "是", "是"]),
    )
    assert issues(file) == [
        ("F3", "error", "formula_without_value"),
        ("G4", "error", "formula_without_value"),
    ]
    assert "#REF!" in file.issues[0].message and [entry.status for entry in file.entries] == [
        "counted",
        "counted",
        "counted",
    ]
    assert [entry.flags.get("is_online.unread") for entry in file.entries] == [None, True, None]
    assert [entry.flags.get("is_fully_online.unread") for entry in file.entries] == [
        None,
        None,
        True,
    ]


def test_a_formula_with_a_value_and_one_that_gives_an_empty_text():
    (file,) = sheets.read_files([("a.xlsx", computed("A1", "<v>住房</v>", ' t="str"'))])
    assert issues(file) == [] and file.entries[1].name == "住房"
    (file,) = sheets.read_files([("a.xlsx", computed("A1", "<v></v>", ' t="str"'))])
    assert issues(file) == [("C3", "error", "name_blank")]


def test_a_row_of_nothing_but_formulas_is_no_blank_row():
    made = Workbook()
    for line in (HEADER, item(1), [f"=A{n}" for n in range(9)]):
        made.active.append(line)
    (file,) = sheets.read_files([("a.xlsx", saved(made))])
    assert (
        file.sheets[0].rows == 2
        and {issue.code for issue in file.issues} == {"formula_without_value"}
        and len(file.issues) == 9
    )


def test_the_nearest_item_type_is_suggested():
    file = items(item(1), item(2, item_type="行政许科"), item(3, item_type="神秘"))
    assert "“行政许可”" in file.issues[0].expected and "最接近" not in file.issues[1].expected


def test_the_nearest_header_is_suggested():
    file = items(item(1), header=[*HEADER[:3], "事项类形", *HEADER[4:8], "是否已进驻听"])
    assert [issue.code for issue in file.issues] == ["column_missing"] * 2
    expected = "".join(issue.expected for issue in file.issues)
    assert mentions(expected, "D列的“事项类形”", "“事项类型”", "I列的“是否已进驻听”")


COUNTED = ["县市区", "网上可办率（达标数）", "网上可办率（总数）", "网上可办率", "排名"]


@pytest.mark.parametrize(
    ("counts", "rate", "is_wrong"),
    [
        ((2999, 3150), "95.21%", False),
        ((2999, 3150), "95.2%", False),
        ((2999, 3150), 0.9521, False),
        ((2999, 3150), 2999 / 3150, False),
        ((2999, 3150), "95.20%", True),
        ((2999, 3150), "95.3%", True),
        ((99999, 100000), "99.99%", False),
        ((99999, 100000), "100%", False),
        ((9, 10), "100%", True),
        ((0, 10), "0%", False),
        ((9, 10), "—", False),
    ],
)
def test_a_printed_rate_unlike_its_counts(counts, rate, is_wrong):
    others = [
        ["东屏县", 8, 10, 0.8 if isinstance(rate, float) else "80%"],
        ["南浦区", 7, 10, 0.7 if isinstance(rate, float) else "70%"],
    ]
    file = bulletin(COUNTED[:4], ["云溪县", *counts, rate], *others)
    assert issues(file) == ([("D3", "error", "rate_unlike_counts")] if is_wrong else [])
    assert (file.reported[0].numerator, file.reported[0].denominator) == counts and (
        not is_wrong or file.reported[0].printed is None
    )


def ranked(*rows, header=("县市区", "网上可办率", "排名")) -> list[tuple]:
    return issues(bulletin(list(header), *map(list, rows)))


def test_a_printed_rank_unlike_the_rates():
    assert ranked(
        ("甲县", "99%", 1), ("乙县", "98%", 3), ("丙县", "98%", 2), ("丁县", "97%", 4)
    ) == [("C4", "warning", "rank_unlike_rates")]
    assert (
        ranked(
            ("甲县", "99%", 1), ("乙县", "98%", 2), ("丙县", "98%", "并列第2"), ("丁县", "97%", 4)
        )
        == []
    )
    assert (
        "第2名"
        in bulletin(["县市区", "网上可办率", "排名"], ["甲县", "99%", 1], ["乙县", "98%", 1])
        .issues[0]
        .expected
    )


def test_ranks_within_groups_over_all_and_of_units_that_are_not_ranked():
    header = ("县市区", "分组", "网上可办率", "排名")
    rows = [
        ("甲县", "县市组", "99%"),
        ("乙区", "城区组", "98%"),
        ("丙县", "县市组", "97%"),
        ("丁区", "城区组", "96%"),
    ]
    assert ranked(*[(*row, rank) for row, rank in zip(rows, (1, 1, 2, 2))], header=header) == []
    assert ranked(*[(*row, rank) for row, rank in zip(rows, (1, 2, 3, 4))], header=header) == []
    assert ranked(*[(*row, rank) for row, rank in zip(rows, (1, 1, 2, 1))], header=header) == [
        ("D6", "warning", "rank_unlike_rates")
    ]
    assert ranked(("甲县", "99%", 1), ("开发区", "98.5%", "—"), ("乙县", "98%", 2)) == []
    assert ranked(("甲县", "99%", 1), ("开发区", "98.5%", "—"), ("乙县", "98%", 3)) == []


def test_ranks_of_a_part_of_the_counties_say_nothing():
    assert ranked(("甲县", "99%", 3), ("乙县", "98%", 7)) == [] and ranked(("甲县", "99%", 5)) == []


def test_ranks_by_counts_where_no_rate_is_printed():
    assert ranked(
        ("甲县", 9, 10, 2),
        ("乙县", 8, 10, 1),
        header=("县市区", "网上可办率（达标数）", "网上可办率（总数）", "排名"),
    ) == [("D3", "warning", "rank_unlike_rates"), ("D4", "warning", "rank_unlike_rates")]


def test_a_row_with_one_text_above_a_repeated_header_is_no_title():
    header = ["序号", "乡镇", "村（社区）", "站点名称", "是否设站"]
    rows = [
        ["站点台账2026年10月"],
        header,
        [1, "城关镇", "东关村", "东关村便民服务站", "是"],
        [None, None, "西关村"],
        header,
        [3, "城关镇", "南关村", "南关村便民服务站", "是"],
    ]
    file = read(("台账", rows))
    assert [entry.name for entry in file.entries] == [
        "东关村",
        "西关村",
        "南关村",
    ] and file.entries[1].status == "left_out"
    assert {cell for cell, severity, _ in issues(file) if severity == "error"} >= {"B4"}
    titled = read(("台账", [*rows[:3], ["二、南片"], *rows[4:]]))
    assert [entry.name for entry in titled.entries] == ["东关村", "南关村"] and issues(titled) == []


def test_hidden_rows_are_said_and_read():
    made = Workbook()
    for row in (HEADER, *(item(n) for n in range(1, 9))):
        made.active.append(row)
    for row in (3, 4, 8):
        made.active.row_dimensions[row].hidden = True
    made.active.column_dimensions["B"].hidden = True
    (file,) = sheets.read_files([("2026年10月.xlsx", saved(made))])
    assert len(file.entries) == 8
    notes = "".join(file.sheets[0].notes)
    assert mentions(notes, "隐藏的列B列", "3个隐藏的数据行", "第3、4、8行")


@pytest.mark.parametrize("above", [[], [[""]], [["小计", "1项"]]])
def test_a_row_whose_cells_are_words_of_headers_is_a_row(above):
    """What an item is said to be (公共服务事项, 即办件) may be a header elsewhere, also below a
    blank row.
    """
    header = [*HEADER, "行使层级", "办件类型"]
    last = item(2, item_type="公共服务事项")
    rows = [[*item(1), "县级", "承诺件"], [*last, "乡镇（街道）", "即办件"]]
    plain = [[*row[:1], *row[2:]] for row in (header, *rows)]  # without codes
    file = items(plain[1], *above, plain[2], header=plain[0])
    assert [entry.name for entry in file.entries] == ["事项1", "事项2"] and not file.issues
