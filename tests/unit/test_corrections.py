"""A correction that does not fit is a sentence; one of two sheets, a lower table, a value and what
was remembered can each be corrected.
"""

import io
from datetime import date

import pytest
from command_line import run
from openpyxl import Workbook
from support import WHEN, mentions
from test_mappings import PLACES, book, code, print_of, read, row

from govsvc.domain.indicators import BULLETIN, ITEMS, KINDS, STATIONS, TARGETS, VILLAGES
from govsvc.domain.mappings import Choices, HeaderChoice, of_sheet
from govsvc.importing import pipeline
from govsvc.sheets.records import corrections
from govsvc.store import open_store

KNOWN = [
    "实施编码",
    "事项名称",
    "事项类型",
    "实施主体",
    "是否网上可办",
    "全程网办",
    "省平台发布",
    "进驻大厅",
]
DEPTH = ["实施编码", "事项名称", "事项类型", "实施主体", "网上办理深度", "省平台发布", "进驻大厅"]
RATES = [["县市区", "网上可办率", "排名"], ["云溪县", "99%", 1], ["东屏县", "98%", 2]]


def many(**sheets_) -> bytes:
    made = Workbook()
    made.remove(made.active)
    for name, lines in sheets_.items():
        page = made.create_sheet(name)
        for line in lines:
            page.append(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def depths(*found, title="2026年10月") -> bytes:
    rows = [
        [code(n), f"事项{n}", "行政许可", "住建局", depth, "是", "是"]
        for n, depth in enumerate(found)
    ]
    return book(*rows, header=DEPTH, title=title)


def plan_of(store, content, choices=Choices(), name="a.xlsx"):
    return pipeline.plan(
        store,
        [(name, content)],
        home="云溪县" if store.settings.home() is None else None,
        choices=choices,
    )


def commit(store, content, choices=Choices(), name="a.xlsx"):
    plan = plan_of(store, content, choices, name)
    assert not plan.refused and plan.batches
    pipeline.commit(store, plan, who="测试", when=WHEN)
    return plan


def flags(file) -> list[tuple]:
    return [
        (entry.flags.get("is_online"), entry.flags.get("is_fully_online")) for entry in file.entries
    ]


@pytest.fixture
def store(tmp_path):
    found = open_store(tmp_path / "a.duckdb")
    yield found
    found.close()


# --- what does not fit --------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_alone_says_which_columns_it_wants_and_keeps_the_sheet(kind):
    file = read(
        book(row(1), header=["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬"]),
        Choices(
            {
                print_of(
                    book(header=["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬"])
                ): HeaderChoice(kind)
            }
        ),
    )
    assert (
        file.refused.code == "choice_does_not_fit"
        and f"按“{KINDS[kind]}”读取，列还不全" in file.refused.title
    )
    (sheet,) = file.sheets
    assert (
        sheet.kind == kind
        and sheet.choice
        and len(sheet.seen) == 9
        and sheet.fingerprint
        and corrections.missing_of(sheet)
    )


@pytest.mark.parametrize(
    "kind, header, columns",
    [
        (STATIONS, ["乡镇", "村（社区）", "便民服务站名称"], {"name": None}),
        (VILLAGES, ["乡镇", "村（社区）"], {"name": None}),
        (TARGETS, ["指标名称", "年度", "目标值"], {"indicator": None}),
        (TARGETS, ["指标名称", "年度", "目标值"], {"value": None}),
        (BULLETIN, RATES[0], {"county": None}),
        (BULLETIN, RATES[0], {"online_rate.rate": None, "online_rate.rank": None}),
        (ITEMS, KNOWN, {"name": None, "implementation_code": None}),
    ],
)
def test_a_column_that_is_taken_away_and_needed_is_named(kind, header, columns):
    row = ["云溪县", 2026, "98%", "丁", "是", "是", "是", "是"][: len(header)]
    content = book(["网上可办率", *row[1:]] if kind == TARGETS else row, header=header)
    (sheet,) = read(content).sheets
    assert sheet.kind == kind
    file = read(content, Choices({sheet.fingerprint: HeaderChoice(kind, 1, columns)}))
    assert (
        file.refused.code == "choice_does_not_fit"
        and "列还不全：需要" in file.refused.title
        and len(file.entries) == 0
    )


def test_a_column_for_two_fields_is_named():
    content = book(row(1)[1:], header=KNOWN)
    file = read(
        content,
        Choices(
            {read(content).sheets[0].fingerprint: HeaderChoice(ITEMS, 1, {"name": 1, "unit": 1})}
        ),
    )
    assert mentions(file.refused.title, "“事项”", "B列", "“事项名称”", "“实施主体”")


def test_a_kind_or_field_that_no_definition_knows_is_no_crash():
    content = book(row(1)[1:], header=KNOWN)
    print_ = read(content).sheets[0].fingerprint
    assert (
        read(content, Choices({print_: HeaderChoice("gone")})).refused.code == "choice_does_not_fit"
    )
    assert len(read(content, Choices({print_: HeaderChoice(ITEMS, 1, {"gone": 1})})).entries) == 1
    content = book(*RATES[1:], header=RATES[0])
    said = HeaderChoice(BULLETIN, 1, {"gone.rate": 1, "online_rate.gone": 2})
    assert len(read(content, Choices({read(content).sheets[0].fingerprint: said})).reported) == 2


def test_one_column_of_totals_serves_two_indicators():
    content = book(["云溪县", 9, 8, 10], ["东屏县", 7, 6, 10], header=["县市区", "一", "二", "三"])
    fields = {
        "county": 0,
        "online_rate.numerator": 1,
        "full_online_rate.numerator": 2,
        "online_rate.denominator": 3,
        "full_online_rate.denominator": 3,
    }
    file = read(content, Choices({print_of(content): HeaderChoice(BULLETIN, 1, fields)}))
    assert file.refused is None and {
        (r.county, r.indicator, r.numerator, r.denominator) for r in file.reported
    } == {
        ("云溪县", "online_rate", 9, 10),
        ("云溪县", "full_online_rate", 8, 10),
        ("东屏县", "online_rate", 7, 10),
        ("东屏县", "full_online_rate", 6, 10),
    }


def test_a_township_in_the_sheets_name_stands_for_its_column():
    header = ["村（社区）", "站点名称"]
    assert (
        corrections.missing_of(
            read(book(["东关村", "东关村便民服务站"], header=header, name="城关镇")).sheets[0]
        )
        == []
    )
    assert corrections.missing_of(
        read(book(["东关村", "东关村便民服务站"], header=header, name="表")).sheets[0]
    ) == ["乡镇（街道）"]


# --- several tables -----------------------------------------------------------


def test_one_of_two_sheets_of_the_same_header_is_left_alone():
    content = many(
        旧表=[["2026年9月事项"], KNOWN, row(1)[1:]], 新表=[["2026年10月事项"], KNOWN, row(2)[1:]]
    )
    print_ = read(content).sheets[0].fingerprint
    file = read(content, Choices({of_sheet(print_, "旧表"): HeaderChoice("")}))
    assert [(sheet.sheet, sheet.kind, sheet.rows) for sheet in file.sheets] == [
        ("旧表", None, 0),
        ("新表", ITEMS, 1),
    ]
    assert [entry.month for entry in file.entries] == [date(2026, 10, 1)] and file.sheets[
        0
    ].notes == ["按更正不读取。"]


def test_a_lower_table_of_another_header_is_shown_and_corrected():
    lower = [["县市区", "全程网办率", "数一"], ["云溪县", "97%", 2], ["东屏县", "98%", 1]]
    content = many(通报=[["通报2026年10月"], *RATES, [], ["附表二"], *lower])
    (sheet,) = read(content).sheets
    first, second = sheet.tables
    assert (first.header_rows, second.header_rows) == ((2, 2), (7, 7)) and [
        seen.header for seen in second.seen
    ] == lower[0]
    file = read(
        content,
        Choices({second.fingerprint: HeaderChoice(BULLETIN, 1, {"full_online_rate.rank": 2})}),
    )
    ranks = {(row.county, row.indicator): row.printed_rank for row in file.reported}
    assert ranks["云溪县", "full_online_rate"] == 2 and ranks["云溪县", "online_rate"] == 1


def test_a_header_below_the_rows_that_are_shown_can_be_corrected():
    content = many(事项=[["2026年10月事项"], *[[f"说明{n}"] for n in range(20)], KNOWN, row(1)[1:]])
    (sheet,) = read(content).sheets
    assert sheet.header_rows == (22, 22) and sheet.prints[22, 22] == sheet.fingerprint


def test_a_header_that_was_pointed_at_replaces_the_guess_and_no_other_table():
    upper = [["县市区", "一项"], ["名称", "网上可办率"], ["云溪县", "99%"], ["东屏县", "98%"]]
    lower = [["县市区", "全程网办率"], ["云溪县", "97%"], ["东屏县", "96%"]]
    content = many(通报=[["通报2026年10月"], *upper, [], ["附表二"], *lower])
    guessed = read(content).sheets[0].tables
    wanted = {"county": 0, "hall_entry_rate.rate": 1, "online_rate.rate": None}
    said = Choices({guessed[0].prints[2, 3]: HeaderChoice(BULLETIN, 2, wanted)})
    file = read(content, said)
    assert {(r.county, r.indicator, str(r.printed)) for r in file.reported} == {
        ("云溪县", "hall_entry_rate", "99"),
        ("东屏县", "hall_entry_rate", "98"),
        ("云溪县", "full_online_rate", "97"),
        ("东屏县", "full_online_rate", "96"),
    }


def test_of_tables_side_by_side_the_header_that_was_pointed_at_is_taken():
    left = [["县市区", "一项"], ["名称", "网上可办率"], ["云溪县", "99%"], ["东屏县", "98%"]]
    right = [["县市区", "全程网办率"], ["云溪县", "97%"], ["东屏县", "96%"], ["南浦区", "95%"]]
    content = many(通报=[["通报2026年10月"], *([*a, "", *b] for a, b in zip(left, right))])
    guessed = read(content).sheets[0].tables
    assert [table.header_rows for table in guessed] == [(3, 3), (2, 2)]
    # the left table by its lower row alone, the right one as it was
    said = {
        guessed[0].prints[3, 3]: HeaderChoice(
            BULLETIN, 1, {"county": 0, "hall_entry_rate.rate": 1, "online_rate.rate": None}
        )
    }
    file = read(content, Choices(said))
    assert file.refused is None and {
        (r.county, r.indicator, str(r.printed)) for r in file.reported
    } == {
        ("云溪县", "hall_entry_rate", "99"),
        ("东屏县", "hall_entry_rate", "98"),
        ("云溪县", "full_online_rate", "97"),
        ("东屏县", "full_online_rate", "96"),
        ("南浦区", "full_online_rate", "95"),
    }
    # and left alone
    file = read(content, Choices({guessed[1].fingerprint: HeaderChoice("")}))
    assert {row.indicator for row in file.reported} == {"online_rate"}


def test_a_correction_that_does_not_fit_leaves_the_other_sheets_alone_and_is_not_remembered(store):
    content = many(事项=[["2026年10月事项"], KNOWN, row(1)[1:]], 通报=[["2026年10月通报"], *RATES])
    items, bulletin = read(content).sheets
    said = Choices(
        {bulletin.fingerprint: HeaderChoice(TARGETS, 1), items.fingerprint: HeaderChoice(ITEMS, 1)}
    )
    plan = plan_of(store, content, said)
    (file,) = plan.files
    assert file.refused is None and len(file.entries) == 1 and file.reported == []
    (issue,) = (issue for issue in file.issues if issue.code == "choice_does_not_fit")
    assert (
        (issue.sheet, issue.severity) == ("通报", "error")
        and "按“目标值”读取，列还不全" in issue.message
        and "其他表照常读取" in issue.message
    )
    pipeline.commit(store, plan, who="测试", when=WHEN)
    assert set(store.settings.remembered().headers) == {items.fingerprint}


# --- remembered ---------------------------------------------------------------


def test_a_bare_depth_is_asked_once_remembered_told_and_forgotten(store):
    said = Choices(values={("online_depth", "网上办理深度"): {"1": "信息发布", "2": "全程网办"}})
    plan = commit(store, depths(1, 1, 2), said)
    assert (
        flags(plan.files[0]) == [(False, False), (False, False), (True, True)]
        and plan.files[0].notes == []
    )
    path = store.path
    store.close()
    plan = plan_of(open_store(path), depths(2, 1, title="2026年11月"))
    assert flags(plan.files[0]) == [(True, True), (False, False)]
    assert mentions(*plan.files[0].notes, "网上办理深度", "“1”即“信息发布”", "“2”即“全程网办”")
    (sheet,) = plan.files[0].sheets
    pipeline.forget(open_store(path), sheet, WHEN)
    again = plan_of(open_store(path), depths(2, 1, title="2026年11月")).files[0]
    assert [(asked.value, asked.word) for asked in again.sheets[0].unclear] == [
        ("2", ""),
        ("1", ""),
    ] and again.notes == []
    open_store(path).close()


def test_an_explained_value_can_be_taken_back(store):
    place = ("is_online", "是否网上可办")
    content = [
        book(row(1, "行")[1:], row(2)[1:], header=KNOWN, title=f"2026年{month}月")
        for month in (10, 11)
    ]
    commit(store, content[0], Choices(values={place: {"行": "是"}}))
    assert flags(plan_of(store, content[1]).files[0])[0][0] is True
    plan = plan_of(store, content[1], Choices(values={place: {"行": ""}}))
    assert (
        "is_online" not in plan.files[0].entries[0].flags
        and plan.files[0].issues[0].code == "not_yes_no"
        and plan.files[0].notes == []
    )
    pipeline.commit(store, plan, who="测试", when=WHEN)
    assert store.settings.remembered().values == {}


def test_a_header_is_read_as_last_time_said_so_and_forgotten_though_nothing_can_then_be_imported(
    store,
):
    content = [book(row(1), title=f"2026年{month}月事项") for month in (10, 11)]
    commit(store, content[0], Choices({print_of(content[0]): HeaderChoice(ITEMS, 1, PLACES)}))
    plan = plan_of(store, content[1], name="b.xlsx")
    assert plan.files[0].notes == ["按上次更正读取：表“事项”。"] and len(plan.files[0].entries) == 1
    pipeline.forget(store, plan.files[0].sheets[0], WHEN)
    assert (
        plan_of(store, content[1], name="b.xlsx").files[0].refused.code == "no_known_sheet"
        and store.settings.remembered() == Choices()
    )


def test_a_file_that_was_imported_is_read_and_stored_again_when_it_is_corrected(store):
    content, place = depths(1, 2), ("online_depth", "网上办理深度")
    commit(store, content, Choices(values={place: {"1": "全程网办", "2": "信息发布"}}))
    assert plan_of(store, content).already == ["a.xlsx"]
    plan = plan_of(store, content, Choices(values={place: {"1": "信息发布", "2": "全程网办"}}))
    assert (
        plan.already == []
        and flags(plan.files[0]) == [(False, False), (True, True)]
        and plan.batches
    )
    other = Choices(values={("online_depth", "别的列"): {"1": "全程网办"}})
    assert plan_of(store, content, other).already == ["a.xlsx"]


def test_the_command_line_uses_and_tells_what_is_remembered(tmp_path):
    database = tmp_path / "c.duckdb"
    store = open_store(database)
    commit(
        store,
        book(row(1), title="2026年10月事项"),
        Choices({print_of(book(row(1))): HeaderChoice(ITEMS, 1, PLACES)}),
    )
    store.close()
    (tmp_path / "十一月.xlsx").write_bytes(book(row(1), row(2), title="2026年11月事项"))
    done = run("import", tmp_path / "十一月.xlsx", "--database", database)
    assert "按上次更正读取：表“事项”。" in done.stdout and "已保存。" in done.stdout
