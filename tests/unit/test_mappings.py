"""What a person says of a header, a value or a month holds for this import and, but for the month,
for those to come.
"""

import io
from datetime import date

import pytest
from openpyxl import Workbook
from support import WHEN

from govsvc import sheets
from govsvc.domain import indicators
from govsvc.domain.errors import GovsvcError
from govsvc.domain.indicators import BULLETIN, ITEMS, KINDS
from govsvc.domain.mappings import Choices, HeaderChoice
from govsvc.importing import pipeline
from govsvc.sheets.cells import answers
from govsvc.sheets.records import corrections
from govsvc.sheets.tables import headers
from govsvc.store import open_store

OCTOBER = date(2026, 10, 1)
ODD = [
    "序",
    "编号甲",
    "办事内容",
    "类型列",
    "管事的单位",
    "网上能办不",
    "全程网办",
    "省平台发布",
    "进驻大厅",
]
PLACES = {"implementation_code": 1, "name": 2, "item_type": 3, "unit": 4, "is_online": 5}


def code(number: int) -> str:
    return f"11659901MB0000000{number:014d}"


def row(number: int, online: str = "是", **over) -> list:
    return [number, code(number), f"事项{number}", "行政许可", "住建局", online, "是", "是", "是"]


def book(*rows, header=ODD, title="2026年10月事项", name="事项") -> bytes:
    made = Workbook()
    made.active.title = name
    for line in ([title], header, *rows):
        made.active.append(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(content: bytes, choices: Choices = Choices(), name: str = "a.xlsx"):
    return sheets.read_files([(name, content)], home="云溪县", choices=choices)[0]


def print_of(content: bytes) -> str:
    from govsvc.sheets.formats.reading import read_grids

    return headers.fingerprint(read_grids("a.xlsx", content)[0][0], 1, 1)


@pytest.fixture
def odd() -> Choices:
    return Choices({print_of(book(row(1))): HeaderChoice(ITEMS, 1, PLACES)})


def test_a_header_that_is_not_recognised_is_shown_and_read_as_said(odd):
    content = book(row(1), row(2))
    shown = read(content)
    assert (
        shown.refused
        and shown.refused.code == "no_known_sheet"
        and shown.sheets[0].kind is None
        and shown.sheets[0].top[1] == ODD
    )
    file = read(content, odd)
    assert file.refused is None and [
        (e.key, e.name, e.unit, e.flags["is_online"], e.status) for e in file.entries
    ] == [(code(n), f"事项{n}", "住建局", True, "counted") for n in (1, 2)]
    (sheet,) = file.sheets
    assert sheet.choice and sheet.header_rows == (2, 2) and sheet.places.items() >= PLACES.items()
    assert (sheet.seen[5].letters, sheet.seen[5].header, sheet.seen[5].samples) == (
        "F",
        "网上能办不",
        ("是",),
    )


def test_the_guess_is_shown_with_what_it_lacks():
    header = [
        "实施编码",
        "事项名称",
        "事项类型",
        "实施主体",
        "网上能办不",
        "全程网办",
        "省平台发布",
        "进驻大厅",
    ]
    (sheet,) = read(book(row(1)[1:], header=header)).sheets
    assert sheet.kind == ITEMS and sheet.choice is None and "is_online" not in sheet.places
    assert {"is_online", "is_in_hall", "name"} <= set(
        headers.fields_of(ITEMS)
    ) and headers.fields_of(ITEMS)["is_online"] == "是否网上可办"
    chosen = Choices({sheet.fingerprint: HeaderChoice(ITEMS, 1, {"is_online": 4})})
    assert [
        e.flags["is_online"] for e in read(book(row(1)[1:], header=header), chosen).entries
    ] == [True]


def test_a_column_given_to_another_field_is_taken_from_the_first():
    header = [
        "实施编码",
        "事项名称",
        "事项类型",
        "实施主体",
        "是否网上可办",
        "全程网办",
        "省平台发布",
        "进驻大厅",
    ]
    content = book(row(1, "否")[1:], header=header)
    chosen = Choices(
        {
            read(content).sheets[0].fingerprint: HeaderChoice(
                ITEMS, 1, {"is_published": 4, "is_online": None}
            )
        }
    )
    (entry,) = read(content, chosen).entries
    assert entry.flags["is_published"] is False and "is_online" not in entry.flags


def test_a_sheet_may_be_left_alone_or_be_of_another_kind():
    bulletin = ["县市区", "网上可办率", "排名"]
    content = book(["云溪县", "98%", 1], ["东屏县", "97%", 2], header=bulletin)
    print_ = read(content).sheets[0].fingerprint
    left = read(content, Choices({print_: HeaderChoice("", 1)}))
    assert left.refused and left.sheets[0].kind is None and left.sheets[0].choice
    moved = read(
        content,
        Choices(
            {
                print_: HeaderChoice(
                    BULLETIN, 1, {"online_rate.rate": None, "hall_entry_rate.rate": 1}
                )
            }
        ),
    )
    assert {(r.county, r.indicator, str(r.printed)) for r in moved.reported if r.printed} == {
        ("云溪县", "hall_entry_rate", "98"),
        ("东屏县", "hall_entry_rate", "97"),
    }


def test_a_value_is_explained_once():
    header = [
        "实施编码",
        "事项名称",
        "事项类型",
        "实施主体",
        "网上办理深度",
        "省平台发布",
        "进驻大厅",
    ]
    rows = [
        [code(n), f"事项{n}", "行政许可", "住建局", depth, "是", "是"]
        for n, depth in enumerate((1, 1, 2, "四级"))
    ]
    file = read(book(*rows, header=header))
    found = {(u.field, u.value): u.count for u in file.sheets[0].unclear}
    assert found == {("online_depth", "1"): 2, ("online_depth", "2"): 1}
    said = Choices(
        values={
            ("online_depth", file.sheets[0].unclear[0].header): {"1": "信息发布", "2": "全程网办"}
        }
    )
    again = read(book(*rows, header=header), said)
    assert again.issues == [] and {(u.value, u.word, u.count) for u in again.sheets[0].unclear} == {
        ("1", "信息发布", 2),
        ("2", "全程网办", 1),
    }
    assert [(e.flags["is_online"], e.flags["is_fully_online"]) for e in again.entries] == [
        (False, False)
    ] * 2 + [(True, True)] * 2


def test_a_month_that_is_said_holds_over_the_title(odd):
    file = read(book(row(1)), Choices(odd.headers, months={("a.xlsx", "事项"): date(2026, 9, 1)}))
    assert (
        file.month == date(2026, 9, 1)
        and file.sheets[0].month_from == "手工指定"
        and file.issues == []
    )


def test_what_was_said_is_remembered_when_it_is_stored_and_can_be_forgotten(tmp_path, odd):
    path = tmp_path / "a.duckdb"
    store = open_store(path)
    said = Choices(odd.headers, {("is_online", headers.plain("网上能办不")): {"行": "是"}})
    plan = pipeline.plan(store, [("十月.xlsx", book(row(1, "行")))], home="云溪县", choices=said)
    assert store.settings.remembered() == Choices()
    pipeline.commit(store, plan, who="测试", when=WHEN)
    store.close()
    store = open_store(path)
    plan = pipeline.plan(store, [("十一月.xlsx", book(row(1, "行"), title="2026年11月事项"))])
    assert [(e.month.month, e.flags["is_online"]) for e in plan.files[0].entries] == [
        (11, True)
    ] and plan.files[0].sheets[0].choice
    (print_,) = odd.headers
    plan = pipeline.plan(
        store,
        [("十一月.xlsx", book(row(1), title="2026年11月事项"))],
        choices=Choices({print_: HeaderChoice("", is_guess=True)}),
    )
    assert plan.files[0].refused.code == "no_known_sheet"
    other = pipeline.plan(
        store,
        [("b.csv", "县市区,网上可办率,2026年10月\n云溪县,99%,\n".encode())],
        choices=Choices({print_: HeaderChoice("", is_guess=True)}),
    )
    pipeline.commit(store, other, who="测试", when=WHEN)
    assert store.settings.remembered().headers == {} and store.settings.remembered().values
    store.close()


def test_what_was_picked_on_screen_becomes_a_choice():
    header = [
        "实施编码",
        "事项名称",
        "事项类型",
        "实施主体",
        "网上能办不",
        "全程网办",
        "省平台发布",
        "进驻大厅",
    ]
    (sheet,) = read(book(row(1)[1:], header=header)).sheets
    guess = corrections.guess_of(sheet)
    assert (
        guess[5] == "是否全程网办"
        and 4 not in guess
        and corrections.missing_of(sheet) == ["是否网上可办"]
    )
    picked = guess | {4: "是否网上可办", 5: corrections.NO_FIELD}
    assert corrections.choice_of(sheet, ITEMS, 1, picked) == HeaderChoice(
        ITEMS, 1, {"is_fully_online": None, "is_online": 4}
    )
    assert corrections.choice_of(sheet, BULLETIN, 2, picked) == HeaderChoice(BULLETIN, 2)
    assert corrections.choice_of(sheet, ITEMS, 1, guess).columns == {}
    (again,) = read(
        book(row(1)[1:], header=header),
        Choices({sheet.fingerprint: HeaderChoice(ITEMS, 1, {"is_online": 4})}),
    ).sheets
    assert corrections.choice_of(
        again, ITEMS, 1, corrections.guess_of(again) | {5: corrections.NO_FIELD}
    ).columns == {"is_online": 4, "is_fully_online": None}
    with pytest.raises(GovsvcError, match="对应了两列（F列和E列）"):
        corrections.choice_of(sheet, ITEMS, 1, guess | {4: "是否全程网办"})
    swapped = corrections.choice_of(sheet, ITEMS, 1, guess | {5: "是否进驻大厅", 7: "是否全程网办"})
    assert swapped.columns == {"is_fully_online": 7, "is_in_hall": 5}


def test_every_field_has_a_name_of_its_own():
    for kind in KINDS:
        names = headers.fields_of(kind)
        assert len(set(names.values())) == len(names) and set(corrections.required_of(kind)) <= set(
            names
        )


def test_words_that_a_value_may_stand_for_are_understood():
    depths = [answers.read_depth(word).answer for word in corrections.meanings_of("online_depth")]
    assert depths == [answers.NOT_ONLINE, answers.ONLINE, answers.FULL]
    asked = indicators.flag_by_key("is_online").question
    said = [answers.read_flag(asked, word).answer for word in corrections.meanings_of("is_online")]
    assert said == [answers.YES, answers.NO, answers.BLANK]
    assert set(corrections.meanings_of("item_type")) > set(sheets.Rules().types_in_scope)
