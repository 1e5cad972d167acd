"""A month put together: which value is the headline, against what it moved, ranked and missed;
expected by hand.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from support import WHEN, mentions

from govsvc.board import Board, insights, sentences, tables
from govsvc.domain.indicators import BULLETIN, ITEMS, LISTS, TARGETS, by_key
from govsvc.domain.rows import Entries, Entry, Reported, Target
from govsvc.store import Batch

AUGUST, SEPTEMBER, OCTOBER = (date(2026, month, 1) for month in (8, 9, 10))
ONLINE, HALL = by_key("online_rate"), by_key("hall_entry_rate")
HOME = "云溪县"


def items(month: date, total: int, online: int, unit: str = "公安局", name_only: int = 0) -> Batch:
    return Batch(
        ITEMS,
        month,
        [("a.xlsx", f"{month}")],
        entries=[
            Entry(
                ITEMS,
                month,
                unit,
                f"{unit}{n}",
                f"事项{n}",
                {"implementation_code": f"{unit}{n}"},
                {
                    "is_online": n < online,
                    "is_in_hall": True,
                    "is_entered_in_name_only": n < name_only,
                },
            )
            for n in range(total)
        ],
    )


def bulletin(
    month: date, values: dict[str, tuple | str | None], indicator: str = "online_rate", **more
) -> Batch:
    rows = []
    for county, value in values.items():
        counts = (
            {"numerator": value[0], "denominator": value[1]}
            if isinstance(value, tuple)
            else {"printed": value and Decimal(value)}
        )
        rows.append(Reported(month, county, indicator, **counts, **more))
    return Batch(BULLETIN, month, [("b.csv", f"{month}")], reported=rows)


def board(store, *batches: Batch) -> Board:
    store.imports.commit(
        batches, expected_version=store.version(), who="测试", when=WHEN, home=HOME
    )
    return Board(store)


def test_without_a_bulletin_the_own_count_is_the_headline_and_says_so(empty_store):
    standing = board(empty_store, items(OCTOBER, 200, 199)).cards.standing(ONLINE, OCTOBER)
    assert (standing.headline.source_name, standing.headline.published) == (
        "本县测算",
        Decimal("99.50"),
    )
    assert standing.ranked is None and standing.target is None and not standing.differs


def test_a_bulletin_is_the_headline_and_the_own_count_stands_beside_it(empty_store):
    standing = board(
        empty_store,
        items(OCTOBER, 200, 199),
        bulletin(OCTOBER, {HOME: (198, 200), "东屏县": (199, 200)}),
    ).cards.standing(ONLINE, OCTOBER)
    assert (standing.headline.source_name, standing.headline.published, standing.own.published) == (
        "市通报",
        Decimal("99.00"),
        Decimal("99.50"),
    )
    assert standing.differs and standing.difference_items == 1 and standing.ranked.rank.place == 2


@pytest.mark.parametrize(
    ("printed", "difference"), [("99.50", 0), ("99.00", 1), ("100.00", -1), ("99.49", None)]
)
def test_the_difference_to_a_printed_percent_in_items(empty_store, printed, difference):
    standing = board(
        empty_store, items(OCTOBER, 200, 199), bulletin(OCTOBER, {HOME: printed, "东屏县": "98"})
    ).cards.standing(ONLINE, OCTOBER)
    assert standing.difference_items == difference


def test_a_change_is_within_one_book(empty_store):
    found = board(
        empty_store,
        items(SEPTEMBER, 200, 198),
        items(OCTOBER, 200, 199),
        bulletin(SEPTEMBER, {HOME: "98.00", "东屏县": "98.50"}),
    )
    standing = found.cards.standing(ONLINE, OCTOBER)
    assert standing.headline.source == "own" and standing.change_pp == Decimal(
        "0.50"
    )  # 99.50 less 99.00, not less 98.00
    assert [value for _, value in standing.series] == [Decimal("99.00"), Decimal("99.50")]
    assert found.cards.standing(ONLINE, SEPTEMBER).change_pp is None


def test_a_rank_is_shown_with_the_bulletin_it_comes_from(empty_store):
    found = board(
        empty_store,
        items(OCTOBER, 200, 199),
        bulletin(AUGUST, {HOME: "98.00", "东屏县": "98.50", "南浦区": "97.00"}),
        bulletin(SEPTEMBER, {HOME: "99.00", "东屏县": "98.50", "南浦区": "97.00"}),
    )
    standing = found.cards.standing(ONLINE, OCTOBER)
    assert (standing.ranked.month, standing.ranked.rank.place, standing.place_change) == (
        SEPTEMBER,
        1,
        1,
    )
    assert found.rankings.latest(ONLINE, OCTOBER).bulletin_month == SEPTEMBER
    assert any(
        "2026年10月尚无通报" in note
        for note in sentences.ranking_notes(found, found.rankings.latest(ONLINE, OCTOBER), OCTOBER)
    )


def test_an_unreported_home_county_falls_back_on_its_own_count(empty_store):
    found = board(
        empty_store,
        items(OCTOBER, 200, 199),
        bulletin(OCTOBER, {HOME: None, "东屏县": "98.50", "南浦区": "97.00"}),
    )
    assert found.cards.standing(ONLINE, OCTOBER).headline.source == "own"
    ranking = found.rankings.latest(ONLINE, OCTOBER)
    assert (
        [row.county for row in ranking.rows] == ["东屏县", "南浦区", HOME]
        and ranking.home.rank is None
        and ranking.overtakes == ()
    )


def test_the_target_of_the_node_in_force(empty_store):
    values = [
        Target(2026, "online_rate", Decimal(98), until=3),
        Target(2026, "online_rate", Decimal(99), until=9),
        Target(2026, "online_rate", Decimal(100)),
        Target(2025, "online_rate", Decimal(50)),
    ]
    found = board(
        empty_store,
        items(SEPTEMBER, 200, 197),
        items(OCTOBER, 200, 199),
        Batch(TARGETS, None, [("t", "0")], targets=values),
    )
    assert (
        found.cards.standing(ONLINE, SEPTEMBER).target.value,
        found.cards.standing(ONLINE, SEPTEMBER).items_missing,
    ) == (Decimal(99), 1)
    assert (
        found.cards.standing(ONLINE, OCTOBER).target.value,
        found.cards.standing(ONLINE, OCTOBER).items_missing,
    ) == (Decimal(100), 1)


def test_a_target_place_is_compared_with_the_rank(empty_store):
    found = board(
        empty_store,
        bulletin(OCTOBER, {HOME: "99", "东屏县": "98", "南浦区": "100"}),
        Batch(TARGETS, None, [("t", "0")], targets=[Target(2026, "online_rate", place=2)]),
    )
    assert found.cards.standing(ONLINE, OCTOBER).target_reached is True
    assert tables.gap_label(found.cards.standing(ONLINE, OCTOBER)) == "✓ 已达标"


def test_a_published_value_that_reaches_the_target_while_an_item_is_missing_is_said(empty_store):
    found = board(
        empty_store,
        items(OCTOBER, 3150, 3148),
        Batch(TARGETS, None, [("t", "0")], targets=[Target(2026, "online_rate", Decimal("99.94"))]),
    )
    standing = found.cards.standing(ONLINE, OCTOBER)
    assert (
        standing.target_reached is False and standing.items_missing == 1
    )  # 0.9994 × 3150 = 3148.11
    assert standing.rounding_note == "公布值已到99.94%，按实数仍差1项"


def test_what_a_perfect_rate_hides_is_said(empty_store):
    found = board(empty_store, items(OCTOBER, 200, 200, name_only=3))
    standing = found.cards.standing(HALL, OCTOBER)
    assert (standing.headline.published, standing.twin.published, standing.twin_gap_pp) == (
        Decimal("100.00"),
        Decimal("98.50"),
        Decimal("1.50"),
    )
    assert any(
        mentions(finding.text, "本县测算100.00%", "核减后98.50%", "相差1.50", "明进暗不进3项")
        for finding in insights.findings(found, OCTOBER, found.cards.standings(OCTOBER))
    )


def test_the_own_count_is_not_called_the_bulletins(empty_store):
    found = board(
        empty_store,
        items(OCTOBER, 200, 200, name_only=3),
        bulletin(OCTOBER, {HOME: "99.00", "东屏县": "98.00"}, "hall_entry_rate"),
    )
    assert any(
        mentions(finding.text, "本县测算100.00%", "核减后98.50%", "相差1.50", "明进暗不进3项")
        for finding in insights.findings(found, OCTOBER, found.cards.standings(OCTOBER))
    )


def test_items_with_both_marks_are_said_to_be_deducted_once(empty_store):
    batch = items(OCTOBER, 10, 10, name_only=3)
    first, *others = batch.entries
    both = replace(first, flags=first.flags | {"is_handled_off_site": True})
    found = board(empty_store, replace(batch, entries=Entries.of([both, *others])))
    assert any(
        mentions(f.text, "明进暗不进3项", "体外循环1项", "1项兼有，只减一次")
        for f in insights.findings(found, OCTOBER, found.cards.standings(OCTOBER))
    )


def test_a_month_with_far_fewer_rows_is_said(empty_store):
    found = board(empty_store, items(SEPTEMBER, 100, 90), items(OCTOBER, 90, 85))
    assert (
        found.values.shrunk(OCTOBER) == {ITEMS: (90, 100)} and found.values.shrunk(SEPTEMBER) == {}
    )
    assert any(
        mentions(text, "政务服务事项", "只有90行", "上月100行")
        for text, _, _ in sentences.freshness(found, OCTOBER)
    )


def test_overtaking(empty_store):
    found = board(
        empty_store,
        bulletin(
            OCTOBER,
            {HOME: (190, 200), "东屏县": (96, 100), "南浦区": (200, 200), "北岭县": (189, 200)},
        ),
    )
    ranking = found.rankings.latest(ONLINE, OCTOBER)
    steps = {o.county: (o.items, o.place, o.is_tied, str(o.gap_pp)) for o in ranking.overtakes}
    assert steps == {
        "东屏县": (3, 2, False, "1.00"),
        "南浦区": (None, None, False, "5.00"),
    }  # 193/200 = 96.50 passes 96.00
    assert ranking.before_overtaken == (
        "北岭县",
        1,
    )  # 189/200 ties 94.50; one more and it passes us
    assert sentences.overtake(ranking.overtakes[0], ranking) == "再解决3项可升至第2"
    assert sentences.overtake(ranking.overtakes[1], ranking) == "对方已达100%，最多并列"


def test_ranks_are_within_groups(empty_store):
    rows = [
        Reported(OCTOBER, county, "online_rate", printed=Decimal(value), group=group)
        for county, value, group in (
            (HOME, "98", "县市组"),
            ("北岭县", "97", "县市组"),
            ("东屏区", "99", "城区组"),
            ("南浦区", "99.5", "城区组"),
        )
    ]
    found = board(empty_store, Batch(BULLETIN, OCTOBER, [("b", "0")], reported=rows))
    assert {county: rank.place for county, rank in found.values.ranks(ONLINE, OCTOBER).items()} == {
        HOME: 1,
        "北岭县": 2,
        "东屏区": 2,
        "南浦区": 1,
    }
    assert found.rankings.latest(ONLINE, OCTOBER).overtakes == ()


def test_printed_ranks_that_differ_are_said(empty_store):
    rows = [
        Reported(OCTOBER, county, "online_rate", printed=Decimal(value), printed_rank=rank)
        for county, value, rank in ((HOME, "98", 1), ("北岭县", "99", 2))
    ]
    found = board(empty_store, Batch(BULLETIN, OCTOBER, [("b", "0")], reported=rows))
    assert "云溪县通报第1、计算第2" in "".join(
        sentences.ranking_notes(found, found.rankings.latest(ONLINE, OCTOBER), OCTOBER)
    )


def test_the_overall_score_and_rank_of_the_latest_bulletin_are_said(empty_store):
    rows = [
        Reported(SEPTEMBER, county, "overall", score=Decimal(score), printed_rank=rank)
        for county, score, rank in ((HOME, "95.20", 3), ("东屏县", "97.00", 1))
    ]
    found = board(
        empty_store, items(OCTOBER, 10, 9), Batch(BULLETIN, SEPTEMBER, [("b", "0")], reported=rows)
    )
    assert sentences.freshness(found, OCTOBER)[0][0] == "综合得分95.20（9月通报）"
    assert mentions(
        sentences.headline_sentence(found.cards.standings(OCTOBER), found.scores.latest(OCTOBER)),
        "2项指标",
        "未设目标",
        "综合排名第3（9月通报）",
    )
    assert found.scores.latest(AUGUST) is None


def test_the_split_by_department_adds_up(empty_store):
    found = board(empty_store, items(OCTOBER, 10, 7, "甲局"), items(OCTOBER, 10, 9, "乙局"))
    assert found.lists.missing_split(ONLINE, OCTOBER).values.tolist() == [
        ["甲局", 3, 0.75],
        ["乙局", 1, 1.0],
    ]


def test_the_months_of_a_list(empty_store):
    found = board(empty_store, items(SEPTEMBER, 10, 7), items(OCTOBER, 10, 8))
    not_online = next(x for x in LISTS if x.key == "not_online")
    assert (
        found.lists.count(not_online, OCTOBER),
        found.lists.change(not_online, OCTOBER),
        found.lists.change(not_online, SEPTEMBER),
    ) == (2, -1, None)
    rows, gone = found.lists.rows(not_online, OCTOBER)
    assert [p.months for p in rows] == [2, 2] and [p.state for p in gone] == ["solved"]
    assert (
        found.lists.count(next(x for x in LISTS if x.key == "stations_not_renamed"), OCTOBER)
        is None
    )


def test_sentences_on_nothing(empty_store):
    found = Board(empty_store)
    assert found.months() == [] and found.values.counties() == [] and found.home_name() == "本县"
    standings = found.cards.standings(OCTOBER)
    assert (
        sentences.headline_sentence(standings) == "本月还没有指标数据"
        and sentences.gap(standings) == "还没有设目标值"
    )
    assert (
        found.rankings.latest(ONLINE, OCTOBER) is None
        and insights.findings(found, OCTOBER, standings) == []
    )


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (2, "目标进入前2：现为第3，未达到；再解决1项可进入。"),
        (3, "目标进入前3：现为第3，已达到。"),
        (1, "目标进入前1：现为第3，未达到；再解决3项可进入。"),
    ],
)
def test_a_target_that_is_a_place_is_said_with_what_it_takes(empty_store, place, said):
    rows = [
        Reported(OCTOBER, county, "online_rate", met, 100)
        for county, met in ((HOME, 97), ("东屏县", 100), ("北岭县", 98))
    ]
    found = board(empty_store, Batch(BULLETIN, OCTOBER, [("b", "0")], reported=rows))
    ranking = found.rankings.latest(ONLINE, OCTOBER)
    assert sentences.place_target(Target(2026, "online_rate", place=place), ranking) == said
    assert sentences.place_target(Target(2026, "online_rate", value=Decimal("99")), ranking) == ""


def test_a_place_is_of_the_group_and_told_as_far_as_it_is_known(empty_store):
    rows = [
        Reported(OCTOBER, county, "online_rate", printed=Decimal(value), group=group)
        for county, value, group in (
            (HOME, "97", "县市组"),
            ("东屏县", "98", "县市组"),
            ("北岭县", "96", "县市组"),
            ("白塔区", "99", "城区组"),
            ("龙口区", "99.5", "城区组"),
        )
    ]
    found = board(empty_store, Batch(BULLETIN, OCTOBER, [("b", "0")], reported=rows))
    ranking = found.rankings.latest(ONLINE, OCTOBER)
    assert mentions(sentences.ranking(ranking), "网上可办率", "县市组第2", "2026年10月通报")
    target = sentences.place_target(Target(2026, "online_rate", place=1), ranking)
    assert mentions(target, "进入前1", "县市组第2", "未达到", "没有分母")


def test_an_own_count_that_is_ahead_of_the_bulletin_is_sent_to_be_reconciled(empty_store):
    rows = [
        Reported(OCTOBER, county, "online_rate", printed=Decimal(value))
        for county, value in ((HOME, "97"), ("东屏县", "98"))
    ]
    found = board(
        empty_store, items(OCTOBER, 100, 99), Batch(BULLETIN, OCTOBER, [("b", "0")], reported=rows)
    )
    said = sentences.place_target(
        Target(2026, "online_rate", place=1), found.rankings.latest(ONLINE, OCTOBER)
    )
    assert mentions(said, "进入前1", "现为第2", "未达到", "按本县测算已可进入")


def test_months_without_a_bulletin_are_gaps_between_the_ranks(empty_store):
    found = board(
        empty_store,
        bulletin(date(2026, 7, 1), {HOME: "98", "东屏县": "99"}),
        bulletin(OCTOBER, {HOME: "99", "东屏县": "99"}),
    )
    assert found.rankings.history(ONLINE, OCTOBER).values.tolist() == [
        [date(2026, 7, 1), HOME, 2, False, None],
        [date(2026, 7, 1), "东屏县", 1, False, None],
        [AUGUST, HOME, None, False, None],
        [SEPTEMBER, HOME, None, False, None],
        [OCTOBER, HOME, 1, True, None],
        [OCTOBER, "东屏县", 1, True, None],
    ]
