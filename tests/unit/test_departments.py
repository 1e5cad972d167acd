"""Which names are of one department, and which only look alike."""

import time

from govsvc.domain import departments
from govsvc.domain.roster import DEPARTMENT, Roster, Unit
from govsvc.importing.validation import unknown_units


def groups(*names: str) -> list[list[str]]:
    return departments.by_department(names)


def test_short_and_usual_names_stand_with_the_full_one():
    assert groups("教体局", "教育体育局", "住建局", "住房和城乡建设局", "人社局", "气象局") == [
        ["住房和城乡建设局", "住建局"],
        ["教育体育局", "教体局"],
        ["人社局"],
        ["气象局"],
    ]
    # another usual name begins with another character
    assert groups("医保局", "医疗保障局", "工商局", "市场监督管理局") == [
        ["市场监督管理局", "工商局"],
        ["医疗保障局", "医保局"],
    ]


def test_a_number_makes_another_body():
    for names in (
        ("第一人民医院", "第十一人民医院"),
        ("第1税务分局", "第11税务分局"),
        ("第二中学", "第二十二中学"),
        ("３号服务中心", "13号服务中心"),
    ):
        assert groups(*names) == [[name] for name in sorted(sorted(names), key=len, reverse=True)]
    assert groups("第一医院", "第一人民医院") == [["第一人民医院", "第一医院"]]


def test_bodies_of_a_first_import_that_a_number_tells_apart_are_units_of_their_own():
    rows = {"第1县住建局": 5, "第11县住建局": 5, "第11县住房和城乡建设局": 7}
    roster = unknown_units.first_departments(Roster(), rows)
    assert {unit.name: unit.aliases for unit in roster.units} == {
        "第1县住建局": (),
        "第11县住房和城乡建设局": ("第11县住建局",),
    }


def test_thousands_of_departments_are_told_apart_and_put_into_the_roster_in_a_moment():
    counties = [
        f"{first}{second}县" for first in "东西南北云清" for second in "山河湖海川泉溪源口阳"
    ]
    names = [f"{county}{kind}" for county in counties for kind in ("住房和城乡建设局", "住建局")]
    names += [f"{county}第{number}服务站" for county in counties for number in range(50)]
    started = time.process_time()
    roster = unknown_units.first_departments(Roster(), dict.fromkeys(names, 1))
    assert time.process_time() - started < 4
    assert len(roster.units) == 60 + 60 * 50
    assert roster.resolve("东山县住建局") == roster.resolve("东山县住房和城乡建设局")


def test_many_units_are_taken_as_one_after_the_other():
    units = [
        Unit("住建局", DEPARTMENT, aliases=("建设局",)),
        Unit("城建局", DEPARTMENT, merged_into="建设局"),
        Unit("住建局", DEPARTMENT, leader="张三"),
    ]
    one_by_one = Roster()
    for unit in units:
        one_by_one = one_by_one.with_unit(unit)
    assert Roster().with_units(units) == one_by_one
    assert one_by_one.unit("城建局").merged_into == "住建局"
