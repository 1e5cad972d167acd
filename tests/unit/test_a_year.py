"""A whole year of a clerk: what is published of a month on the day it is closed is what is read of
it at the year's end.
"""

from collections.abc import Sequence
from datetime import date, datetime

import pytest

from govsvc.assessment.problems import NEW
from govsvc.board import Board
from govsvc.domain import indicators
from govsvc.domain.errors import GovsvcError, MonthClosed
from govsvc.domain.indicators import ITEMS, STATIONS, Rules, by_key, list_by_key
from govsvc.domain.months import month_text
from govsvc.importing import pipeline
from govsvc.store import CLOSED, Act, RuleVersion, Store, open_store
from govsvc.workflow import collecting

TODAY = date(2026, 1, 31)
POLICE, HOUSING, LAND = "公安局", "住房和城乡建设局", "自然资源局"
CREDIT = {POLICE: "11659901MB00000011", HOUSING: "11659901MB00000022", LAND: "11659901MB00000033"}
HEADER = (
    "实施编码,事项名称,事项类型,实施主体,是否网上可办,是否全程网办,是否在省平台发布,是否进驻大厅\n"
)
OFFLINE, SERVICES = (
    {105, 400},
    {400, 401},
)  # 105 and 400 cannot be handled online; 400 and 401 are 公共服务


def month(number: int) -> date:
    return date(2025, number, 1)


def by(number: int) -> dict:
    return {"who": "李四", "when": datetime(2025 + number // 12, number % 12 + 1, 8, 10, 0)}


def code(unit: str, number: int) -> str:
    """18 characters of the body, 1 of level, 12 of the item."""
    return f"{CREDIT[unit]}4{number:012d}"


def item(unit: str, number: int, online: bool | None = None, published: str = "是") -> str:
    answer = "是" if (number not in OFFLINE if online is None else online) else "否"
    kind = "公共服务" if number in SERVICES else "行政许可"
    return f"{code(unit, number)},第{number}号事项,{kind},{unit},{answer},{answer},{published},是\n"


def items(unit: str, numbers, **more) -> str:
    return "".join(item(unit, number, **more) for number in numbers)


NUMBERS = {POLICE: range(10), HOUSING: range(100, 300), LAND: range(400, 410)}


def bring(store: Store, name: str, text: str, number: int, correction: str = "", **options) -> int:
    plan = pipeline.plan(
        store,
        [(name, text.encode())],
        home="云溪县" if store.settings.home() is None else None,
        **options,
    )
    assert not plan.refused and not plan.error_count, (
        plan.refused,
        [issue for file in plan.files for issue in file.issues],
    )
    return pipeline.commit(store, plan, **by(number), correction=correction)


def opened(store: Store, number: int) -> None:
    collecting.open_month(store, month(number), **by(number), today=TODAY)


def nothing_changed(store: Store, number: int, *units: str) -> None:
    for unit in units:
        collecting.report_no_change(
            store, month(number), STATIONS if unit.endswith("镇") else ITEMS, unit, **by(number)
        )


def published(store: Store, number: int, edition: int | None = None) -> dict:
    """Every figure that pages show of a month: values, ranks, cards, and the keys on every list."""
    board, at = Board(collecting.as_published(store, month(number), edition)), month(number)
    found = {}
    for indicator in indicators.INDICATORS:
        for name, value in (
            ("own", board.values.own(indicator, at)),
            ("headline", board.values.headline(indicator, at)),
        ):
            found[indicator.key, name] = value and (
                value.source,
                value.numerator,
                value.denominator,
                value.published,
                value.rank,
            )
    for standing in board.cards.standings(at):
        found[standing.indicator.key, "card"] = (
            standing.items_missing,
            standing.target_reached,
            standing.change_pp,
            standing.left_out,
        )
    for problem_list in indicators.LISTS:
        rows, gone = board.lists.rows(problem_list, at)
        found[problem_list.key] = (
            board.lists.count(problem_list, at),
            sorted((row.row.key, row.state, row.months) for row in rows),
            sorted(row.row.key for row in gone),
        )
    return found


#: months of which all is compared: whole, corrected later, villages merged, a bulletin that differs
NOTED = (1, 3, 6, 8)


class Year:
    """The store, and what was published of the noted months on the day each was closed."""

    def __init__(self, store: Store, noted: Sequence[int]):
        self.store, self.noted, self.on_the_day = store, noted, {}

    def close(self, number: int, reason: str = "") -> None:
        collecting.move_month(self.store, month(number), CLOSED, **by(number), reason=reason)
        if number in self.noted:
            self.on_the_day[number] = published(self.store, number), self.store.version()


def january(year: Year) -> None:
    """Everything for the first time, a target, and a bulletin that knows one item less."""
    store = year.store
    bring(
        store,
        "2025年1月事项.csv",
        HEADER + "".join(items(unit, NUMBERS[unit]) for unit in NUMBERS),
        1,
    )
    bring(
        store,
        "2025年1月站点.csv",
        (
            "乡镇（街道）,村（社区）,站点名称\n城关镇,东村,东村便民服务站\n城关镇,西村,"
            "西村代办点\n城关镇,南村,\n"
        ),
        1,
    )
    bring(
        store,
        "2025年1月村居名录.csv",
        "乡镇（街道）,村（社区）\n城关镇,东村\n城关镇,西村\n城关镇,南村\n",
        1,
    )
    bring(
        store,
        "2025年目标.csv",
        "指标名称,年度,目标值,牵头单位\n网上可办率,2025,100%,行政审批局\n",
        1,
    )
    bring(
        store,
        "2025年1月通报.csv",
        (
            "县（市、区）,网上可办事项数,事项总数,网上可办率,全市排名\n云溪县,217,220,98.64%,"
            "2\n东屏县,99,100,99.00%,1\n"
        ),
        1,
    )
    year.close(1)


def february(year: Year) -> None:
    """Housing is late, and the month is closed all the same."""
    store = year.store
    opened(store, 2)
    bring(store, "2025年2月公安局.csv", HEADER + items(POLICE, range(11)), 2)
    nothing_changed(store, 2, LAND, "城关镇")
    with pytest.raises(GovsvcError, match=f"还有1个部门未报（{HOUSING}）"):
        year.close(2)
    year.close(2, "住建局逾期未报，按沿用上月数据定稿")


def march(year: Year) -> None:
    """The export and the department disagree on one item, the hall's ledger on another."""
    store = year.store
    opened(store, 3)
    nothing_changed(store, 3, POLICE, HOUSING, LAND, "城关镇")
    every = [
        (unit, number)
        for unit in NUMBERS
        for number in (range(11) if unit == POLICE else NUMBERS[unit])
    ]
    naming = "实施编码,事项名称,实施主体\n"
    bring(
        store,
        "2025年3月省平台导出清单.csv",
        naming + "".join(f"{code(u, n)},第{n}号事项,{u}\n" for u, n in every if n != 5),
        3,
    )
    bring(
        store,
        "2025年3月大厅进驻台账.csv",
        naming + "".join(f"{code(u, n)},第{n}号事项,{u}\n" for u, n in every if n != 6),
        3,
    )
    year.close(3)


def april(year: Year) -> None:
    """An upload is taken back and brought back."""
    store = year.store
    opened(store, 4)
    nothing_changed(store, 4, HOUSING, LAND, "城关镇")
    version = bring(store, "2025年4月公安局.csv", HEADER + items(POLICE, range(12)), 4)
    before = published(store, 4)
    undone = store.undoing.undo(
        [version], Act("李四", by(4)["when"]), expected_version=store.version()
    )
    assert (
        published(store, 4) != before
        and Board(store).values.own(by_key("online_rate"), month(4)).denominator == 221
    )
    store.undoing.undo([undone], Act("李四", by(4)["when"]), expected_version=store.version())
    assert published(store, 4) == before
    year.close(4)


def may(year: Year) -> None:
    """Housing is merged into land, and all its 200 codes change."""
    store = year.store
    store.setting_writes.save_roster(
        store.settings.roster().merged(HOUSING, LAND, month(5)),
        Act("李四", by(5)["when"]),
        expected_version=store.version(),
    )
    opened(store, 5)
    bring(
        store,
        "2025年5月自然资源局.csv",
        HEADER + items(LAND, [*NUMBERS[LAND], *NUMBERS[HOUSING]]),
        5,
    )
    nothing_changed(store, 5, POLICE, "城关镇")
    year.close(5)


def june(year: Year) -> None:
    """One village is merged into another."""
    store = year.store
    opened(store, 6)
    bring(
        store,
        "2025年6月村居名录.csv",
        "乡镇（街道）,村（社区）,并入村（社区）\n城关镇,东村,\n城关镇,西村,东村\n城关镇,南村,\n",
        6,
    )
    nothing_changed(store, 6, POLICE, LAND, "城关镇")
    year.close(6)


def july(year: Year) -> None:
    """Other rules."""
    store = year.store
    opened(store, 7)
    rules = Rules(types_in_scope=("行政许可",))
    store.setting_writes.change_rules(
        RuleVersion("市2025年下半年口径", "市营商办〔2025〕8号", month(7), rules),
        Act("李四", by(7)["when"]),
        expected_version=store.version(),
    )
    nothing_changed(store, 7, POLICE, LAND, "城关镇")
    year.close(7)


def august(year: Year) -> None:
    """The bulletin is one item off."""
    store = year.store
    opened(store, 8)
    nothing_changed(store, 8, POLICE, LAND, "城关镇")
    bring(
        store,
        "2025年8月通报.csv",
        (
            "县（市、区）,网上可办事项数,事项总数,网上可办率,全市排名\n云溪县,218,220,99.09%,"
            "1\n东屏县,99,100,99.00%,2\n"
        ),
        8,
    )
    year.close(8)


def september_to_december(year: Year) -> None:
    """Changes alone; in October a correction of March, long closed."""
    store = year.store
    for number in (9, 10, 11, 12):
        opened(store, number)
        bring(
            store,
            f"2025年{number}月变化.csv",
            HEADER + item(POLICE, 20 + number),
            number,
            is_changes=True,
        )
        nothing_changed(store, number, LAND, "城关镇")
        year.close(number)
        if number == 10:
            with pytest.raises(MonthClosed):
                bring(
                    store,
                    "2025年3月公安局更正.csv",
                    HEADER + items(POLICE, range(11), online=False),
                    10,
                )
            bring(
                store,
                "2025年3月公安局更正.csv",
                HEADER + items(POLICE, range(11), online=False),
                10,
                correction="公安局漏报",
            )


MONTHS = (
    january,
    february,
    march,
    april,
    may,
    june,
    july,
    august,
    september_to_december,
)


@pytest.fixture(
    scope="module",
    params=[NOTED, pytest.param(range(1, 13), marks=pytest.mark.full)],
    ids=["four", "all"],
)
def year(request, tmp_path_factory) -> Year:
    """All twelve months."""
    store = open_store(tmp_path_factory.mktemp("year") / "county.duckdb")
    found = Year(store, request.param)
    for step in MONTHS:
        step(found)
    return found


def test_what_was_published_on_the_day_stays(year):
    editions = {
        (edition.month.month, edition.edition): edition for edition in year.store.months.editions()
    }
    assert sorted(editions) == sorted([*((number, 1) for number in range(1, 13)), (3, 2)])
    for number, (figures, version) in year.on_the_day.items():
        assert editions[number, 1].version == version
        edition = 1 if number in (1, 3) else None
        assert published(year.store, number, edition) == figures, month_text(month(number))
    assert published(year.store, 1) == published(year.store, 1, 1)
    board = Board(year.store)
    assert [board.workflow.edition_text(month(number)) for number in (1, 3)] == [
        "已定稿第1版",
        "已定稿第2版",
    ]


def test_the_figures_are_those_reckoned_by_hand(year):
    board, online = Board(year.store), by_key("online_rate")
    own = {
        number: (value.numerator, value.denominator)
        for number in range(1, 13)
        if (value := board.values.own(online, month(number)))
    }
    # 220 items and two offline; one more of the police in February and in April; July counts 400
    # and 401 no more; September to December one more each
    assert own == {
        1: (218, 220),
        2: (219, 221),
        3: (208, 221),
        4: (220, 222),
        5: (220, 222),
        6: (220, 222),
        7: (219, 220),
        8: (219, 220),
        9: (220, 221),
        10: (221, 222),
        11: (222, 223),
        12: (223, 224),
    }
    january, august = board.cards.standing(online, month(1)), board.cards.standing(online, month(8))
    assert (january.difference_items, august.difference_items, august.headline.numerator) == (
        1,
        1,
        218,
    )
    coverage = {
        number: (value.numerator, value.denominator)
        for number in (5, 6)
        if (value := board.values.own(by_key("station_coverage_rate"), month(number)))
    }
    assert coverage == {5: (2, 3), 6: (1, 2)}
    assert board.rules.breaks(online, month(12)) == [(month(7), "市2025年下半年口径")]


def test_what_the_lists_say_of_the_year(year):
    board = Board(year.store)
    disagree = {
        row.row.name for row in board.lists.rows(list_by_key("claims_that_disagree"), month(3))[0]
    }
    assert disagree == {"第5号事项", "第6号事项"}
    may, gone = board.lists.rows(list_by_key("not_online"), month(5))
    assert {(row.row.name, row.row.unit, row.months) for row in may} == {
        ("第105号事项", LAND, 5),
        ("第400号事项", LAND, 5),
    } and not gone
    assert not [row for row in may if row.state == NEW]
    april = collecting.drafts(year.store, month(4))
    assert [draft.name for draft in april] == [
        "定稿",
        "撤销",
        "撤销",
        "第1稿",
        "零报告或退回",
        "零报告或退回",
        "零报告或退回",
        "开月",
    ]
