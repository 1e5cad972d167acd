"""抽样: who has the list and the seed draws the same; nobody's name or number is kept."""

import json
from collections import Counter
from datetime import date, datetime
from decimal import Decimal

import pytest
from call_ledgers import workbook
from openpyxl import load_workbook
from support import WHEN

from govsvc import sheets
from govsvc.__main__ import main
from govsvc.board import Board
from govsvc.domain.errors import GovsvcError, NotAllowed
from govsvc.domain.feedback import DrawSettings
from govsvc.domain.feedback.drawing import ALL, BY_ITEMS, EVERY_CASE, NUMBER, sizes
from govsvc.domain.indicators import CALL_DRAWS, CALLS
from govsvc.importing import drawing, pipeline
from govsvc.security.roles import UPLOADER, Actor
from govsvc.store import Act

ACT = Act("甲", WHEN)
SEPTEMBER, WEEK = date(2026, 9, 1), date(2026, 9, 21)
HEADER = [
    *("序号", "办件编号", "申请人", "申请人类型", "联系人", "联系电话", "事项名称"),
    *("受理部门", "受理时间", "办结时间"),
]
UNITS = {"市场监督管理局": 80, "住房和城乡建设局": 30, "自然资源局": 4}


def cases(units=UNITS) -> list[list]:
    """A week's cases of enterprises, then what is not to be drawn."""
    rows = []
    for unit, count in units.items():
        for number in range(count):
            case = f"YX{len(rows):08d}"
            day = f"2026-09-{21 + number % 5} 10:30:00"
            person = ["顺达公司", "企业法人", "王大明", 13812345000 + len(rows)]
            rows.append([len(rows) + 1, case, *person, f"事项{number % 3}"])
            rows[-1] += [unit, "2026-09-20", day]
    return rows


#: what is not to be drawn: case, applicant's type, day
OTHERS = [
    [900, case, "甲", kind, "张三", "13900000000", "事项1", "自然资源局", "", day]
    for case, kind, day in (
        ("YX90000001", "个人", "2026-09-21"),
        ("YX90000002", "企业", "2026-09-28"),
        ("YX00000000", "企业", "2026-09-21"),
        ("", "企业", "2026-09-21"),
        ("YX90000005", "港澳", "2026-09-21"),
        (3.71e20, "企业", "2026-09-21"),
    )
]


def listed(*rows) -> bytes:
    return workbook({"办件明细": [["云溪县办件明细"], HEADER, *rows]})


def plan(store, content=None, settings=DrawSettings(), seed="20260921", **options):
    options = {"answers": dict.fromkeys(UNITS, "")} | options
    files = [("办件明细.xlsx", content or listed(*cases(), *OTHERS))]
    return drawing.plan(
        store, files, month=SEPTEMBER, week=WEEK, settings=settings, seed=seed, **options
    )


def drawn(planned) -> list[str]:
    return [planned.rows[one.place].case for one in planned.draw.to_call]


def test_the_population_is_the_enterprises_cases_of_the_week(empty_store) -> None:
    planned = plan(empty_store)
    assert planned.draw.population == 114
    assert planned.why == {
        "申请人是个人": 1,
        "不是这一周办结": 1,
        "办件编号重复（按一件计）": 1,
        "没有办件编号": 2,
        "看不出申请人类型": 1,
    }
    assert "位数丢失" in planned.notes[0]


def test_each_unit_has_its_share_and_at_least_one(empty_store) -> None:
    draw = plan(empty_store).draw
    assert Counter(one.unit for one in draw.to_call) == {
        "市场监督管理局": 8,
        "住房和城乡建设局": 3,
        "自然资源局": 1,
    }
    assert len(draw.reserve) == 2
    assert [one.place for one in draw.to_call] == list(range(1, 13))


@pytest.mark.parametrize(
    "settings, expected",
    [
        (DrawSettings(), {"a": 8, "b": 3, "c": 1}),
        (DrawSettings(share=Decimal("12.5")), {"a": 10, "b": 4, "c": 1}),
        (DrawSettings(least=2), {"a": 8, "b": 3, "c": 2}),
        (DrawSettings(least=6), {"a": 8, "b": 6, "c": 4}),
        (DrawSettings(share=Decimal(100)), {"a": 42, "b": 16, "c": 2}),
        (DrawSettings(share=Decimal(100), most=2), {"a": 1, "b": 1, "c": 0}),
        (DrawSettings(mode=ALL), {"a": 80, "b": 30, "c": 4}),
        (DrawSettings(mode=NUMBER, number=20), {"a": 13, "b": 5, "c": 2}),
        (DrawSettings(mode=NUMBER, number=500), {"a": 80, "b": 30, "c": 4}),
    ],
)
def test_how_many_of_each_unit(settings, expected) -> None:
    assert sizes({"a": 80, "b": 30, "c": 4}, settings) == expected


def test_the_same_list_and_seed_draw_the_same_whatever_its_order(empty_store) -> None:
    first = drawn(plan(empty_store))
    assert first == drawn(plan(empty_store, listed(*reversed(cases()))))
    assert first != drawn(plan(empty_store, seed="20260922"))


def test_a_new_seed_is_nobodys_choice(empty_store) -> None:
    seeds = {plan(empty_store, seed="").draw.seed for _ in range(3)}
    assert len(seeds) == 3 and all(len(seed) == 8 and seed.isdecimal() for seed in seeds)


def test_no_name_number_or_case_is_stored(empty_store) -> None:
    drawing.commit(empty_store, plan(empty_store), ACT)
    rows = empty_store.rows.entries(CALL_DRAWS, SEPTEMBER)
    assert len(rows) == 14
    said = repr(list(rows))
    assert not any(word in said for word in ("王大明", "顺达", "13812", "YX000"))
    assert not list(empty_store.records.originals())
    (draw,) = Board(empty_store).feedback.draws(SEPTEMBER)
    assert (draw.seed, draw.population, draw.who, draw.time) == ("20260921", 114, "甲", 1)


def test_a_draw_that_is_done_again_says_so(empty_store) -> None:
    drawing.commit(empty_store, plan(empty_store), ACT)
    again = drawing.commit(empty_store, plan(empty_store, seed="5"), ACT)
    assert again.time == 2 and [one.seed for one in drawing.stored(empty_store, SEPTEMBER)] == ["5"]


def test_the_workbook_is_a_ledger_once_it_is_filled_in(empty_store, tmp_path) -> None:
    planned = plan(empty_store)
    draw = drawing.commit(empty_store, planned, ACT)
    path = tmp_path / "回访任务.xlsx"
    path.write_bytes(task(draw, planned.rows))
    book = load_workbook(path)
    page = book.worksheets[0]
    header = [cell.value for cell in page[2]]
    assert page.max_row == 2 + 12 and str(page["E3"].value).startswith("13812345")
    for number, row in enumerate(page.iter_rows(min_row=3)):
        row[header.index("回访日期")].value = datetime(2026, 9, 28)
        row[header.index("回访结果")].value = "有效回访" if number else "无人接听"
        if number:
            row[header.index("总体评价")].value = "满意" if number > 1 else "不满意"
    book.save(path)
    planned = pipeline.plan(empty_store, [("回访任务.xlsx", path.read_bytes())], home="云溪县")
    (file,) = planned.files
    assert not file.issues and not file.refused
    pipeline.commit(empty_store, planned, who="甲", when=WHEN)
    counts = Board(empty_store).feedback.period(SEPTEMBER).counts
    assert (counts["drawn"], counts["valid"], counts["no_answer"], counts["bad"]) == (12, 11, 1, 1)
    cases_called = {row.attributes["case"] for row in empty_store.rows.entries(CALLS, SEPTEMBER)}
    assert cases_called == {one.case for one in draw.to_call}
    with pytest.raises(GovsvcError, match="不能重抽"):
        drawing.commit(empty_store, plan(empty_store, seed="7"), ACT)


def task(draw, rows) -> bytes:
    from govsvc.exports.call_task_book import task_book

    return task_book(draw, rows, "云溪县")


def test_the_blank_ledger_is_read_once_it_is_filled_in(empty_store, tmp_path) -> None:
    from govsvc.exports.call_task_book import TASK_COLUMNS, ledger_template

    path = tmp_path / "模板.xlsx"
    path.write_bytes(ledger_template("云溪县"))
    book = load_workbook(path)
    page = book.worksheets[0]
    page["A1"].value = "云溪县2026年9月电话回访台账"
    said = {"承办单位": "自然资源局", "回访结果": "有效回访", "总体评价": "满意"}
    for name, text in said.items():
        page.cell(3, TASK_COLUMNS.index(name) + 1).value = text
    book.save(path)
    found = sheets.read_files([("台账.xlsx", path.read_bytes())], home="云溪县")[0]
    assert [row.attributes["overall"] for row in found.entries] == ["satisfied"]


def test_a_replaced_case_keeps_its_reason(empty_store) -> None:
    planned = plan(empty_store)
    draw = drawing.commit(empty_store, planned, ACT)
    first = draw.to_call[0]
    changed = drawing.exchange(empty_store, SEPTEMBER, WEEK, first.place, " 空号 ", ACT)
    assert len(changed.to_call) == 12 and changed.to_call[0].place > 12
    assert [(one.place, one.reason) for one in changed.replaced] == [(first.place, "空号")]
    assert drawing.stored(empty_store, SEPTEMBER) == [changed]
    # the list of the draw gives the workbook again, with the one that took the place
    rows = drawing.of_draw(empty_store, changed, [("办件明细.xlsx", listed(*cases()))])
    assert changed.to_call[0].place in rows
    drawing.exchange(empty_store, SEPTEMBER, WEEK, 2, "停机", ACT)
    for place, reason in ((1, "再换"), (3, " "), (3, "没有备用了")):
        with pytest.raises(GovsvcError):
            drawing.exchange(empty_store, SEPTEMBER, WEEK, place, reason, ACT)


def test_enterprises_are_known_by_their_items_where_that_is_set(empty_store) -> None:
    settings = DrawSettings(enterprise_by=BY_ITEMS, items=("事项1",))
    planned = plan(empty_store, settings=settings)
    assert {planned.rows[one.place].item for one in planned.draw.cases} == {"事项1"}
    assert plan(empty_store, settings=DrawSettings(enterprise_by=EVERY_CASE)).draw.population == 116


@pytest.mark.parametrize(
    "content, said",
    [
        (lambda: workbook({"a": [["序号", "姓名"], [1, "张三"]]}), "不像办件明细"),
        (lambda: workbook({"a": [HEADER[:7], cases()[0][:7]]}), "缺少“承办单位"),
        (lambda: listed(), "没有办件"),
        (lambda: listed(*OTHERS[:2]), "没有可抽取的涉企办件"),
        (lambda: b"no workbook", "."),
    ],
)
def test_what_cannot_be_drawn_from_is_refused(empty_store, content, said) -> None:
    with pytest.raises(GovsvcError, match=said):
        plan(empty_store, content())


def test_an_unknown_unit_is_asked(empty_store) -> None:
    planned = plan(empty_store, answers={"市场监督管理局": ""})
    assert set(planned.unknown) == {"住房和城乡建设局", "自然资源局"}
    with pytest.raises(GovsvcError, match="单位名录里没有"):
        drawing.commit(empty_store, planned, ACT)


def test_an_account_of_one_unit_may_not_draw(empty_store) -> None:
    limited = empty_store.acting(Actor("乙", UPLOADER, ("市场监督管理局",)))
    with pytest.raises(NotAllowed):
        drawing.commit(limited, plan(limited), ACT)


def test_a_clock_behind_a_day_is_no_part_of_it() -> None:
    row = cases()[0]
    row[-1] = "2026/9/2 10:23"
    found = sheets.read_case_list("明细.xlsx", listed(row))
    assert [one.decided_on for one in found.rows] == [date(2026, 9, 2)]
    assert found.rows[0].phone == "13812345000"


def test_settings_out_of_bounds_are_refused(empty_store) -> None:
    for wanted in (
        DrawSettings(share=Decimal(0)),
        DrawSettings(most=0),
        DrawSettings(mode="happy"),
        DrawSettings(enterprise_by=BY_ITEMS),
    ):
        with pytest.raises(GovsvcError):
            empty_store.feedback_writes.set_drawing(
                wanted, ACT, expected_version=empty_store.version()
            )
    wanted = DrawSettings(NUMBER, Decimal("7.5"), 30, 2, 50, 20, 4, BY_ITEMS, ("设立登记", "变更"))
    empty_store.feedback_writes.set_drawing(wanted, ACT, expected_version=empty_store.version())
    assert DrawSettings.of(empty_store.settings.all()) == wanted


def test_the_commands_draw_replace_and_list(tmp_path, capsys) -> None:
    path, file, out = (tmp_path / name for name in ("county.duckdb", "明细.xlsx", "任务.xlsx"))
    file.write_bytes(listed(*cases()))
    ledger = tmp_path / "台账.xlsx"
    ledger.write_bytes(task_of_nobody())
    units = [word for unit in UNITS for word in ("--new-unit", unit)]
    first = ["import", str(ledger), "--database", str(path), "--home", "云溪县"]
    assert not main([*first, "--new-unit", "税务局"])
    where = ["--database", str(path), "--month", "2026-09"]
    draw = ["feedback", "draw", str(file), *where, "--week", "2026-09-23", "--seed", "1"]
    assert main([*draw, "--out", str(out)]) != 0  # its units are asked
    assert main([*draw, *units, "--out", str(out.with_suffix(".csv"))]) != 0
    capsys.readouterr()
    assert not main([*draw, *units, "--out", str(out), "--json"])
    said = json.loads(capsys.readouterr().out)
    assert said["population"] == 114 and len(said["to_call"]) == 12
    assert load_workbook(out).worksheets[0].max_row == 14
    change = ["--week", "2026-09-21", "--place", "1", "--reason", "空号", str(file)]
    assert not main(["feedback", "replace", *where, *change, "--out", str(out)])
    capsys.readouterr()
    assert not main(["feedback", "draws", *where, "--json"])
    (draw_said,) = json.loads(capsys.readouterr().out)
    assert draw_said["replaced"] == [{"place": 1, "reason": "空号"}]


def test_the_settings_by_command(tmp_path, capsys, empty_store) -> None:
    where = ["--database", str(empty_store.path)]
    items = tmp_path / "涉企事项.txt"
    items.write_text("设立登记\n变更登记\n", encoding="utf-8")
    said = ["feedback", "draw-setting", *where, "--share", "5", "--most", "20"]
    empty_store.close()
    assert not main([*said, "--enterprise-by", "items", "--items", str(items)])
    assert "按比例5%" in capsys.readouterr().out
    assert main(["feedback", "draw-setting", *where, "--share", "0"]) != 0
    assert not main(["feedback", "draw-setting", *where])
    assert "每周最多20件" in capsys.readouterr().out


def task_of_nobody() -> bytes:
    from call_ledgers import week

    return week("第30周", "7.21", "满意", unit="税务局")
