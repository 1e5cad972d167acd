"""A prefilled workbook, imported unchanged, gives the month before once more; nothing that was
unknown or wrong becomes a no.
"""

import io
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook
from support import WHEN, few, import_golden, mentions

from govsvc import sheets
from govsvc.documents import template
from govsvc.documents.template import prefill
from govsvc.domain.errors import GovsvcError
from govsvc.domain.indicators import CASES, ITEMS, KINDS, STATIONS, VILLAGES, unread
from govsvc.domain.rows import COUNTED, LEFT_OUT, OUT_OF_SCOPE, Entry
from govsvc.importing import pipeline
from govsvc.sheets.cells.vocabulary import TO_CHECK
from govsvc.store import Batch, Store

SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER = (date(2026, month, 1) for month in (9, 10, 11, 12))
HOME = "云溪县"
ITEM = Entry(
    ITEMS,
    OCTOBER,
    "公安局",
    "A1",
    "户口登记",
    {"implementation_code": "A1", "item_type": "行政确认"},
    {"is_online": True, "is_fully_online": False, "is_published": True, "is_in_hall": True},
)
STATION = Entry(
    STATIONS,
    OCTOBER,
    "城关镇",
    "城关镇/东关村",
    "东关村",
    {"station_name": "东关村便民服务站"},
    {"has_station": True, "is_renamed": True, "has_standard_name": True},
)


def keep(store: Store, *entries: Entry, month: date = OCTOBER) -> None:
    """Stores rows as they are."""
    kinds: dict[str, list[Entry]] = {}
    for number, entry in enumerate(entries, start=2):
        kinds.setdefault(entry.kind, []).append(
            replace(entry, month=month, file="表.xlsx", sheet="表", row=number)
        )
    batches = {kind: Batch(kind, month, [("表.xlsx", "0")], rows) for kind, rows in kinds.items()}
    store.imports.commit(
        list(batches.values()), expected_version=store.version(), who="测试", when=WHEN, home=HOME
    )


def read(content: bytes, name: str = "报来.xlsx", home: str = HOME):
    found = sheets.read_files([(name, content)], home=home)[0]
    assert not found.refused, found.refused
    return found


def facts(entries) -> Counter:
    return Counter(
        (
            e.kind,
            e.unit,
            e.key,
            e.name,
            tuple(sorted(e.flags.items())),
            tuple(sorted(e.attributes.items())),
            e.status,
        )
        for e in entries
    )


def made(store: Store, month: date = NOVEMBER, unit: str | None = None) -> bytes:
    return template.prefilled(template.gather(store, month), unit)


def cells(content: bytes, sheet: str = KINDS[ITEMS]) -> list[dict]:
    rows = list(load_workbook(io.BytesIO(content))[sheet].iter_rows(values_only=True))
    return [dict(zip(rows[0], row)) for row in rows[1:]]


def assert_same_again(store: Store, month: date = NOVEMBER, home: str = HOME) -> None:
    content = made(store, month)
    found = read(content, home=home)
    before = template.gather(store, month).entries
    # of the cases, whose numbers are the month's alone, the sheet has the items and is blank
    assert facts(found.entries) == facts(
        entry for kind, rows in before.items() if kind != CASES for entry in rows
    )
    assert {entry.month for entry in found.entries} == {month}


@pytest.mark.parametrize(
    "files",
    few(
        [
            ["02_items_clerk.xlsx", "03_stations_townships.xls"],
            ["05_items_with_faults.xlsx"],
            ["01_clean_month.xlsx"],
            ["01_clean_month.xlsx", "05_items_with_faults.xlsx"],
        ],
        2,
    ),
    ids=lambda files: "+".join(name[:2] for name in files),
)
def test_a_golden_month_comes_again(empty_store, files):
    """With the nine faults, too: duplicates, contradictions, lost digits, a type out of scope."""
    for name in files:
        import_golden(empty_store, name)
    months = {batch.month for batch in empty_store.records.batches() if batch.month}
    following = template.months_to_fill(empty_store)[0]
    assert following == date(2026, max(months).month + 1, 1)
    assert_same_again(empty_store, following)


def test_imported_unchanged_the_indicators_are_those_of_the_month_before(october_store):
    plan = pipeline.plan(october_store, [("报来.xlsx", made(october_store))])
    assert [issue for file in plan.files for issue in file.issues] == []
    pipeline.commit(october_store, plan, who="测试", when=WHEN)
    own = {
        month: {
            s.indicator: (s.numerator, s.denominator)
            for s in october_store.counts.snapshots()
            if s.source == "own" and s.month == month
        }
        for month in (OCTOBER, NOVEMBER)
    }
    assert len(own[OCTOBER]) == 7 and own[OCTOBER] == own[NOVEMBER]
    assert all(
        facts(october_store.rows.entries(kind, NOVEMBER))
        == facts(october_store.rows.entries(kind, OCTOBER))
        for kind in (ITEMS, STATIONS)
    )


@pytest.mark.full
def test_a_demonstration_month_comes_again_with_its_village_list(demonstration_store):
    found = template.gather(demonstration_store)
    assert found.month == NOVEMBER and {
        kind: bool(rows) for kind, rows in found.entries.items()
    } == {ITEMS: True, CASES: True, STATIONS: True, VILLAGES: True}
    assert_same_again(demonstration_store, home=demonstration_store.settings.home())
    said = [
        row[0]
        for row in load_workbook(io.BytesIO(template.prefilled(found)))["说明"].iter_rows(
            values_only=True
        )
    ]
    assert "演示数据" in said and template.file_name(NOVEMBER, is_demonstration=True).startswith(
        "演示_"
    )


def test_attributes_of_the_rows_have_their_columns(empty_store):
    full = {
        "business_code": "B1",
        "implementation_code": "A1",
        "item_code": "C1",
        "basic_code": "000123456789",
        "item_type": "行政确认",
        "level": "县本级",
        "responsible": "户政科",
        "online_depth": "III级",
        "visits": "1",
        "status": "在用",
        "note": "=1+1",
    }
    station = {
        "station_name": "东关村便民服务站",
        "former_name": "东关村代办点",
        "renamed_on": "2026-03-05",
        "signboard": "是",
        "note": "@张",
    }
    keep(
        empty_store, replace(ITEM, key="B1", attributes=full), replace(STATION, attributes=station)
    )
    content = made(empty_store)
    found = read(content)
    assert [dict(entry.attributes) for entry in found.entries] == [full, station]
    row = cells(content)[0]
    assert list(row)[:9] == [
        "统计月份",
        "业务办理项编码",
        "实施编码",
        "事项编码",
        "基本编码",
        "事项名称",
        "事项类型",
        "实施主体",
        "责任单位",
    ]
    note = load_workbook(io.BytesIO(content))[KINDS[ITEMS]].cell(2, list(row).index("备注") + 1)
    assert (note.value, note.data_type, note.number_format) == ("=1+1", "s", "@")


def test_a_row_out_of_use_stays_out_of_use(empty_store):
    """Its own word where that is stored, else 停用."""
    keep(
        empty_store,
        ITEM,
        replace(
            ITEM,
            key="A2",
            attributes=ITEM.attributes | {"implementation_code": "A2", "status": "暂停"},
            flags={},
            status=OUT_OF_SCOPE,
        ),
        replace(
            ITEM,
            key="A3",
            attributes=ITEM.attributes | {"implementation_code": "A3"},
            flags={},
            status=OUT_OF_SCOPE,
        ),
        replace(
            ITEM,
            key="A4",
            attributes={"implementation_code": "A4", "item_type": "行政处罚"},
            flags={},
            status=OUT_OF_SCOPE,
        ),
    )
    content = made(empty_store)
    assert [row["事项状态"] for row in cells(content)] == [None, "暂停", "停用", None]
    assert [entry.status for entry in read(content).entries] == [COUNTED, *[OUT_OF_SCOPE] * 3]


def test_a_row_left_out_stays_out_until_it_is_corrected(empty_store):
    """Also where nothing stored shows what was wrong: a lost code, a repetition in another
    department.
    """
    wrong = replace(
        ITEM,
        key="公安局/收养登记",
        name="收养登记",
        attributes={"item_type": "行政确认"},
        status=LEFT_OUT,
        flags={"is_online": True},
    )
    keep(empty_store, ITEM, wrong)
    content = made(empty_store, unit="公安局")
    row = cells(content)[1]
    assert row["统计月份"] == TO_CHECK == row["是否全程网办"] and row["是否网上可办"] == "是"
    cell = load_workbook(io.BytesIO(content))[KINDS[ITEMS]]["A3"]
    assert cell.fill.fgColor.rgb.endswith("FFE699")
    found = read(content)
    assert [entry.status for entry in found.entries] == [COUNTED, LEFT_OUT]
    # what is to be checked is asked, and says nothing
    asked = ("is_fully_online", "is_published", "is_in_hall")
    assert found.entries[1].flags == wrong.flags | {unread(key): True for key in asked}
    assert any(
        "上次有误、还没有改正" in issue.message and issue.cell == "A3" for issue in found.issues
    )
    assert any(
        line[0] == TO_CHECK
        for line in load_workbook(io.BytesIO(content))["说明"].iter_rows(values_only=True)
    )


def test_what_was_unknown_does_not_become_a_no(empty_store):
    """A department's column that is blank stays blank; a single unknown cell beside known ones is
    asked for.
    """
    unknown = {key: value for key, value in ITEM.flags.items() if key != "is_published"}
    other = replace(
        ITEM,
        unit="民政局",
        key="M1",
        attributes=ITEM.attributes | {"implementation_code": "M1"},
        flags=unknown,
    )
    keep(
        empty_store,
        ITEM,
        replace(
            ITEM,
            key="A2",
            attributes=ITEM.attributes | {"implementation_code": "A2"},
            flags=unknown,
        ),
        other,
    )
    content = made(empty_store)
    assert [row["是否在省平台发布"] for row in cells(content)] == ["是", TO_CHECK, None]
    assert [(entry.status, entry.flags.get("is_published")) for entry in read(content).entries] == [
        (COUNTED, True),
        (COUNTED, None),
        (COUNTED, None),
    ]


def test_columns_that_only_take_out_are_there_where_a_row_has_them(empty_store):
    keep(empty_store, ITEM)
    assert (
        not {"是否明进暗不进", "不进驻原因"} & set(cells(made(empty_store))[0])
        and "是否进驻大厅" in cells(made(empty_store))[0]
    )
    taken = ITEM.flags | {
        "is_in_hall": False,
        "is_exempt_hall": True,
        "is_entered_in_name_only": False,
    }
    keep(empty_store, replace(ITEM, flags=taken))
    row = cells(made(empty_store))[0]
    assert (row["不进驻原因"], row["是否明进暗不进"]) == ("是", "否")
    assert_same_again(empty_store)


def test_stations_of_all_sorts(empty_store):
    """With and without station, renamed or not; one township gave no names, one did."""
    no_station = {"has_station": False, "is_renamed": False, "has_standard_name": False}

    def at(unit: str, village: str, flags: dict, **attributes: str) -> Entry:
        return replace(
            STATION,
            unit=unit,
            key=f"{unit}/{village}",
            name=village,
            flags=flags,
            attributes=attributes,
        )

    keep(
        empty_store,
        STATION,
        at(
            "城关镇",
            "西关社区",
            STATION.flags | {"is_renamed": False, "has_standard_name": False},
            station_name="西关代办点",
        ),
        at("城关镇", "北关村", no_station),
        at("柳林镇", "河口村", STATION.flags),
        at("柳林镇", "河东村", no_station),
        at(
            "石门乡",
            "石门村",
            {"has_station": True, "has_standard_name": True},
            station_name="石门村便民服务站",
        ),
    )
    content = made(empty_store)
    assert [
        name
        for name in load_workbook(io.BytesIO(content)).sheetnames
        if name.startswith("基层站点")
    ] == ["基层站点", "基层站点（无站名）"]
    assert_same_again(empty_store)
    assert {entry.unit for entry in read(made(empty_store, unit="柳林镇")).entries} == {"柳林镇"}


def test_a_unit_whose_name_begins_like_the_county_keeps_its_name(empty_store):
    keep(empty_store, replace(ITEM, unit="县委编办公室"))
    assert cells(made(empty_store))[0]["实施主体"] == "云溪县县委编办公室"
    assert_same_again(empty_store)


def test_a_faulty_row_gives_way_to_the_row_that_counts(empty_store):
    keep(empty_store, ITEM, replace(ITEM, status=LEFT_OUT, flags={}))
    assert [entry.status for entry in template.gather(empty_store, NOVEMBER).entries[ITEMS]] == [
        COUNTED
    ]
    assert_same_again(empty_store)


def test_a_file_that_failed_as_a_whole_is_not_filled_in(empty_store):
    """The unit's rows of before stayed in force; beside them its blanks would be taken for unknown
    cells.
    """
    blank = {key: value for key, value in ITEM.flags.items() if key != "is_published"}
    failed = replace(
        ITEM, key="A2", attributes=ITEM.attributes | {"implementation_code": "A2"}, status=LEFT_OUT
    )
    keep(empty_store, replace(ITEM, flags=blank))
    empty_store.imports.commit(
        [Batch(ITEMS, OCTOBER, [("改.xlsx", "1")], [replace(failed, file="改.xlsx", row=2)])],
        expected_version=empty_store.version(),
        who="测试",
        when=WHEN,
    )
    assert [entry.key for entry in empty_store.rows.entries(ITEMS, OCTOBER)] == ["A1", "A2"]
    assert [entry.key for entry in template.gather(empty_store, NOVEMBER).entries[ITEMS]] == ["A1"]
    assert_same_again(empty_store)
    # the only rows of their unit are filled in to be corrected
    keep(empty_store, replace(failed, unit="民政局"))
    assert "民政局" in template.gather(empty_store, NOVEMBER).units


def test_who_has_handed_in_has_its_own_rows_the_others_those_of_the_month_before(empty_store):
    two = (
        ITEM,
        replace(
            ITEM,
            unit="民政局",
            key="M1",
            name="收养登记",
            attributes={"implementation_code": "M1", "item_type": "行政确认"},
        ),
    )
    keep(empty_store, *two, month=SEPTEMBER)
    keep(empty_store, *two)
    keep(empty_store, replace(ITEM, name="户口登记（新）"), month=NOVEMBER)
    assert template.months_to_fill(empty_store) == [DECEMBER, NOVEMBER]

    def names(month: date) -> list[tuple[str, date]]:
        return [
            (entry.name, entry.month)
            for entry in template.gather(empty_store, month).entries[ITEMS]
        ]

    assert names(NOVEMBER) == [("收养登记", OCTOBER), ("户口登记（新）", NOVEMBER)]
    assert names(DECEMBER) == [("户口登记（新）", NOVEMBER)]
    assert template.units_to_fill(empty_store, NOVEMBER) == sorted(
        ["公安局", "民政局"]
    ) and template.units_to_fill(empty_store, DECEMBER) == ["公安局"]


def test_one_unit_and_each_unit(empty_store):
    departments, townships = ("公安局", "民政局", "住房和城乡建设局"), ("城关镇", "河口乡")
    keep(
        empty_store,
        *(
            replace(
                ITEM,
                unit=unit,
                key=f"{letter}{number}",
                name=f"第{number}号事项",
                attributes={**ITEM.attributes, "implementation_code": f"{letter}{number}"},
            )
            for unit, letter in zip(departments, "ABC")
            for number in range(4)
        ),
        *(replace(STATION, unit=unit, key=f"{unit}/{STATION.name}") for unit in townships),
    )
    found = template.gather(empty_store)
    one = template.prefilled(found, "住房和城乡建设局")
    assert load_workbook(io.BytesIO(one)).sheetnames == [
        "说明",
        "填写示例",
        "政务服务事项",
        "办件量统计",
    ]
    assert [entry.unit for entry in read(one).entries] == ["住房和城乡建设局"] * 4
    archive = zipfile.ZipFile(io.BytesIO(template.zipped(found)))
    assert set(archive.namelist()) == {
        f"{unit}_政务服务指标月报_2026年11月.xlsx" for unit in departments + townships
    }
    everything = sheets.read_files(
        [(name, archive.read(name)) for name in archive.namelist()], home=HOME
    )
    assert all(
        not file.refused and not file.issues and file.month == NOVEMBER for file in everything
    )
    assert facts(entry for file in everything for entry in file.entries) == facts(
        [*found.entries[ITEMS], *found.entries[STATIONS]]
    )
    with pytest.raises(GovsvcError) as refusal:
        template.prefilled(found, "住建局")
    assert mentions(refusal.value.title, "住建局")
    assert mentions(refusal.value.step, "住房和城乡建设局")


def test_a_township_alone_brings_no_village_list(empty_store):
    """Imported alone it would be taken for the whole county's."""
    keep(
        empty_store,
        STATION,
        Entry(
            VILLAGES,
            OCTOBER,
            "城关镇",
            "城关镇/东关村",
            "东关村",
            {"area_code": "430000000001"},
            {},
        ),
    )
    assert (
        KINDS[VILLAGES]
        not in load_workbook(io.BytesIO(made(empty_store, unit="城关镇"))).sheetnames
    )
    assert cells(made(empty_store), KINDS[VILLAGES])[0]["区划代码"] == "430000000001"
    assert_same_again(empty_store)


def test_without_rows_there_is_nothing_to_prefill(empty_store):
    assert template.months_to_fill(empty_store) == []
    for month in (None, NOVEMBER):
        with pytest.raises(GovsvcError, match="没有可以预填的行"):
            template.gather(empty_store, month)


def test_the_sheet_is_ready_to_work_on(october_store):
    page = load_workbook(io.BytesIO(made(october_store)))[KINDS[ITEMS]]
    assert (page.freeze_panes, page.auto_filter.ref) == ("A2", "A1:N3151")
    # a blank cell has its column's format
    assert {cell.number_format for row in (2, 3151) for cell in page[row] if cell.value} == {"@"}
    assert {page.column_dimensions[cell.column_letter].number_format for cell in page[1]} == {"@"}
    area = next(iter(page.data_validations.dataValidation[0].sqref.ranges))
    assert area.max_row > 3151 and page.print_title_rows
    assert prefill.origin(template.gather(october_store).entries[ITEMS]) == "2026年10月"
