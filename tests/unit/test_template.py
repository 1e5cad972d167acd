"""The empty template: what it offers to choose, what it explains, and that it is read as exactly
what was filled in.
"""

import io

import pytest
from openpyxl import load_workbook
from support import GOLDEN_INDICATORS, WHEN, import_golden

from govsvc import sheets
from govsvc.demo import HOME
from govsvc.documents import template
from govsvc.documents.template import book, explanation
from govsvc.documents.template.fields import Column, Names, columns_of, sheet_flags
from govsvc.documents.template.workbooks import ORDER
from govsvc.domain import indicators
from govsvc.domain.indicators import (
    BULLETIN,
    ITEMS,
    KINDS,
    PARTIAL_KINDS,
    REPRESENTATIVES,
    STATIONS,
    TARGETS,
    VILLAGES,
)
from govsvc.importing import pipeline
from govsvc.sheets.cells.vocabulary import DEPTH_ANSWERS

NAMES = Names(("公安局", "民政局"), ("城关镇", "柳林镇"), ("云溪县", "临湖市"))
MANY = Names(
    tuple(f"第{number}局行政审批服务" for number in range(40)), NAMES.townships, NAMES.counties
)


def opened(content: bytes):
    return load_workbook(io.BytesIO(content))


def read(content: bytes, name: str = "模板.xlsx", home: str | None = "云溪县"):
    return sheets.read_files([(name, content)], home=home)[0]


def errors(found) -> list[str]:
    assert not found.refused, found.refused
    return [issue.message for issue in found.issues if issue.severity == "error"]


def filled(rows: dict[str, list[dict[str, str]]], names: Names = NAMES) -> bytes:
    """The empty template with rows (field → cell) typed in."""
    made = opened(template.workbook(names))
    for kind, found in rows.items():
        for row in found:
            made[KINDS[kind]].append([row.get(column.field) for column in columns_of(kind)])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def rules(page) -> dict[str, object]:
    """Header → drop-down of a sheet."""
    found = {}
    for rule in page.data_validations.dataValidation:
        area = next(iter(rule.sqref.ranges))
        assert area.min_row == 2 and area.max_row > 1000
        found[page.cell(1, area.min_col).value] = rule
    return found


def offered(workbook, rule) -> list[str]:
    """What a drop-down shows, out of the rule or out of the sheet that it points to."""
    formula = rule.formula1
    if formula.startswith('"'):
        return formula.strip('"').split(",")
    name, area = formula.split("!")
    return [row[0].value for row in workbook[name.strip("'")][area.replace("$", "")]]


@pytest.mark.parametrize("names", [Names(), NAMES, MANY], ids=["none", "few", "many"])
def test_each_drop_down_offers_its_columns_choices_and_only_warns(names):
    made = opened(template.workbook(names))
    for kind in ORDER:
        found = rules(made[KINDS[kind]])
        for column in columns_of(kind):
            assert (column.header in found) == bool(column.choices(names)), column
            if column.header in found:
                rule = found[column.header]
                assert offered(made, rule) == column.choices(names)
                assert len(rule.formula1) <= book.MOST_INLINE + 2
                assert (rule.type, rule.errorStyle, rule.showErrorMessage) == (
                    "list",
                    "warning",
                    True,
                )


def test_units_are_offered_where_some_are_known_and_never_invented():
    assert not {"实施主体"} & set(rules(opened(template.workbook())[KINDS[ITEMS]]))
    offers = {
        kind: {column.header: column.choices(NAMES) for column in columns_of(kind)}
        for kind in ORDER
    }
    assert offers[ITEMS]["实施主体"] == offers[TARGETS]["牵头单位"] == ["公安局", "民政局"]
    assert (
        offers[STATIONS]["乡镇（街道）"] == offers[VILLAGES]["乡镇（街道）"] == ["城关镇", "柳林镇"]
    )
    assert offers[BULLETIN]["县（市、区）"] == ["云溪县", "临湖市"]


def test_names_come_from_the_latest_months_and_not_from_a_demonstration(
    empty_store, demonstration_store
):
    assert template.known_names(empty_store) == Names()
    import_golden(empty_store, "01_clean_month.xlsx")
    names = template.known_names(empty_store)
    assert len(names.departments) == 15 and len(names.townships) == 6 and "云溪县" in names.counties
    assert demonstration_store.settings.home() == HOME
    assert template.known_names(demonstration_store) == Names()


EXAMPLES = {kind: [cells for _, cells in explanation.examples(kind)] for kind in ORDER}
CHOICES = [column for kind in ORDER for column in columns_of(kind) if column.choices(NAMES)] + [
    Column(ITEMS, "online_depth", "网上办理深度"),
    Column(STATIONS, "signboard", "是否挂牌"),
]


@pytest.mark.parametrize("column", CHOICES, ids=lambda column: f"{column.kind}.{column.field}")
def test_every_choice_is_understood(column):
    base = dict(EXAMPLES[column.kind][0])
    for flag in sheet_flags(column.kind):
        if column.flag and column.field in flag.requires:  # a no here asks for a no there
            base[flag.key] = "否"
    headers = {c.field: c.header for c in columns_of(column.kind)} | {column.field: column.header}
    if column.field == "online_depth":  # alone it has to answer
        headers = {
            field: header for field, header in headers.items() if header not in DEPTH_ANSWERS
        }
    for choice in column.choices(NAMES):
        row = base | {column.field: choice}
        content = book.write(
            [],
            [
                book.FillIn(
                    KINDS[column.kind],
                    [(header, 16, [], False) for header in headers.values()],
                    [[row.get(field) for field in headers]],
                )
            ],
            "名单",
        )
        found = read(content)
        assert errors(found) == [] and found.sheets[0].kind == column.kind, choice


def test_an_untouched_template_holds_no_data(empty_store):
    for names in (Names(), MANY):
        plan = pipeline.plan(empty_store, [("模板.xlsx", template.workbook(names))])
        assert plan.batches == [] and [file.refused.title for file in plan.files] == [
            "表里只有表头，没有数据行。"
        ]


def test_the_template_filled_in_is_read_as_exactly_that(empty_store):
    """Pages to read and lists bring no row; each kind's examples, typed in, are rows without an
    error.
    """
    plan = pipeline.plan(empty_store, [("模板.xlsx", filled(EXAMPLES, MANY))], home="云溪县")
    file = plan.files[0]
    assert errors(file) == []
    kinds = {sheet.sheet: sheet.kind for sheet in file.sheets}
    assert kinds == {"说明": None, "填写示例": None, "下拉选项": None} | {
        KINDS[kind]: kind for kind in ORDER
    }
    assert [(entry.kind, entry.name, entry.status) for entry in file.entries] == [
        ("items", "户口登记", "counted"),
        ("items", "收养登记", "counted"),
        ("stations", "东关村", "counted"),
        ("stations", "西关社区", "counted"),
        ("stations", "河口村", "counted"),
        ("villages", "东关村", "counted"),
        ("villages", "西关社区", "counted"),
        *((kind, name, "counted") for kind in PARTIAL_KINDS for name in ("户口登记", "收养登记")),
        ("representatives", "张某", "counted"),
        ("representatives", "民政局", "counted"),
    ]
    assert {batch.kind: batch.row_count for batch in plan.batches} == {
        "items": 2,
        "stations": 3,
        "villages": 2,
        "bulletin": 2 * len(indicators.headline_indicators()),
        "targets": 2,
    } | dict.fromkeys((*PARTIAL_KINDS, REPRESENTATIVES), 2)
    pipeline.commit(empty_store, plan, who="测试", when=WHEN)
    own = {
        s.indicator: (s.numerator, s.denominator)
        for s in empty_store.counts.snapshots()
        if s.source == "own" and s.indicator in GOLDEN_INDICATORS
    }
    # the second has a reason for not being in the hall and is exempt online, the first is exempt
    # from the hall
    assert own == {
        "online_rate": (1, 1),
        "full_online_rate": (1, 1),
        "provincial_publish_rate": (1, 2),
        "station_coverage_rate": (2, 2),
        "station_renaming_rate": (1, 2),
    }


@pytest.mark.parametrize("kind", ORDER)
def test_one_row_alone_is_one_row(kind):
    found = read(filled({kind: EXAMPLES[kind][:1]}))
    assert errors(found) == []
    assert len(found.entries) + len(found.reported) + len(found.targets) == (
        len(indicators.headline_indicators()) if kind == BULLETIN else 1
    )


@pytest.fixture(scope="module")
def explanation() -> dict[str, str]:
    """The page 说明: header or heading → what stands beside it."""
    page = opened(template.workbook())["说明"]
    return {row[0]: row[1] for row in page.iter_rows(values_only=True) if row[0]}


def test_the_page_of_explanation_has_every_column(explanation):
    for kind in ORDER:
        for column in columns_of(kind):
            assert column.header in explanation and column.meaning.endswith("。"), column
    for word in ("增减变更", "填错了", "编码", "月份", "是与否", "个人信息"):
        assert word in explanation


@pytest.mark.parametrize(
    "flag",
    [one for one in indicators.FLAGS if one.key != "has_standard_name" and not one.of_column],
    ids=lambda f: f.key,
)
def test_a_flag_is_explained_by_what_it_requires_and_which_numbers_and_lists_it_changes(
    flag, explanation
):
    text = explanation[flag.header]
    for required in flag.requires:
        assert f"“{indicators.flag_by_key(required).header}”也须填“是”" in text
    if flag.key != "is_renamed":
        for indicator in indicators.INDICATORS:
            if flag.key in (*indicator.met, *indicator.unless, *indicator.exempt):
                assert indicator.short in text, indicator.short
    for problem_list in indicators.LISTS:
        if problem_list.flag == flag.key:
            assert f"“{problem_list.name}”清单" in text


def test_codes_stay_text_and_the_header_stays_in_sight():
    made = opened(filled(EXAMPLES))
    for kind in ORDER:
        page = made[KINDS[kind]]
        assert page.freeze_panes == "A2"
        assert {page.column_dimensions[cell.column_letter].number_format for cell in page[1]} == {
            "@"
        }
        assert all(page.column_dimensions[cell.column_letter].width >= 16 for cell in page[1])
