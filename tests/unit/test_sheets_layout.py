"""Small made-up sheets, one for each kind of mess that is read, and for each that is an error at
its cell.
"""

import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import Workbook
from support import mentions

from govsvc import sheets
from govsvc.domain import indicators
from govsvc.domain.indicators import Rules
from govsvc.domain.rows import FileRead
from govsvc.sheets.cells import answers, month_words, place_names, values
from govsvc.sheets.records.flags import answer_reader

CODE = "11999923MB0000100Y47001000000"
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
YES = ["是"] * 4
OCTOBER = date(2026, 10, 1)


def read(*tables, file="表.xlsx", **options) -> FileRead:
    """What is read of one workbook; a table is (name, rows[, merges])."""
    book = Workbook()
    book.remove(book.active)
    for name, rows, *merges in tables:
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
        for merge in merges:
            page.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    (found,) = sheets.read_files([(file, out.getvalue())], **options)
    return found


def read_csv(text: str | bytes, file="表.csv", **options) -> FileRead:
    (found,) = sheets.read_files(
        [(file, text if isinstance(text, bytes) else text.encode())], **options
    )
    return found


def item(
    number=0, month="2026年10月", name=None, item_type="行政许可", unit="住建局", flags=YES
) -> list:
    return [month, f"{CODE}{number:02}", name or f"事项{number}", item_type, unit, *flags]


def items(*rows, header=HEADER, **options) -> FileRead:
    found = read(("事项", [header, *rows]), **options)
    assert found.refused is None, found.refused
    return found


def stations(
    *rows,
    header=("乡镇", "村（社区）", "站点名称", "是否更名"),
    title="站点台账2026年10月",
    **options,
) -> FileRead:
    found = read(("台账", [[title], list(header), *rows]), **options)
    assert found.refused is None, found.refused
    return found


def bulletin(header, *rows, title="全市通报（2026年10月）", **options) -> FileRead:
    found = read(("通报", [[title], header, *rows]), **options)
    assert found.refused is None, found.refused
    return found


def issues(file: FileRead) -> list[tuple]:
    return [(issue.cell, issue.severity, issue.code) for issue in file.issues]


def flag(file: FileRead, header: str) -> list[bool | None]:
    from govsvc.domain.indicators import FLAGS

    key = next(f.key for f in FLAGS if f.header == header)
    return [entry.flags.get(key) for entry in file.entries]


# --- header, columns, rows ---------------------------------------------------


def test_three_header_rows_with_merges_line_breaks_and_unknown_columns():
    rows = [
        ["云溪县政务服务事项表（2026年10月）"],
        [],
        ["填报单位：某局"],
        ["序号", "基本信息", None, None, None, "办理情况", None, None, None, "联系电话"],
        [
            None,
            "事项\n名称",
            "实施\u3000编码",
            "权力类别",
            "审批\n部门",
            "网上办理",
            None,
            "发布进驻",
            None,
            None,
        ],
        [
            None,
            None,
            None,
            None,
            None,
            "是否\n网办",
            "全流程\n网办",
            "是否发布",
            "进驻\n中心",
            None,
        ],
        [1, "甲", CODE + "01", "行政许可", "云溪县住建局", "是", "是", "是", "是", "12345"],
    ]
    file = read(
        (
            "表",
            rows,
            "A1:J1",
            "A4:A6",
            "B4:E4",
            "B5:B6",
            "C5:C6",
            "D5:D6",
            "E5:E6",
            "F4:I4",
            "F5:G5",
            "H5:I5",
            "J4:J6",
        )
    )
    assert file.refused is None and file.sheets[0].header_rows == (4, 6) and issues(file) == []
    (entry,) = file.entries
    assert (entry.name, entry.unit, entry.key, entry.row) == ("甲", "住建局", CODE + "01", 7)
    assert list(entry.flags.values()) == [True] * 4 and "12345" not in str(entry)


def test_columns_in_any_order_and_leading_empty_rows_and_columns():
    order = [5, 2, 8, 0, 7, 3, 6, 1, 4]
    rows = [[None, None]] * 3 + [
        [None, *[line[place] for place in order]] for line in (HEADER, item(1))
    ]
    file = read(("表", rows))
    assert file.entries[0].row == 5 and file.entries[0].key == CODE + "01" and issues(file) == []


def test_totals_repeated_headers_blank_rows_and_notes_are_no_data():
    file = items(
        item(1),
        [None, None, "合计", None, None, 1, 1, 1, 1],
        [None, None, None, None, "住建局小计", 1, 1, 1, 1],
        [],
        HEADER,
        item(2),
        ["全县合计", None, None, None, None, 2, 2, 2, 2],
        ["注：1.本表数据来自平台。"],
        ["2.空白表示否。"],
        ["填表人：", None, "审核人："],
    )
    assert (file.sheets[0].rows, len(file.entries), issues(file)) == (2, 2, [])
    assert [entry.row for entry in file.entries] == [2, 7]


def test_a_caption_merged_over_the_sheet_is_no_data():
    file = read(("表", [HEADER, ["一、住建局"], item(1)], "A2:I2"))
    assert (file.sheets[0].rows, issues(file)) == (1, [])


def test_an_item_whose_name_begins_with_a_total_word_or_a_note_is_data():
    file = items(
        item(1, name="合计税款缴纳凭证开具"), item(2, name="注销登记"), item(3, name="平均工资证明")
    )
    assert len(file.entries) == 3


def test_column_numbers_under_the_header_are_no_data():
    assert items(["甲", "乙", 1, 2, 3, 4, 5, 6, 7], item(1)).sheets[0].rows == 1
    assert items(["甲", "乙", 1, None, 3, 4, 5, None, 7], item(1)).sheets[0].rows == 1
    assert items([1, 2, 4, None, None, None, None, None, 3], item(1)).sheets[0].rows == 2


def test_departments_are_filled_down_inside_a_merge_but_a_lone_blank_is_an_error():
    rows = [
        HEADER,
        item(1),
        item(2, unit=None),
        item(3, unit="民政局"),
        item(4, unit=None),
        item(5, unit="教育局"),
    ]
    file = read(("表", rows, "E2:E3"))
    assert [entry.unit for entry in file.entries] == ["住建局", "住建局", "民政局", "", "教育局"]
    assert issues(file) == [("E5", "error", "unit_blank")]


def test_departments_are_filled_down_where_most_rows_are_blank():
    file = items(
        item(1),
        *[item(n, unit=None) for n in range(2, 6)],
        item(6, unit="民政局"),
        *[item(n, unit=None) for n in range(7, 9)],
    )
    assert [entry.unit for entry in file.entries] == ["住建局"] * 5 + ["民政局"] * 3 and issues(
        file
    ) == []


def test_the_countys_prefix_comes_off():
    file = items(
        item(1, unit="云溪县自然资源局"),
        item(2, unit="县自然资源局"),
        item(3, unit="自然资源局"),
        home="云溪县",
    )
    assert {entry.unit for entry in file.entries} == {"自然资源局"}
    assert place_names.without_county("市场监督管理局", ["临湖市"]) == "市场监督管理局"
    assert place_names.without_county("县自然资源局", [None]) == "县自然资源局"


@pytest.mark.parametrize("named", ["县区", "区划", "参评对象", "行政区", "县（市、区）"])
@pytest.mark.parametrize("further", [[], ["办理地点"], ["联系方式", "填报人"]])
def test_a_title_belongs_to_no_header_of_few_words(named, further):
    rows = [
        ["全市政务服务指标通报（2027年7月）"],
        [named, "全程网办率（%）", *further],
        ["南浦市", "99.67", *further],
        ["中原县", "99.15", *further],
    ]
    result = read(("通报", rows))
    (sheet,) = result.sheets
    assert sheet.header_rows == (2, 2)
    assert {(row.month, row.county, row.printed) for row in result.reported} == {
        (date(2027, 7, 1), "南浦市", Decimal("99.67")),
        (date(2027, 7, 1), "中原县", Decimal("99.15")),
    }


@pytest.mark.parametrize(
    "further", [[[1, 2, 3]], [["全市平均", "98%", "97%"]], [[1, 2, 3], ["合计", "98%", "97%"]]]
)
def test_totals_and_column_numbers_are_no_names_of_units(further):
    header = ["单位", "网上可办率", "全程网办率"]
    rows = [["云溪县", "99.00%", "88.00%"], ["东屏县", "98.00%", "87.00%"]]
    bulletin = ("2026年10月通报", [header, *further, *rows])
    item_sheet, bulletin = read(("2026年10月事项", [HEADER, item()]), bulletin).sheets
    assert (item_sheet.kind, bulletin.kind, bulletin.rows) == ("items", "bulletin", 2)


def test_the_home_county_is_hinted_by_the_title():
    assert place_names.county_in("云溪县政务服务事项办理情况月报表(2026年9月)") == "云溪县"
    assert place_names.county_in("2026年9月云溪县政务服务事项") == "云溪县"
    assert place_names.county_in("青山省安平市云溪县政务服务事项") == "云溪县"
    for title in (
        "全市政务服务指标情况通报",
        "城关镇村（社区）便民服务站点台账",
        "全县政务服务事项",
        "东关社区便民服务站",
        "各县市区政务服务",
    ):
        assert place_names.county_in(title) is None


def test_one_sheet_a_department():
    rows = [[cell for place, cell in enumerate(line) if place != 4] for line in (HEADER, item(1))]
    file = read(("民政局", rows))
    assert file.entries[0].unit == "民政局" and issues(file) == []


def test_responsible_unit_beside_the_department():
    file = items([*item(1), "县住建局"], header=[*HEADER, "责任单位"], home="云溪县")
    assert (file.entries[0].unit, file.entries[0].attributes["responsible"]) == ("住建局", "住建局")
    file = items(item(1), header=[*HEADER[:4], "责任单位", *HEADER[5:]])
    assert file.entries[0].unit == "住建局" and "responsible" not in file.entries[0].attributes


def test_hidden_and_unknown_sheets_are_left_alone_and_said():
    book = Workbook()
    for line in (HEADER, item(1)):
        book.active.append(line)
    hidden = book.create_sheet("旧数据")
    hidden.sheet_state = "hidden"
    hidden.append(HEADER)
    hidden.append(item(1))
    book.create_sheet("说明").append(["怎样填", "见下"])
    out = io.BytesIO()
    book.save(out)
    (file,) = sheets.read_files([("a.xlsx", out.getvalue())])
    assert len(file.entries) == 1 and [(s.kind, s.is_hidden) for s in file.sheets] == [
        ("items", False),
        (None, True),
        (None, False),
    ]
    assert "隐藏" in file.sheets[1].notes[0]


def test_a_table_of_departments_is_no_bulletin():
    found = read(
        (
            "汇总",
            [
                ["各部门汇总2026年10月"],
                ["单位", "网上可办率", "全程网办率"],
                ["民政局", "98%", "97%"],
                ["教育局", "98%", "97%"],
            ],
        )
    )
    assert found.refused.code == "no_known_sheet"


# --- required columns, codes, keys -------------------------------------------


def test_a_bulletin_of_two_counties_with_notes_below_is_one():
    file = bulletin(
        ["单位", "网上可办率"],
        ["云溪县", "98%"],
        ["东屏县", "97%"],
        ["全市平均", "97.5%"],
        ["注：以省平台为准。"],
        ["填表人：张三", "审核人：李四"],
    )
    assert [row.county for row in file.reported] == ["云溪县", "东屏县"]


def test_missing_columns_are_named():
    header, row = HEADER[:3] + HEADER[4:8], item(1)[:3] + item(1)[4:8]
    file = items(row, header=header)
    assert [(i.cell, i.severity, i.code) for i in file.issues] == [
        (None, "error", "column_missing")
    ] * 2
    messages = "".join(issue.message for issue in file.issues)
    assert mentions(messages, "事项类型", "是否进驻大厅")
    assert file.entries[0].status == "left_out" and flag(file, "是否进驻大厅") == [None]


def test_without_a_code_name_and_department_are_the_key():
    file = items(*[item(n)[:1] + item(n)[2:] for n in (1, 2, 2)], header=HEADER[:1] + HEADER[2:])
    assert [entry.key for entry in file.entries] == ["住建局/事项1", "住建局/事项2", "住建局/事项2"]
    assert issues(file) == [("B4", "error", "duplicate")] and [e.status for e in file.entries] == [
        "counted",
        "left_out",
        "left_out",
    ]


def test_the_finest_code_is_the_key_and_all_are_kept():
    file = items(
        *[[*item(1), f"B0{n}", "000123456789"] for n in (1, 2)],
        header=[*HEADER, "业务办理项编码", "基本编码"],
    )
    assert [entry.key for entry in file.entries] == ["B01", "B02"] and issues(file) == []
    assert (
        file.entries[0].attributes.items()
        >= {
            "business_code": "B01",
            "implementation_code": CODE + "01",
            "basic_code": "000123456789",
        }.items()
    )


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (3.71e20, "code_digits_lost"),
        ("3.71E+20", "code_digits_lost"),
        (1234567890123456.0, "code_digits_lost"),
        ("待定", "not_a_code"),
    ],
)
def test_a_code_that_is_none(found, code):
    row = item(1)
    row[1] = found
    assert issues(items(row, item(2))) == [("B2", "error", code)]


def test_lost_zeros_of_a_basic_code():
    assert issues(items([*item(1), 123456789], header=[*HEADER, "基本编码"])) == [
        ("J2", "error", "code_zeros_lost")
    ]


def test_three_times_the_same_key():
    other = item(1, flags=["是", "是", "是", "否"])
    file = items(item(1), other, item(2), item(1, flags=["是", "否", "是", "是"]))
    assert issues(file) == [("B3", "error", "duplicate"), ("B5", "error", "duplicate")]
    assert [entry.status for entry in file.entries] == [
        "left_out",
        "left_out",
        "counted",
        "left_out",
    ]
    assert (file.sheets[0].rows, file.sheets[0].left_out) == (4, 3)


def test_the_same_row_again_counts_once():
    file = items(item(1), item(1), item(2), item(1))
    assert issues(file) == [("A3", "warning", "repeated"), ("A5", "warning", "repeated")]
    assert [entry.status for entry in file.entries] == [
        "counted",
        "out_of_scope",
        "counted",
        "out_of_scope",
    ]


# --- types, status, depth ----------------------------------------------------


def test_scope_and_status():
    file = items(
        [*item(1), "在用"],
        [*item(2, item_type="行政处罚"), "在用"],
        [*item(3), "暂停"],
        [*item(4, item_type="许可类"), ""],
        [*item(5, item_type="神秘类"), ""],
        [*item(6, item_type=None), ""],
        header=[*HEADER, "事项状态"],
    )
    assert [entry.status for entry in file.entries] == [
        "counted",
        "out_of_scope",
        "out_of_scope",
        "counted",
        "left_out",
        "left_out",
    ]
    assert issues(file) == [
        ("D3", "warning", "out_of_scope"),
        ("J4", "warning", "not_in_use"),
        ("D6", "error", "item_type_unknown"),
        ("D7", "error", "item_type_blank"),
    ]
    assert (file.sheets[0].left_out, file.sheets[0].out_of_scope) == (4, 2)


def test_the_rules_say_which_types_count():
    file = items(item(1), item(2, item_type="公共服务"), rules=Rules(types_in_scope=("行政许可",)))
    assert [entry.status for entry in file.entries] == ["counted", "out_of_scope"]


DEPTH_HEADER = [*HEADER[:5], "网上办理深度", *HEADER[7:], "到办事现场次数"]


def depth_row(number, depth, visits=None) -> list:
    return [*item(number)[:5], depth, "是", "是", visits]


def test_depth_answers_where_the_plain_columns_are_missing():
    depths = [
        "Ⅳ级",
        "IV级",
        "全程网办",
        "Ⅲ级",
        "Ⅱ级",
        "在线预审",
        "Ⅰ级",
        "信息发布",
        "Ⅰ级,Ⅲ级",
        "信息发布^全程网办",
    ]
    file = items(*[depth_row(n, depth) for n, depth in enumerate(depths)], header=DEPTH_HEADER)
    assert flag(file, "是否网上可办") == [True] * 6 + [False] * 2 + [True] * 2
    assert flag(file, "是否全程网办") == [True] * 3 + [False] * 6 + [True]
    assert issues(file) == []


def test_a_bare_number_of_depth_is_asked():
    assert issues(items(depth_row(1, 2), depth_row(2, None), header=DEPTH_HEADER)) == [
        ("F2", "error", "depth_unclear"),
        ("F3", "error", "depth_blank"),
    ]


def test_fully_online_means_no_visit():
    assert issues(
        items(
            depth_row(1, "Ⅳ级", 1),
            depth_row(2, "Ⅳ级", 0),
            depth_row(3, "Ⅲ级", 1),
            header=DEPTH_HEADER,
        )
    ) == [("F2", "error", "fully_online_with_visits")]
    assert issues(items([*item(1), "1次"], [*item(2), "0"], header=[*HEADER, "到现场次数"])) == [
        ("G2", "error", "fully_online_with_visits")
    ]


@pytest.mark.parametrize(
    ("cells", "legend", "online"),
    [
        ("●○●", "", [True, False, True]),
        ("■□■", "", [True, False, True]),
        (["●", "", "●"], "", [True, False, True]),
        ("○○ ", "", [None, None, None]),
        ("●○是", "", [None, None, True]),
        ("●○●", "注：○已开通 ●正在建设", [None, None, None]),
    ],
)
def test_full_and_empty_marks_that_fill_a_column_say_yes_and_no(cells, legend, online):
    """Where the column holds other things too, or a legend speaks of them, they are asked."""
    rows = [item(n) for n in range(3)]
    for row, cell in zip(rows, cells, strict=True):
        row[HEADER.index("是否网上可办")] = cell
        row[HEADER.index("是否全程网办")] = "否"
    file = read(("事项", [[legend], HEADER, *rows]))
    assert [entry.flags.get("is_online") for entry in file.entries] == online


def test_a_header_that_stands_twice_counts_once_and_is_said():
    header = [*HEADER, "是否网上可办", "备注", "是否进驻 大厅"]
    rows = [[*item(n), "否" if n in (1, 2) else None if n else "是", None, "是"] for n in range(4)]
    file = items(*rows, header=header)
    # which of the two holds is asked, and neither is counted
    assert all("is_online" not in entry.flags for entry in file.entries)
    assert {entry.status for entry in file.entries} == {"counted"}
    (issue,) = file.issues
    assert (issue.cell, issue.severity, issue.code) == ("F1", "error", "columns_rival")
    assert mentions(
        issue.message, "是否网上可办", "F列", "J列", "第3行", "“是”", "“否”", "都没有读取"
    )
    # the two clicks that settle it
    assert mentions(issue.expected, "不能确定的列", "是否网上可办", "不读取", "都对")
    found = bulletin(
        ["县市区", "网上可办率", "排名", "网上可办率"],
        ["云溪县", "99%", 1, "98%"],
        ["东屏县", "97%", 2, "97%"],
    )
    assert [(i.cell, i.code) for i in found.issues] == [("D2", "header_twice")]
    # words that stand under several indicators are no second column
    found = bulletin(
        ["县市区", "网上可办率", "排名", "全程网办率", "排名"],
        ["云溪县", "99%", 1, "98%", 2],
        ["东屏县", "97%", 2, "99%", 1],
    )
    assert found.issues == []


def test_a_level_that_nobody_knows_is_said_where_it_takes_rows_out():
    header, levels = (
        [*HEADER, "行使层级"],
        ["县本级", "省级", "省级", "乡镇", None, "—", "市级", "省级", "省级", "省级", "省级"],
    )
    file = items(*[[*item(n), level] for n, level in enumerate(levels)], header=header)
    (issue,) = file.issues
    assert (issue.cell, issue.severity, issue.code) == (
        "J3",
        "warning",
        "level_unknown",
    ) and issue.expected == "乡镇（街道）、村（社区）、县本级"
    assert mentions(
        issue.message, "行使层级", "“省级”（第3、4、9、10、11行等6行）", "“市级”（第8行）"
    )
    every = Rules(levels={"hall_entry_rate": (), "effective_hall_entry_rate": ()})
    assert items([*item(1), "省级"], header=header, rules=every).issues == []
    assert (
        items(
            [*item(1), "省级"],
            header=header,
            rules=Rules(levels=dict.fromkeys(every.levels, ("省级",))),
        ).issues
        == []
    )
    punishment = items([*item(1, item_type="行政处罚"), "省级"], header=header)
    assert [issue.code for issue in punishment.issues] == ["out_of_scope"]


def test_levels_are_spelled_one_way():
    file = items(
        *[[*item(n), level] for n, level in enumerate(["县级", "县（市、区）级", "乡镇", "村级"])],
        header=[*HEADER, "行使层级"],
    )
    assert [entry.attributes["level"] for entry in file.entries] == [
        "县本级",
        "县本级",
        "乡镇（街道）",
        "村（社区）",
    ]


# --- yes and no --------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        *[
            (w, True)
            for w in (
                "是",
                "√",
                "✓",
                "✔",
                "有",
                "已",
                "已进驻",
                "Y",
                "y",
                1,
                1.0,
                "１",
                True,
                " 是\u200b ",
            )
        ],
        *[(w, False) for w in ("否", "×", "无", "未", "未进驻", "N", 0, "0", False, "x", "没有")],
        *[(w, None) for w in ("", None, "—", "－", "/", "  ")],
    ],
)
def test_words_for_yes_and_no(word, answer):
    reading = answer_reader(indicators.flag_by_key("is_in_hall"))("" if word is None else word)
    assert reading.answer == {True: answers.YES, False: answers.NO, None: answers.BLANK}[answer]


@pytest.mark.parametrize("word", ["大概可以", "部分", 2, 0.5, "是否", "是/否"])
def test_words_that_say_neither(word):
    assert answer_reader(indicators.flag_by_key("is_in_hall"))(word).answer == answers.ASK


def test_blank_means_no_where_the_department_ticks():
    ticks = [["√", "√", "", "√"], ["√", "", "√", "—"], ["", "", "√", "√"]]
    file = items(*[item(n, flags=flags) for n, flags in enumerate(ticks)])
    assert (
        flag(file, "是否网上可办") == [True, True, False]
        and flag(file, "是否进驻大厅") == [True, False, True]
        and issues(file) == []
    )


def test_a_blank_column_is_asked_and_not_counted():
    file = items(item(1, flags=["是", "是", "是", None]), item(2, flags=["是", "是", "是", "—"]))
    assert issues(file) == [("I1", "warning", "column_blank")] and flag(file, "是否进驻大厅") == [
        None,
        None,
    ]
    assert {entry.status for entry in file.entries} == {"counted"}


def test_a_departments_blank_block_is_asked_and_not_counted():
    file = items(
        item(1),
        item(2, unit="民政局", flags=["是", "是", "是", None]),
        item(3, unit="民政局", flags=["是", "是", "是", None]),
    )
    assert (
        issues(file) == [("I3", "warning", "column_blank")] and "民政局" in file.issues[0].message
    )
    assert flag(file, "是否进驻大厅") == [True, None, None]


def test_a_blank_beside_no_alone_cannot_be_told():
    file = items(item(1, flags=["是", "否", "是", "是"]), item(2, flags=["是", None, "是", "是"]))
    assert issues(file) == [("G3", "error", "flag_blank")]


def test_deducting_columns_may_be_blank_or_missing():
    header = [*HEADER, "明进暗不进", "不进驻原因", "不宜网办"]
    file = items(
        [*item(1), None, None, "—"],
        [*item(2, flags=["是", "是", "是", "否"]), "—", "专网办理", None],
        header=header,
    )
    assert issues(file) == [] and flag(file, "是否明进暗不进") == [False, False]
    assert flag(file, "不进驻原因") == [False, True] and flag(file, "是否体外循环") == [None, None]


# --- months ------------------------------------------------------------------


@pytest.mark.parametrize(
    "word",
    [
        "2026年10月",
        "2026.10",
        "2026-10",
        "202610",
        "２０２６年１０月",
        "2026/10",
        "2026年10月份",
        "二〇二六年十月",
        "2026-10-01",
        datetime(2026, 10, 31),
        "20261001",
        " 2026 年 10 月 ",
    ],
)
def test_months_in_a_column(word):
    assert month_words.cell(word, None) == OCTOBER


@pytest.mark.parametrize(
    "word", ["2026年13月", "24年5月", "五月", "10", 2026.1, "2026", "下月", 45000.0]
)
def test_no_months(word):
    with pytest.raises(values.Wrong):
        month_words.cell(word, 2026 if word != "五月" else None)


@pytest.mark.parametrize(
    ("title", "month"),
    [
        ("云溪县月报表（2026年9月）", (2026, 9)),
        ("台账（2026.9）", (2026, 9)),
        ("填报日期：2026年10月8日", None),
        ("统计截止日：2026年9月25日", None),
        ("数据202610", (2026, 10)),
        ("导出20261008", None),
        ("10月汇总", (None, 10)),
        ("2026年1-9月", (2026, 9)),
        ("2026年1月—9月", (2026, 9)),
        ("本表统计截至9月30日", None),
        ("26年9月", None),
        ("2026年度", None),
        ("二〇二六年九月通报", (2026, 9)),
        ("报表2026-10-08 12:30", None),
    ],
)
def test_months_in_titles(title, month):
    assert month_words.named(title) == month


def no_month(*rows) -> list:
    return [HEADER[1:], *[row[1:] for row in rows]]


@pytest.mark.parametrize(
    ("title", "sheet", "file", "month", "source"),
    [
        ("报表2026年9月", "8月", "2026年7月.xlsx", date(2026, 9, 1), "标题"),
        ("报表", "2026.8", "2026年7月.xlsx", date(2026, 8, 1), "表名"),
        ("报表", "表", "2026年7月.xlsx", date(2026, 7, 1), "文件名"),
        ("填报日期：2026年10月8日", "9月", "表.xlsx", date(2026, 9, 1), "表名"),
        ("填报日期：2027年1月8日", "12月", "表.xlsx", date(2026, 12, 1), "表名"),
        ("9月报表", "表", "2026年.xlsx", date(2026, 9, 1), "标题"),
    ],
)
def test_where_the_month_is_found(title, sheet, file, month, source):
    found = read((sheet, [[title], *no_month(item(1))]), file=file)
    assert found.refused is None and (found.month, found.sheets[0].month_from) == (month, source)


def test_a_month_column_wins_and_its_minority_is_an_error():
    file = read(
        (
            "8月",
            [
                ["报表2026年9月"],
                HEADER,
                item(1),
                item(2),
                item(3, month="2026年9月"),
                item(4, month="九"),
                item(5, month=None),
            ],
        )
    )
    assert file.month == OCTOBER and file.sheets[0].month_from == "统计月份列"
    assert issues(file) == [
        ("A5", "error", "another_month"),
        ("A6", "error", "not_a_month"),
        ("A7", "error", "month_blank"),
    ]
    assert [entry.status for entry in file.entries] == ["counted"] * 2 + ["left_out"] * 3


def test_a_date_and_a_bare_month_in_the_column():
    file = read(
        (
            "表",
            [["2026年报表"], HEADER, item(1, month=datetime(2026, 10, 1)), item(2, month="10月")],
        ),
        file="2026年10月.xlsx",
    )
    assert file.month == OCTOBER and issues(file) == []


def test_sheets_of_one_file_help_each_other_with_the_month():
    rows = [["乡镇", "村（社区）", "站点名称"], ["城关镇", "东关村", "东关村便民服务站"]]
    file = read(
        ("一", [["台账2026年10月"], *rows]),
        ("二", [rows[0], ["柳林镇", "西关村", "西关村便民服务站"]]),
    )
    assert (
        file.refused is None
        and file.sheets[1].month_from == "同一文件的其他表"
        and file.month == OCTOBER
    )


def _of_months(*names: str) -> list[tuple[str, list]]:
    return [(name, [HEADER[1:], item(n)[1:]]) for n, name in enumerate(names)]


def test_of_sheets_of_several_months_the_given_month_chooses_and_the_other_is_said():
    file = read(*_of_months("8月", "9月"), file="事项清单2026.xlsx", month=date(2026, 9, 1))
    assert file.refused is None and file.month == date(2026, 9, 1)
    assert [entry.sheet for entry in file.entries] == ["9月"]
    assert any(mentions(note, "“8月”", "2026年8月", "2026年9月", "未读取") for note in file.notes)
    both = read(*_of_months("8月", "9月"), file="事项清单2026.xlsx")
    assert {entry.month for entry in both.entries} == {date(2026, 8, 1), date(2026, 9, 1)}


def test_a_month_that_no_sheet_has_and_a_departments_sheet_with_another_are_refused():
    for sheets_, given in (
        (_of_months("8月", "9月"), date(2026, 7, 1)),
        (
            [
                ("公安局", [["清单2026年8月"], HEADER[1:], item(1)[1:]]),
                ("民政局", [["清单2026年9月"], HEADER[1:], item(2)[1:]]),
            ],
            date(2026, 9, 1),
        ),
    ):
        file = read(*sheets_, file="事项清单2026.xlsx", month=given)
        assert file.refused and file.refused.code == "month_contradicts"


def test_a_column_of_types_is_known_by_its_cells():
    header = ["类型" if text == "事项类型" else text for text in HEADER]
    file = items(item(1), item(2, item_type="公共服务"), header=header)
    assert [entry.status for entry in file.entries] == ["counted"] * 2 and not file.issues
    assert any(mentions(note, "“类型”", "事项类型") for note in file.sheets[0].notes)
    file = items(item(1, item_type="线上"), item(2, item_type="线下"), header=header)
    assert "item_type" not in file.sheets[0].places


# --- stations and villages ---------------------------------------------------


def test_a_ledger_that_does_not_say_where_a_station_is_says_so():
    file = stations(["城关镇", "东关村", "是"], header=("乡镇", "村（社区）", "是否更名"))
    assert (
        issues(file) == [(None, "error", "column_missing")]
        and "站点覆盖率未计入" in file.issues[0].message
    )
    assert file.entries[0].flags == {"is_renamed": True, "has_standard_name": True}


def test_stations_without_a_column_for_it_have_a_name():
    file = stations(
        ["城关镇", "东关村", "东关村便民服务站", "是"],
        ["城关镇", "西关村", "—", ""],
        ["城关镇", "南关村", "南关村代办点", "否"],
    )
    assert issues(file) == [] and [list(entry.flags.values()) for entry in file.entries] == [
        [True, True, True],
        [False, False, False],
        [True, False, False],
    ]


def test_the_renamed_column_may_be_blank_where_there_is_no_station():
    file = stations(
        ["城关镇", "东关村", "东关村便民服务站", "是"], ["柳林镇", "西关村", None, None]
    )
    assert issues(file) == [] and flag(file, "是否更名") == [True, False]


def test_without_names_the_renamed_column_is_the_standard():
    file = stations(
        ["城关镇", "东关村", "有", "已更名"],
        ["城关镇", "西关村", "有", "未更名"],
        ["城关镇", "南关村", "无", ""],
        header=["乡镇", "村（社区）", "是否设站", "是否更名"],
    )
    assert issues(file) == [] and flag(file, "名称是否规范") == [True, False, False]


def test_name_and_renamed_column_disagree():
    file = stations(
        ["城关镇", "东关村", "东关村便民服务室", "是"],
        ["城关镇", "西关村", "西关村便民服务站", "否"],
    )
    assert issues(file) == [
        ("D3", "warning", "name_and_flag_disagree"),
        ("D4", "warning", "name_and_flag_disagree"),
    ]
    assert flag(file, "名称是否规范") == [False, True] and {
        entry.status for entry in file.entries
    } == {"counted"}


@pytest.mark.parametrize(
    ("station", "village", "is_standard"),
    [
        ("东关村便民服务站", "东关村", True),
        ("东关村便民服务站", "东关村村民委员会", True),
        ("东关村便民服务站", "东关村委会", True),
        ("城关镇东关村便民服务站", "东关村", True),
        ("云溪县城关镇东关村便民服务站", "东关村", True),
        ("城东社区便民服务站", "城东社区居委会", True),
        ("城东社区便民服务站", "城东居民委员会", True),
        ("东关村便民服务站", "东关", True),
        ("便民服务站", "东关村", False),
        ("西关村便民服务站", "东关村", False),
        ("东关村便民服务室", "东关村", False),
        ("东关村综合便民服务站", "东关村", False),
        ("东关村村民委员会便民服务站", "东关村", True),
        ("东关村便民服务站", "城关镇东关村", True),
    ],
)
def test_standard_names(station, village, is_standard):
    assert place_names.is_standard(station, village, "城关镇", ("云溪县", None)) is is_standard


def test_a_station_that_has_no_name_and_a_village_twice():
    file = stations(
        ["城关镇", "东关村", "是", None],
        ["城关镇", "西关村", "是", "西关村便民服务站"],
        ["城关镇", "西关村村民委员会", "是", "西关村便民服务站"],
        header=["乡镇", "村（社区）", "是否设站", "站点名称"],
    )
    assert issues(file) == [("D3", "error", "station_name_blank"), ("B5", "error", "duplicate")]
    # a station without a name has one all the same; whether it is standard nobody knows
    assert [entry.status for entry in file.entries] == ["counted", "left_out", "left_out"]
    assert file.entries[0].flags["has_station"] and "has_standard_name" not in file.entries[0].flags


def test_townships_of_sheet_name_and_title():
    row = ["东关村", "东关村便民服务站"]
    file = read(
        ("城关镇", [["台账2026年10月"], ["村（社区）", "站点名称"], row]),
        ("Sheet2", [["柳林镇台账2026年10月"], ["村（社区）", "站点名称"], row]),
        ("Sheet3", [["台账2026年10月"], ["村（社区）", "站点名称"], row]),
    )
    assert [entry.unit for entry in file.entries] == ["城关镇", "柳林镇", ""]
    assert issues(file) == [(None, "error", "unit_open")] and file.entries[2].status == "left_out"


def test_offices_of_townships_are_the_townships():
    file = stations(
        ["新华街道办事处", "城东社区", "新华街道办事处城东社区便民服务站", "是"],
        ["云溪县城关镇人民政府", "东关村", "东关村便民服务站", "是"],
        home="云溪县",
    )
    assert [entry.key for entry in file.entries] == ["新华街道/城东社区", "城关镇/东关村"] and flag(
        file, "名称是否规范"
    ) == [True, True]


def test_personal_data_is_not_kept():
    header = ["乡镇", "村（社区）", "站点名称", "是否更名", "负责人", "联系电话"]
    file = stations(
        ["城关镇", "东关村", "东关村便民服务站", "是", "张三丰", "13800000000"], header=header
    )
    assert "张三丰" not in str(file) and "13800000000" not in str(file)


def test_a_village_list():
    file = read(
        (
            "村居名录",
            [
                ["村居名录2026年10月"],
                ["区划代码", "乡镇（街道）", "村（社区）"],
                ["659901100200", "城关镇", "东关村村民委员会"],
                ["659901100201", None, "西关村"],
                ["659901100202", None, "南关村"],
            ],
            "B3:B5",
        )
    )
    assert [(entry.kind, entry.key, entry.name) for entry in file.entries] == [
        ("villages", "城关镇/东关村", "东关村村民委员会"),
        ("villages", "城关镇/西关村", "西关村"),
        ("villages", "城关镇/南关村", "南关村"),
    ]
    assert file.entries[0].attributes == {"area_code": "659901100200"} and issues(file) == []


# --- bulletins ---------------------------------------------------------------


def test_two_header_rows_with_the_indicator_over_its_columns():
    rows = [
        ["通报2026年10月"],
        [
            "县市区",
            "网上可办率",
            None,
            None,
            None,
            "进驻率（核减后）",
            None,
            "综合得分",
            "综合排名",
            "分组",
        ],
        [None, "达标数", "总数", "比率（%）", "位次", "得分", "名次", None, None, None],
        ["云溪县", 99, 100, 99, "并列第1", 9.5, 3, 95.5, 2, "县市组"],
    ]
    file = read(("通报", rows, "A2:A3", "B2:E2", "F2:G2", "H2:H3", "I2:I3", "J2:J3"))
    found = {row.indicator: row for row in file.reported}
    first = found["online_rate"]
    assert (first.numerator, first.denominator, first.printed, first.printed_rank, first.group) == (
        99,
        100,
        Decimal(99),
        1,
        "县市组",
    )
    twin = found["effective_hall_entry_rate"]
    assert (twin.score, twin.printed_rank, twin.printed) == (Decimal("9.5"), 3, None)
    assert (found["overall"].score, found["overall"].printed_rank) == (
        Decimal("95.5"),
        2,
    ) and issues(file) == []


def test_one_denominator_for_several_indicators_and_one_for_each():
    file = bulletin(
        ["县市区", "网上可办事项数", "全程网办事项数", "事项总数"], ["云溪县", 9, 8, 10]
    )
    assert {row.indicator: (row.numerator, row.denominator) for row in file.reported} == {
        "online_rate": (9, 10),
        "full_online_rate": (8, 10),
    }
    file = bulletin(
        ["县市区", "网上可办事项数", "事项总数", "全程网办事项数", "事项总数"],
        ["云溪县", 9, 10, 8, 11],
    )
    assert {row.indicator: (row.numerator, row.denominator) for row in file.reported} == {
        "online_rate": (9, 10),
        "full_online_rate": (8, 11),
    }


def test_a_rank_before_the_only_indicator_and_one_of_nobody():
    assert (
        bulletin(["排名", "县市区", "网上可办率"], [1, "云溪县", "98%"]).reported[0].printed_rank
        == 1
    )
    file = bulletin(["排名", "县市区", "网上可办率", "全程网办率"], [1, "云溪县", "98%", "97%"])
    assert [row.printed_rank for row in file.reported] == [None, None] and "排名" in file.sheets[
        0
    ].notes[0]


def test_rates_with_and_without_sign_and_as_fractions():
    file = bulletin(
        ["县市区", "网上可办率", "全程网办率", "省平台发布率"],
        ["云溪县", "98.3%", 98.3, 0.983],
        ["东屏县", "98.3％", 100, 1],
        ["南浦区", "９８.３％", "97.25", 0.9725],
        ["全市平均", "98.3%", 98, 0.98],
    )
    assert [row.printed for row in file.reported] == [
        Decimal(v) for v in ("98.3", "98.3", "98.3", "98.3", "100", "100", "98.3", "97.25", "97.25")
    ]
    assert issues(file) == []


def test_mixed_scales_are_an_error_at_the_minority():
    file = bulletin(["县市区", "网上可办率"], ["云溪县", 98.3], ["东屏县", 0.983], ["南浦区", 97])
    assert issues(file) == [("B4", "error", "mixed_scales")] and [
        row.printed for row in file.reported
    ] == [Decimal("98.3"), None, Decimal(97)]


@pytest.mark.parametrize(
    ("counts", "code", "cell"),
    [
        ((11, 10), "numerator_over_denominator", "B3"),
        ((-1, 10), "negative_count", "B3"),
        ((9.5, 10), "not_a_whole_number", "B3"),
        ((1e20, 1e20), "count_too_large", "B3"),
        (("1千", 2000), "not_a_count", "B3"),
        (("９²", 100), "not_a_count", "B3"),
        ((None, 10), "count_blank", "B3"),
        ((9, "—"), "count_blank", "C3"),
    ],
)
def test_counts_that_are_none(counts, code, cell):
    file = bulletin(
        ["县市区", "网上可办率（达标数）", "网上可办率（总数）"],
        ["云溪县", *counts],
        ["东屏县", "1,200", "１２００"],
    )
    assert (cell, "error", code) in issues(file) and {i[2] for i in issues(file)} == {code}
    assert [(row.numerator, row.denominator) for row in file.reported] == [
        (None, None),
        (1200, 1200),
    ]
    assert (file.sheets[0].rows, file.sheets[0].left_out) == (2, 0)


def test_nothing_to_count_is_a_warning_and_a_dash_is_no_report():
    file = bulletin(
        ["县市区", "网上可办率（达标数）", "网上可办率（总数）"],
        ["云溪县", 0, 0],
        ["东屏县", "—", "—"],
    )
    assert issues(file) == [("C3", "warning", "denominator_zero")]
    assert [(row.numerator, row.denominator) for row in file.reported] == [(None, None)] * 2


@pytest.mark.parametrize(
    ("rate", "code"),
    [
        ("101%", "rate_over_100"),
        (-1, "negative_rate"),
        ("约98", "not_a_rate"),
        ("98%%", "not_a_rate"),
    ],
)
def test_rates_that_are_none(rate, code):
    file = bulletin(["县市区", "网上可办率"], ["云溪县", rate], ["东屏县", "98%"])
    assert issues(file) == [("B3", "error", code)] and [row.printed for row in file.reported] == [
        None,
        Decimal(98),
    ]


def test_a_rank_without_rate_and_a_rank_that_is_none():
    file = bulletin(
        ["县市区", "网上可办率", "排名"],
        ["云溪县", None, 3],
        ["东屏县", "98%", "很好"],
        ["南浦区", "98%", None],
    )
    assert issues(file) == [("B3", "error", "rate_blank"), ("C4", "error", "not_a_rank")]


@pytest.mark.parametrize(
    ("word", "place"),
    [
        ("第3", 3),
        ("并列第3", 3),
        ("并列3", 3),
        (3.0, 3),
        ("第三名", 3),
        ("第十二", 12),
        ("—", None),
    ],
)
def test_ranks(word, place):
    assert values.rank(word) == place


def test_a_county_twice():
    file = bulletin(
        ["县市区", "网上可办率"], ["云溪县", "98%"], ["云溪县", "97%"], ["东屏县", "96%"]
    )
    assert issues(file) == [("A4", "error", "duplicate")] and [
        row.county for row in file.reported
    ] == ["东屏县"]
    assert (file.sheets[0].rows, file.sheets[0].left_out) == (3, 2)


def test_cutoff():
    assert bulletin(
        ["县市区", "网上可办率"],
        ["云溪县", "98%"],
        title="2026年9月通报 数据截止日期：2026年9月25日",
    ).reported[0].cutoff == date(2026, 9, 25)


# --- targets -----------------------------------------------------------------


def test_targets():
    file = read(
        (
            "目标",
            [
                ["指标名称", "目标年度", "目标值", "牵头单位"],
                ["网上可办率", 2026, "100%", "县行政审批局"],
                ["进驻率", "2026年", 99.9, None],
                ["省平台发布占比", "2026年度", "全市前三", None],
            ],
        ),
        home="云溪县",
    )
    assert [(t.indicator, t.year, t.value, t.place, t.lead_unit) for t in file.targets] == [
        ("online_rate", 2026, Decimal(100), None, "行政审批局"),
        ("hall_entry_rate", 2026, Decimal("99.9"), None, ""),
        ("provincial_publish_rate", 2026, None, 3, ""),
    ]
    assert file.month is None and issues(file) == []


def test_targets_as_fractions_of_a_node_and_with_a_place():
    file = read(
        (
            "目标",
            [
                ["2026年目标"],
                ["指标", "月份", "目标值", "目标位次"],
                ["网上可办率", "6月", 0.999, None],
                ["进驻率", "2026年6月", 1, None],
                ["全程网办率", None, None, "第3"],
            ],
        )
    )
    assert [(t.year, t.until, t.value, t.place) for t in file.targets] == [
        (2026, 6, Decimal("99.9"), None),
        (2026, 6, Decimal(100), None),
        (2026, None, None, 3),
    ]


def test_targets_that_are_none():
    file = read(
        (
            "目标",
            [
                ["指标名称", "目标年度", "目标值"],
                ["幸福率", 2026, "100%"],
                ["网上可办率", "明年", "100%"],
                ["进驻率", 2026, None],
                ["全程网办率", 2026, "99%"],
                ["全程网办率", 2026, "98%"],
            ],
        )
    )
    assert issues(file) == [
        ("A2", "error", "indicator_unknown"),
        ("B3", "error", "not_a_year"),
        ("C4", "error", "target_blank"),
        ("A6", "error", "duplicate"),
    ]
    assert file.targets == [] and (file.sheets[0].rows, file.sheets[0].left_out) == (5, 5)


# --- text files --------------------------------------------------------------

CSV = "2026年10月通报\n县市区,网上可办率\n𠮷县,98.3%\n㙍县,97%\n"


@pytest.mark.parametrize(
    "content",
    [
        CSV.encode(),
        b"\xef\xbb\xbf" + CSV.encode(),
        CSV.encode("gb18030"),
        CSV.encode("utf-16"),
        b"\xfe\xff" + CSV.encode("utf-16-be"),
        CSV.replace(",", "\t").encode(),
        CSV.replace(",", ";").encode("gb18030"),
        CSV.replace("\n", "\r\n").encode(),
    ],
)
def test_encodings_and_separators(content):
    file = read_csv(content)
    assert [(row.county, row.printed) for row in file.reported] == [
        ("𠮷县", Decimal("98.3")),
        ("㙍县", Decimal(97)),
    ]
    assert file.sheets[0].sheet == "表" and "\ufffd" not in str(file)


def test_quotes_commas_and_a_row_with_too_many_columns():
    header = ",".join(HEADER)
    file = read_csv(
        f'{header}\n2026年10月,A1,"甲,乙",行政许可,住建局,是,是,是,是\n2026年10月,A2,丙,丁,'
        "行政许可,住建局,是,是,是,是\n"
        "2026年10月,A3,戊,行政许可,住建局,是,是\n"
    )
    assert ("G4", "error", "ragged_row") in issues(file) and file.entries[2].status == "left_out"
    assert (
        file.entries[0].name == "甲，乙"
        and ("J3", "error", "ragged_row") in issues(file)
        and file.entries[1].status == "left_out"
    )


def test_a_column_whose_header_is_above_the_others_is_no_column_too_many():
    file = read_csv(
        "台账2026年10月,,,\n基本信息,,,录入时间\n乡镇,村（社区）,站点名称,\n城关镇,东关村,"
        "东关村便民服务站,2026-10-08\n"
    )
    assert issues(file) == [] and [entry.status for entry in file.entries] == ["counted"]


def test_invisible_marks_do_not_matter():
    file = items(item(1, name="\u200b住房\u202e核发\ufeff", unit="住建\u200d局"))
    assert (file.entries[0].name, file.entries[0].unit) == ("住房核发", "住建局")
    assert mentions(*file.sheets[0].notes, "2个单元格")


def test_names_keep_inner_spaces_and_have_chinese_brackets():
    assert items(item(1, name="  ＡＢ 类  许可(首次) ")).entries[0].name == "AB 类 许可（首次）"


# --- across files and sheets -------------------------------------------------


def book(*tables) -> bytes:
    made = Workbook()
    made.remove(made.active)
    for name, rows in tables:
        page = made.create_sheet(name)
        for row in rows:
            page.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_the_same_item_in_two_files():
    first, second = sheets.read_files(
        [
            ("甲.xlsx", book(("表", [HEADER, item(1), item(2)]))),
            ("乙.xlsx", book(("单", [HEADER, item(3), item(1)]))),
        ]
    )
    assert issues(first) == [] and issues(second) == [("B3", "error", "duplicate")]
    assert all(word in second.issues[0].message for word in ("甲.xlsx", "表", "第2行"))
    assert [e.status for e in first.entries] == ["left_out", "counted"] and [
        e.status for e in second.entries
    ] == ["counted", "left_out"]
    assert first.sheets[0].left_out == 1 and second.sheets[0].left_out == 1


def test_the_same_item_in_two_months_is_no_duplicate():
    files = sheets.read_files(
        [
            ("甲.xlsx", book(("表", [HEADER, item(1)]))),
            ("乙.xlsx", book(("表", [HEADER, item(1, month="2026年9月")]))),
        ]
    )
    assert [issues(file) for file in files] == [[], []]


def test_the_same_village_in_two_sheets_and_the_same_county_in_two_files():
    ledger = [
        ["台账2026年10月"],
        ["乡镇", "村（社区）", "站点名称"],
        ["城关镇", "东关村", "东关村便民服务站"],
    ]
    (file,) = sheets.read_files([("甲.xlsx", book(("一", ledger), ("二", ledger)))])
    assert issues(file) == [("B3", "error", "duplicate")] and {
        entry.status for entry in file.entries
    } == {"left_out"}
    printed = [["通报2026年10月"], ["县市区", "网上可办率", "排名"], ["云溪县", "98%", 1]]
    other = [*printed[:2], ["云溪县", "98.5%", 1], ["东屏县", "97%", 2]]
    files = sheets.read_files(
        [("甲.xlsx", book(("一", printed))), ("乙.xlsx", book(("二", other)))]
    )
    assert (
        issues(files[1]) == [("A3", "error", "duplicate")]
        and "甲.xlsx" in files[1].issues[0].message
    )
    assert [(r.county, r.printed) for file in files for r in file.reported] == [
        ("东屏县", Decimal(97))
    ]
    files = sheets.read_files(
        [
            ("甲.xlsx", book(("一", printed))),
            ("乙.xlsx", book(("二", [*printed, ["东屏县", "97%", 2]]))),
        ]
    )
    assert issues(files[1]) == [("A3", "warning", "duplicate")]
    assert [(r.county, r.printed) for file in files for r in file.reported] == [
        ("云溪县", Decimal(98)),
        ("东屏县", Decimal(97)),
    ]


# --- headers of bulletins -----------------------------------------------------------


def test_marks_around_a_measure_word_of_a_bulletin():
    file = bulletin(
        ["县市区", "网上可办率", None],
        [None, "*达标数", "总数："],
        ["云溪县", 9, 10],
        ["东屏县", 8, 10],
    )
    assert [(row.numerator, row.denominator) for row in file.reported] == [
        (9, 10),
        (8, 10),
    ] and issues(file) == []


def test_a_lower_header_row_of_one_measure_word_is_no_county():
    file = bulletin(
        ["县市区", "网上可办率", "分组"],
        [None, "比率", None],
        ["云溪县", "98%", "县市组"],
        ["东屏县", "97%", "县市组"],
    )
    assert [(row.county, str(row.printed)) for row in file.reported] == [
        ("云溪县", "98"),
        ("东屏县", "97"),
    ] and issues(file) == []
    again = [["县市区", "网上可办率", "分组"], [None, "比率", None]]
    file = bulletin(
        again[0], again[1], ["云溪县", "98%", "县市组"], *again, ["东屏县", "97%", "县市组"]
    )
    assert [row.county for row in file.reported] == ["云溪县", "东屏县"] and issues(file) == []
    ranks = bulletin(
        ["县市区", "网上可办率", "全程网办率"],
        [None, "排名", None],
        ["云溪县", 1, "98%"],
        ["东屏县", 2, "97%"],
    )
    assert {
        (row.indicator, row.printed_rank, row.printed)
        for row in ranks.reported
        if row.county == "云溪县"
    } == {("online_rate", 1, None), ("full_online_rate", None, Decimal(98))}


def test_a_total_of_several_indicators_does_not_take_the_place_of_an_own_one():
    file = bulletin(
        ["县市区", "网上可办率", None, "全程网办率", None],
        [None, "达标数", "事项总数", "达标数", "总数"],
        ["云溪县", 9, 10, 7, 8],
    )
    assert [(row.indicator, row.numerator, row.denominator) for row in file.reported] == [
        ("online_rate", 9, 10),
        ("full_online_rate", 7, 8),
    ]


def test_a_row_with_a_code_below_a_blank_row_is_no_header():
    """村（社区） is a level and 无 an answer there, as elsewhere they may be headers."""
    header = [*HEADER[:4], "层级", *HEADER[4:], "是否负面清单"]
    rows = [
        ["2026年10月", f"{CODE}{n:02d}", f"事项{n}", "行政许可", level, "住建局", *YES, "无"]
        for n, level in ((1, "县级"), (2, "村（社区）"))
    ]
    file = read(("事项", [header, rows[0], [None] * len(header), rows[1]]))
    assert [entry.name for entry in file.entries] == ["事项1", "事项2"]
