"""首席事务代表: what a list says, the shares of departments (O5 of the county's own figures, worked
out by hand), the form, and what expires.
"""

import io
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook
from support import WHEN

from govsvc import sheets
from govsvc.board import Board, representatives
from govsvc.documents import template
from govsvc.domain.entries import Entry
from govsvc.domain.errors import GovsvcError
from govsvc.domain.indicators import ITEMS, REPRESENTATIVES
from govsvc.domain.personal_data import is_personal, mask_cell
from govsvc.domain.representatives import Representative, after_years, entry_of, in_force
from govsvc.domain.roster import DEPARTMENT, Roster, Unit
from govsvc.domain.rows import FileRead
from govsvc.importing import entered_representatives, pipeline
from govsvc.store import Act, Batch, Store

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
HEADER = "序号,进驻部门,首席事务代表,职务,任命书,授权书文号,授权期限,签发日期,专用章,联系电话"
ACT = Act("李四", WHEN)


def read(*rows: str, header: str = HEADER, name: str = "2026年10月首席事务代表名册") -> FileRead:
    (file,) = sheets.read_files(
        [(f"{name}.csv", "\n".join([header, *rows]).encode())], home="云溪县"
    )
    return file


def said(file: FileRead) -> dict[str, dict[str, str]]:
    """Department → what its row keeps, of those that count."""
    return {e.unit: e.attributes for e in file.entries if e.status == "counted"}


def named(file: FileRead) -> tuple[str, str]:
    """A岗 and B岗 of the first row."""
    (attributes,) = said(file).values()
    return attributes.get("representative", ""), attributes.get("deputy", "")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("张三", ("张三", "")),
        ("张 三", ("张三", "")),
        ("张三、李四", ("张三", "李四")),
        ("张三 李四", ("张三", "李四")),
        ("张三/李四", ("张三", "李四")),
        ("张三（A岗）、李四（B岗）", ("张三", "李四")),
        ("张三、李四（B岗）", ("张三", "李四")),
        ("A岗：张三；B岗：李四", ("张三", "李四")),
        ("B岗：李四 A岗：张三", ("张三", "李四")),
        ("B岗：李四", ("", "李四")),
        ("张三 13800138000", ("张三", "")),
        ("张和平、阿不都·热依木", ("张和平", "阿不都·热依木")),
        ("张三、待定", ("张三", "")),
        *((word, ("", "")) for word in ("待定", "暂缺", "", "/", "无", "未选派")),
    ],
)
def test_one_cell_may_name_two(cell, expected):
    file = read(f'1,公安局,"{cell}",股长,有,云公授1号,三年,2026-01-01,有,0835-6101000')
    assert not [one for one in file.issues if one.severity == "error"]
    assert named(file) == expected


@pytest.mark.parametrize("cell", ["张三、李四、王五", "张三和李四", "3人", "见附件1", "A"])
def test_what_names_nobody_or_many_is_asked_and_costs_the_row(cell):
    file = read(f'1,公安局,"{cell}",股长,有,云公授1号,三年,2026-01-01,有,')
    (issue,) = file.issues
    assert (issue.code, issue.row, issue.column) == ("names_unclear", 2, "C")
    assert said(file) == {} and file.sheets[0].left_out == 1


@pytest.mark.parametrize(
    ("term", "issued", "expected"),
    [
        ("三年", "2024-03-01", ("2024-03-01", "2027-02-28")),
        ("3年", "2024年3月1日", ("2024-03-01", "2027-02-28")),
        ("自签发之日起三年", "2024.2.29", ("2024-02-29", "2027-02-28")),
        ("2024.1.1-2026.12.31", "", ("2024-01-01", "2026-12-31")),
        ("2024年1月1日至2026年12月31日", "", ("2024-01-01", "2026-12-31")),
        ("至2026年11月20日", "", ("", "2026-11-20")),
        ("2026-11-20", "", ("", "2026-11-20")),
        ("长期", "2024-03-01", ("", "长期")),
        ("", "2024-03-01", ("", "")),
    ],
)
def test_a_term_is_dates_or_years_from_the_day_of_issue(term, issued, expected):
    file = read(f'1,公安局,张三,股长,有,云公授1号,"{term}",{issued},有,')
    assert file.issues == []
    (attributes,) = said(file).values()
    assert (attributes.get("valid_from", ""), attributes.get("valid_until", "")) == expected


@pytest.mark.parametrize(
    ("term", "code"),
    [("三年", "term_without_start"), ("任期内", "term_unclear"), ("见授权书", "term_unclear")],
)
def test_a_term_that_nobody_can_tell_is_asked_and_costs_only_itself(term, code):
    file = read(f"1,公安局,张三,股长,有,云公授1号,{term},,有,")
    (issue,) = file.issues
    assert (issue.code, issue.row, issue.column) == (code, 2, "G")
    assert "valid_until" not in said(file)["公安局"] and named(file)[0] == "张三"


def test_papers_are_numbers_or_yes_and_no():
    file = read(
        "1,公安局,张三,股长,云公任〔2026〕3号,云公授〔2026〕1号,长期,,有,",
        "2,民政局,李四,股长,√,无,长期,,,",
        "3,水利局,王五,股长,,待发,长期,,,",
    )
    kept = {
        unit: [
            found.get(key) for key in ("is_appointed", "appointment", "has_document", "document")
        ]
        for unit, found in said(file).items()
    }
    assert kept == {
        "公安局": ["yes", "云公任〔2026〕3号", "yes", "云公授〔2026〕1号"],
        "民政局": ["yes", None, "no", None],
        # blank where another row has one
        "水利局": ["no", None, "no", None],
    }
    # without the column nobody knows
    bare = read("公安局,张三,李四", header="部门,首席代表,B岗")
    assert "is_appointed" not in said(bare)["公安局"]


@pytest.mark.parametrize(
    "header",
    [
        "单位名称,首席事务代表姓名,B岗姓名,任命文号,授权书编号,有效期至",
        "窗口单位,窗口负责人,代理人,任命书,授权文件,授权有效期",
        "部门,首席服务员,B岗,是否有任命书,授权书文号,授权期限",
        "进驻部门,A岗,B岗,任命书,授权书文号,有效期",
    ],
)
def test_the_list_is_known_by_its_headers(header):
    file = read("公安局,张三,李四,有,1号,2027-12-31", header=header)
    assert file.sheets[0].kind == REPRESENTATIVES and named(file) == ("张三", "李四")
    assert said(file)["公安局"]["valid_until"] == "2027-12-31"


def test_a_list_of_staff_is_none():
    file = read("公安局,张三,股长", header="部门,姓名,职务", name="2026年10月干部花名册")
    assert file.refused is not None or not said(file)


def test_one_department_in_two_rows_counts_in_none():
    file = read("1,公安局,张三,,,,,,,", "2,云溪县公安局,李四,,,,,,,")
    assert [(one.code, one.row) for one in file.issues] == [("duplicate", 3)] and not said(file)


def test_names_are_published_and_phones_are_not_kept():
    for header in ("首席事务代表", "首席代表（A岗）", "A岗", "B岗代理人", "A岗姓名"):
        assert mask_cell(header, "张三丰") == "张三丰", header
    assert is_personal("联系电话") and mask_cell("B岗电话", "13800138000") != "13800138000"
    file = read("1,公安局,张三 13800138000,股长,有,1号,长期,,有,13912345678")
    assert "138" not in repr(said(file)) and "139" not in repr(said(file))


# -- the shares ----------------------------------------------------------------------------------


def item(unit: str, number: int, is_in_hall: bool = True, month: date = OCTOBER) -> Entry:
    code = f"11999923MB0000100Y4700100{number:06d}"
    flags = {"is_online": True, "is_in_hall": is_in_hall}
    attributes = {"implementation_code": code, "item_type": "行政许可", "level": "县本级"}
    return Entry(ITEMS, month, unit, code, f"事项{number}", attributes, flags, file="a", sheet="b")


def unit_of(number: int) -> str:
    return f"第{number}局"


def sent(number: int) -> Representative:
    """Of 32 departments: 30 appointed, 28 with a 授权书 in force, 26 with A岗 and B岗."""
    is_sent, row = number < 30, Representative(unit_of(number), OCTOBER)
    return replace(
        row,
        name=f"张{'甲乙丙丁'[number % 4]}",
        deputy="李四" if number >= 6 else "",
        is_appointed=is_sent,
        has_document=True,
        document="1号",
        valid_from=date(2024, 1, 1),
        valid_until=date(2026, 10, 30) if number >= 28 else date(2026, 10, 31),
    )


def save(store: Store, *entries: Entry) -> None:
    kinds = dict.fromkeys((entry.kind, entry.month) for entry in entries)
    batches = [
        Batch(kind, month, [("a", "0")], [e for e in entries if (e.kind, e.month) == (kind, month)])
        for kind, month in kinds
    ]
    roster = Roster(Unit(name, DEPARTMENT) for name in {entry.unit for entry in entries})
    store.imports.commit(
        batches,
        expected_version=store.version(),
        who="测试",
        when=WHEN,
        home="云溪县",
        roster=roster,
    )


def test_the_shares_of_32_departments(empty_store):
    save(
        empty_store,
        *(item(unit_of(number), number) for number in range(32)),
        item("外局", 99, is_in_hall=False),
        *(entry_of(sent(number)) for number in range(32)),
    )
    found = representatives.delegates(Board(empty_store), OCTOBER)
    assert found and len(found.units) == 32
    assert [(one.counts, str(one.published)) for one in found.shares] == [
        ((30, 32), "93.75"),
        ((28, 32), "87.50"),
        ((26, 32), "81.25"),
    ]
    assert found.without == (unit_of(30), unit_of(31))
    assert representatives.sentence(found) == (
        "首席事务代表选派率93.75%（30/32），授权书有效率87.50%（28/32），A/B岗齐备率81.25%（26/32）"
    )


def test_what_nobody_says_is_in_no_share_and_who_is_not_listed_has_none(empty_store):
    save(
        empty_store,
        *(item(unit_of(number), number) for number in range(3)),
        entry_of(Representative(unit_of(0), OCTOBER, "张三", "李四")),
        entry_of(Representative(unit_of(1), OCTOBER, "王五", is_appointed=True)),
    )
    found = representatives.delegates(Board(empty_store), OCTOBER)
    appointed, in_time, both = found.shares
    assert (appointed.met, appointed.lacking, appointed.unknown) == (
        (unit_of(1),),
        (unit_of(2),),
        (unit_of(0),),
    )
    assert in_time.counts == (0, 1) and in_time.unknown == (unit_of(0), unit_of(1))
    assert both.counts == (1, 3)


def test_a_list_is_in_force_from_its_month_on_department_by_department(empty_store):
    first = Representative(unit_of(0), OCTOBER, "张三", is_appointed=True)
    other = Representative(unit_of(1), OCTOBER, "李四", is_appointed=True)
    later = replace(first, month=NOVEMBER, name="王五")
    assert in_force([later, first, other], OCTOBER) == {first.unit: first, other.unit: other}
    assert in_force([later, first, other], NOVEMBER) == {first.unit: later, other.unit: other}
    save(empty_store, item(unit_of(0), 1), item(unit_of(1), 2), entry_of(first), entry_of(other))
    entered_representatives.enter(empty_store, later, ACT, expected_version=empty_store.version())
    board = Board(empty_store)
    assert [board.representatives.in_force(m)[unit_of(0)].name for m in (OCTOBER, NOVEMBER)] == [
        "张三",
        "王五",
    ]
    assert board.representatives.in_force(NOVEMBER)[unit_of(1)].name == "李四"
    empty_store.undoing.undo([empty_store.version()], ACT, expected_version=empty_store.version())
    assert Board(empty_store).representatives.in_force(NOVEMBER)[unit_of(0)].name == "张三"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 10, 20), ([], [])),
        (date(2026, 10, 21), ([], ["公安局"])),
        (date(2026, 11, 20), ([], ["公安局"])),
        (date(2026, 11, 21), (["公安局"], [])),
    ],
)
def test_thirty_days_before_it_expires_it_is_said(day, expected):
    row = Representative(
        "公安局", OCTOBER, "张三", has_document=True, valid_until=date(2026, 11, 20)
    )
    endless = Representative("民政局", OCTOBER, "李四", has_document=True, is_endless=True)
    past, soon = representatives.expiring([row, endless], day, 30)
    assert ([one.unit for one in past], [one.unit for one in soon]) == expected


def test_years_end_on_the_day_before():
    assert after_years(date(2024, 3, 1), 3) == date(2027, 2, 28)
    assert after_years(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert after_years(date(2025, 1, 1), 1) == date(2025, 12, 31)


# -- the form, the template ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "years", "code"),
    [
        ({"unit": ""}, 0, "representative_without_unit"),
        ({"unit": "没有的局"}, 0, "representative_of_nobody"),
        ({"deputy": "张三"}, 0, "representative_twice"),
        ({"valid_until": date(2025, 1, 1)}, 0, "representative_term"),
        ({"valid_from": None}, 3, "representative_without_start"),
    ],
)
def test_a_form_that_contradicts_itself_is_refused(empty_store, changed, years, code):
    save(empty_store, item("公安局", 1))
    row = Representative("公安局", OCTOBER, "张三", valid_from=date(2026, 1, 1))
    with pytest.raises(GovsvcError) as refused:
        entered_representatives.enter(
            empty_store,
            replace(row, **changed),
            ACT,
            expected_version=empty_store.version(),
            years=years,
        )
    assert refused.value.code == code and refused.value.step
    assert Board(empty_store).representatives.in_force(OCTOBER) == {}


def test_the_template_has_the_rows_in_force_and_reads_them_back(empty_store):
    row = replace(sent(7), month=OCTOBER, unit="公安局", issued_on=date(2024, 1, 1), seal="1号")
    save(empty_store, item("公安局", 1), item("民政局", 2), entry_of(row))
    content = template.prefilled(template.gather(empty_store, NOVEMBER))
    page = load_workbook(io.BytesIO(content))["首席事务代表名册"]
    headers = [cell.value for cell in page[1]]
    rows = {values[1]: dict(zip(headers, values)) for values in page.iter_rows(2, values_only=True)}
    assert rows["民政局"]["首席事务代表（A岗）"] == "待定"
    assert rows["公安局"]["授权书文号"] == "1号" and rows["公安局"]["统计月份"] == "2026年11月"
    planned = pipeline.plan(empty_store, [("模板.xlsx", content)])
    (batch,) = [one for one in planned.batches if one.kind == REPRESENTATIVES]
    again = {entry.unit: entry for entry in batch.entries}
    assert again["公安局"].attributes == entry_of(row).attributes
    assert not [one for one in planned.files[0].issues if one.severity == "error"]
