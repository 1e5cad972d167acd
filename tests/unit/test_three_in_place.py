"""三集中三到位: what departments answer on the roster, by sheet and form, and the six lines
(O5 of the county's own figures).
"""

from dataclasses import replace
from datetime import datetime

import duckdb
import pytest
from test_representatives import ACT, OCTOBER, item, save, unit_of

from govsvc import sheets
from govsvc.board import Board, three_in_place, window_steps
from govsvc.domain.errors import GovsvcError
from govsvc.domain.roster import DEPARTMENT, Roster, Unit
from govsvc.domain.units import ANSWERED, AT_WINDOW, IN_PLACE
from govsvc.store import Act, manifest, open_store

MORE = {"is_published": True, "is_authorised": True, "is_exempt_authorisation": False}


def test_three_in_place_are_answers_of_the_roster_and_three_indicators(empty_store):
    """34 departments with approvals: 31 have one section, 27 are in the hall as a whole."""
    rows = [item(unit_of(number), number, is_in_hall=number < 32) for number in range(34)]
    save(empty_store, *(replace(row, flags=row.flags | MORE) for row in rows))
    roster = Roster(
        Unit(
            unit_of(number),
            DEPARTMENT,
            has_section="是" if number < 31 else "否",
            is_entered_whole="是" if number < 27 else "否",
            is_supervised="是" if number < 30 else "",
        )
        for number in range(34)
    )
    empty_store.setting_writes.save_roster(roster, ACT, expected_version=empty_store.version())
    found = three_in_place.lines(Board(empty_store), OCTOBER)
    assert [one.text for one in found] == [
        "91.18%（31/34）",
        "79.41%（27/34）",
        "100.00%（34/34）",
        "94.12%（32/34）",
        "100.00%（32/32）",
        # two of the 32 in the hall have not answered
        "100.00%（30/30）",
    ]
    assert found[0].missing == tuple(sorted(map(unit_of, (31, 32, 33))))
    assert found[5].unknown == (unit_of(30), unit_of(31)) and "核减后" in found[3].note


def test_steps_at_the_window_are_answers_of_the_roster(empty_store):
    """Of four departments in the hall, by a sheet; one has not answered, one is not in the hall."""
    for number in range(5):
        save(empty_store, item(unit_of(number), number, is_in_hall=number < 4))
    assert window_steps.lines(Board(empty_store), OCTOBER) == []
    answers = ("是,是,有,√", "是,否,否,√", "否,否,是,是", ",,,", "否,否,否,否")
    rows = [f"{unit_of(number)},,县属,{said}" for number, said in enumerate(answers)]
    text = "\n".join(["单位名称,简称,管理体制,受理在综窗,并联推送,综窗出件,是否归档", *rows])
    (file,) = sheets.read_files([("单位名录.csv", text.encode())], home="云溪县")
    assert not file.issues and len(file.units) == 5
    empty_store.setting_writes.save_roster(
        Roster(file.units), ACT, expected_version=empty_store.version()
    )
    found = window_steps.lines(Board(empty_store), OCTOBER)
    assert [(one.name, one.text, one.missing) for one in found] == [
        ("一窗受理", "66.67%（2/3）", (unit_of(2),)),
        ("集成服务", "33.33%（1/3）", (unit_of(1), unit_of(2))),
        ("审核发证", "66.67%（2/3）", (unit_of(1),)),
        ("归档", "100.00%（3/3）", ()),
    ]
    assert {one.unknown for one in found} == {(unit_of(3),)} and "填报" in found[0].note


def test_a_month_before_the_answers_says_that_they_are_of_another_day(empty_store):
    """Answered in October, changed on 2026-12-15: then October has no answers of its own."""

    def noted() -> list[str]:
        found = three_in_place.lines(Board(empty_store), OCTOBER)
        return [found[place].note for place in (0, 1, 5)]

    def answer(act: Act, **said: str) -> None:
        roster = empty_store.settings.roster().with_cells(unit_of(0), said)
        empty_store.setting_writes.save_roster(roster, act, expected_version=empty_store.version())

    save(empty_store, item(unit_of(0), 0, is_in_hall=True))
    assert noted() == ["", "", ""]
    answer(replace(ACT, when=datetime(2026, 10, 20)), 设行政审批股="是", 成建制进驻="是")
    assert noted() == ["单位名录2026-10-20填报"] * 2 + [""]
    # a leader's name is no answer
    answer(replace(ACT, when=datetime(2026, 11, 3)), 分管领导="周启明")
    assert noted()[0] == "单位名录2026-10-20填报"
    answer(replace(ACT, when=datetime(2026, 12, 15)), 成建制进驻="否")
    assert noted()[1] == "单位名录2026-12-15填报的现状，2026年10月没有当时的记录"


def test_what_departments_answer_is_read_and_kept(empty_store):
    lines = (
        "单位名称,是否设立行政审批股,是否成建制进驻,是否纳入电子监察",
        "公安局,是,√,",
        "民政局,否,×,是",
        "水利局,—,大概,有",
    )
    (file,) = sheets.read_files([("单位名录.csv", "\n".join(lines).encode())], home="云溪县")
    assert [(one.code, one.row, one.column) for one in file.issues] == [("not_yes_no", 4, "C")]
    said = {unit.name: [getattr(unit, field) for field in IN_PLACE] for unit in file.units}
    assert said == {"公安局": ["是", "是", ""], "民政局": ["否", "否", "是"]}
    roster = Roster(file.units)
    empty_store.setting_writes.save_roster(roster, ACT, expected_version=empty_store.version())
    assert empty_store.settings.roster() == roster
    changed = roster.with_cells("公安局", {"纳入电子监察": "否"})
    assert changed.unit("公安局").is_supervised == "否"
    with pytest.raises(GovsvcError, match="不是是或否"):
        roster.with_cells("公安局", {"纳入电子监察": "大概"})


@pytest.mark.parametrize(("schema", "missing"), [(7, ANSWERED), (8, AT_WINDOW)])
def test_a_roster_of_a_schema_before_keeps_its_units(empty_store, schema, missing):
    """A database of schema 7, whose units say nothing of 三集中三到位, and one of schema 8, whose
    units say nothing of their steps at the window.
    """
    of_unit = {"is_supervised": "是"} if schema == 8 else {}
    roster = Roster([Unit("公安局", DEPARTMENT, ("县公安局",), leader="周启明", **of_unit)])
    empty_store.setting_writes.save_roster(roster, ACT, expected_version=empty_store.version())
    path = empty_store.path
    empty_store.close()
    with duckdb.connect(str(path)) as database:
        for column in missing:
            database.execute(f"ALTER TABLE unit DROP COLUMN {column}")
        database.execute(f"UPDATE state SET schema_version = {schema}")
    noted = manifest.read(manifest.beside(path))
    manifest.write(manifest.beside(path), replace(noted, schema=schema))
    store = open_store(path)
    assert store.settings.roster() == roster and store.faults() == []
    store.close()
