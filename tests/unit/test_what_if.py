"""提升测算 by hand: new value, target and rank by recounting; the pace towards a target."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from support import WHEN, mentions

from govsvc.assessment.problems import NEW, Problem
from govsvc.board import Board, sentences, tables, what_if
from govsvc.domain.indicators import BULLETIN, ITEMS, TARGETS, by_key, list_by_key
from govsvc.domain.rows import Entries, Entry, ListRow, Reported, Target
from govsvc.exports import problem_tables
from govsvc.store import Batch

ONLINE = by_key("online_rate")
HOME = "云溪县"
MONTHS = [date(2026, month, 1) for month in (7, 8, 9, 10)]
OCTOBER = MONTHS[-1]


def items(month: date, total: int, offline: int) -> Batch:
    return Batch(
        ITEMS,
        month,
        [("a.xlsx", f"{month}")],
        Entries.of(
            Entry(
                ITEMS,
                month,
                "公安局",
                f"A{n}",
                f"事项{n}",
                {"item_code": f"A{n}"},
                {"is_online": n >= offline},
            )
            for n in range(total)
        ),
    )


def bulletin(month: date, **values) -> Batch:
    return Batch(
        BULLETIN,
        month,
        [("b.csv", f"{month}")],
        reported=[
            Reported(month, county, "online_rate", *value)
            if isinstance(value, tuple)
            else Reported(month, county, "online_rate", printed=Decimal(value))
            for county, value in values.items()
        ],
    )


def board(store, *batches: Batch, target: Target | None = None) -> Board:
    targets = [Batch(TARGETS, None, [("t.csv", "t")], targets=[target])] if target else []
    store.imports.commit(
        [*batches, *targets], expected_version=store.version(), who="测试", when=WHEN, home=HOME
    )
    return Board(store)


YEAR = Target(2026, "online_rate", value=Decimal(99))


def test_the_value_target_and_rank_that_would_be(empty_store):
    found = board(
        empty_store,
        items(OCTOBER, 200, 6),
        bulletin(OCTOBER, 云溪县=(194, 200), 东屏县="98.50", 南浦区="97.00", 北岭县="99.50"),
        target=YEAR,
    )
    now, three, all_ = (what_if.what_if(found, ONLINE, OCTOBER, k) for k in (0, 3, 50))
    assert (now.published, now.is_reached, now.still_missing, now.rank.place, now.rank.is_tied) == (
        Decimal("97.00"),
        False,
        4,
        3,
        True,
    )
    assert (
        three.numerator,
        three.published,
        three.rank.place,
        three.rank.is_tied,
        three.passed,
    ) == (197, Decimal("98.50"), 2, True, ("南浦区",))
    assert (all_.solved, all_.published, all_.is_reached, all_.still_missing, all_.rank.place) == (
        6,
        Decimal("100.00"),
        True,
        0,
        1,
    )
    assert set(all_.passed) == {"东屏县", "南浦区", "北岭县"}
    value, target, rank = what_if.sentences(three)
    assert mentions(value, "再解决3项", "197 / 200项", "97.00% → 98.50%", "市通报")
    assert mentions(target, "未达到", "还差1项")
    assert mentions(rank, "2026年10月通报", "并列第3 → 并列第2", "超过南浦区")


@pytest.mark.parametrize("solved", range(14))
def test_the_rank_is_that_of_the_counties_sorted_again(empty_store, solved):
    others = {
        "东屏县": (1190, 1200),
        "南浦区": (95, 100),
        "北岭县": (990, 1000),
        "石桥县": (97, 100),
    }
    found = board(empty_store, bulletin(OCTOBER, 云溪县=(187, 200), **others))
    then = what_if.what_if(found, ONLINE, OCTOBER, solved)
    value = round(Fraction(100 * (187 + min(solved, 13)), 200), 2)
    values = [round(Fraction(100 * n, d), 2) for n, d in others.values()]
    assert then.rank.place == 1 + sum(other > value for other in values) and then.rank.is_tied == (
        value in values
    )
    before = Fraction(9350, 100)
    assert set(then.passed) == {
        county for county, other in zip(others, values) if before <= other < value
    }


def test_without_numbers_nothing_is_computed_and_the_own_count_stands_in(empty_store):
    found = board(empty_store, bulletin(OCTOBER, 云溪县="97.00", 东屏县="98.50"))
    assert what_if.what_if(found, ONLINE, OCTOBER, 1) is None
    found = board(empty_store, items(OCTOBER, 100, 4))
    then = what_if.what_if(found, ONLINE, OCTOBER, 3)
    assert (then.basis.source_name, then.published, then.rank.place, then.is_reached) == (
        "本县测算",
        Decimal("99.00"),
        1,
        None,
    )


def pace(store, *offline: int, months=MONTHS, target: Target = YEAR) -> list[str]:
    found = board(
        store, *(items(month, 200, n) for month, n in zip(months, offline)), target=target
    )
    return what_if.pace(found, found.cards.standing(ONLINE, OCTOBER))


def test_what_is_needed_a_month_and_when_it_is_reached_at_this_pace(empty_store):
    # target 99 % of 200: two may be missing; 12, 9, 7 are missing in August, September and October
    needed, expected = pace(empty_store, 30, 12, 9, 7)
    assert mentions(needed, "2026年12月", "还有2个月", "每月要解决3项")
    assert mentions(expected, "近3个月", "每月缩小2.5项", "约在2026年12月达到")


@pytest.mark.parametrize(
    ("offline", "months", "said"),
    [
        ((7, 8, 9, 9), MONTHS, "近3个月差距没有缩小，不推算达到时间。"),
        ((9, 9, 9, 9), MONTHS, "近3个月差距没有缩小，不推算达到时间。"),
        ((9, 7), MONTHS[-2:], "连续的数据不到3个月，不推算达到时间。"),
        ((20, 9, 7), [MONTHS[0], *MONTHS[-2:]], "连续的数据不到3个月，不推算达到时间。"),
        (
            (12, 11, 11, 10),
            MONTHS,
            "按近3个月的进度（平均每月缩小0.5项），约在2028年2月达到，晚于目标期限2026年12月。",
        ),
    ],
)
def test_no_pace_is_told_of_what_does_not_rise_or_is_too_short(empty_store, offline, months, said):
    assert pace(empty_store, *offline, months=months)[1] == said


def test_a_node_that_has_come_and_a_target_that_is_reached(empty_store):
    assert (
        pace(
            empty_store,
            12,
            9,
            8,
            7,
            target=Target(2026, "online_rate", value=Decimal(99), until=10),
        )[0]
        == "目标期限2026年10月已到，还差5项。"
    )
    assert pace(empty_store, 1, 1, 1, 1) == []


def test_bulletins_of_quarters_have_a_pace_of_their_own(empty_store):
    # target 99 % of 200: 198 wanted; the bulletins of April, July and October lack 14, 9 and 2 of
    # it: two a month
    months = [date(2026, month, 1) for month in (4, 7, 10)]
    found = board(
        empty_store,
        *(
            bulletin(month, 云溪县=(met, 200), 东屏县="98.50")
            for month, met in zip(months, (184, 189, 196))
        ),
        target=YEAR,
    )
    needed, expected = what_if.pace(found, found.cards.standing(ONLINE, OCTOBER))
    assert mentions(needed, "2026年12月", "还有2个月", "每月要解决1项")
    assert mentions(expected, "近3期通报", "每月缩小2项", "约在2026年11月达到")


def test_more_chosen_than_the_bulletin_misses_is_said(empty_store):
    found = board(empty_store, bulletin(OCTOBER, 云溪县=(197, 200), 东屏县="98.50"))
    then = what_if.what_if(found, ONLINE, OCTOBER, 5)
    assert (then.solved, then.published) == (3, Decimal("100.00"))
    assert mentions(what_if.sentences(then)[1], "选了5项", "市通报只有3项", "按3项测算")


@pytest.mark.parametrize(
    ("solved", "said"), [(1, "未达到目标位次（前1）。"), (3, "达到目标位次（前1）。")]
)
def test_a_target_that_is_a_place_is_told_reached_or_not(empty_store, solved, said):
    found = board(
        empty_store,
        bulletin(OCTOBER, 云溪县=(197, 200), 东屏县="99.50"),
        target=Target(2026, "online_rate", place=1),
    )
    assert said in what_if.sentences(what_if.what_if(found, ONLINE, OCTOBER, solved))


def test_a_work_list_has_who_solves_it_and_blank_columns():
    problem = Problem(ListRow(ITEMS, OCTOBER, "公安局", "A1", "事项1", {"item_code": "A1"}), NEW, 1)
    sheet = problem_tables.work_list(
        list_by_key("not_online"),
        OCTOBER,
        [problem],
        {"公安局": "需上级协调"},
        home=HOME,
        edition="数据版本1",
        printed_at="",
    )
    assert list(sheet.columns)[-4:] == ["解决层级", "完成时限", "责任人", "完成情况"] and list(
        sheet.rows[0]
    )[-4:] == ["需上级协调", None, None, None]
    assert problem_tables.by_who([problem, problem], {}) == {"未填管理体制": 2}


def test_who_is_next_behind_and_what_it_needs(empty_store):
    found = board(
        empty_store,
        bulletin(
            OCTOBER,
            云溪县=(194, 200),
            东屏县=(970, 1000),
            南浦区="96.90",
            北岭县=(96, 100),
            石桥县="99.00",
        ),
    )
    ranking = found.rankings.latest(ONLINE, OCTOBER)
    assert [(t.county, t.gap_pp, t.items, t.is_known) for t in ranking.threats] == [
        ("东屏县", Decimal("0.00"), 1, True),
        ("南浦区", Decimal("0.10"), None, False),
        ("北岭县", Decimal("1.00"), 2, True),
    ]
    assert [sentences.threat(t, "项") for t in ranking.threats] == [
        "与本县并列，再解决1项即超过本县",
        "对方未公布分母",
        "再解决2项即超过本县",
    ]
    assert sentences.behind(ranking) == "并列和紧随其后的县（市、区）"
    assert [row[2] for row in tables.threats_sheet(ranking, []).rows] == ["并列", "+0.10", "+1.00"]
    full = board(
        empty_store, bulletin(OCTOBER, 云溪县=(200, 200), 东屏县=(999, 1000), 南浦区=(9, 9))
    ).rankings.latest(ONLINE, OCTOBER)
    # who is level at 100 % is not behind, and can rise no more
    assert [threat.county for threat in full.threats][:1] == ["东屏县"]
    assert "南浦区" not in [threat.county for threat in full.threats]
    assert sentences.threat(full.threats[0], "项") == "全部解决也不会超过本县"
    assert sentences.behind(full) == "紧随其后的县（市、区）"
