"""得分, 丢分 and 综合 of the home county against numbers worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest
from support import WHEN, mentions

from govsvc.board import Board, score_words, tables
from govsvc.domain.indicators import BULLETIN
from govsvc.domain.rows import Reported
from govsvc.store import Batch

AUGUST, SEPTEMBER, OCTOBER = date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)
HOME = "云溪县"


def reported(month, county, indicator, score, full=None, rank=None, group=None) -> Reported:
    number = {"printed": Decimal("99")} if indicator != "overall" else {}
    return Reported(
        month,
        county,
        indicator,
        score=None if score is None else Decimal(score),
        full_score=None if full is None else Decimal(full),
        printed_rank=rank,
        group=group,
        **number,
    )


@pytest.fixture
def board(empty_store):
    def made(*rows: Reported) -> Board:
        for month in sorted({row.month for row in rows}):
            empty_store.imports.commit(
                [
                    Batch(
                        BULLETIN,
                        month,
                        [("b.csv", f"{month}")],
                        reported=[row for row in rows if row.month == month],
                    )
                ],
                expected_version=empty_store.version(),
                who="测试",
                when=WHEN,
                home=HOME,
            )
        return Board(empty_store)

    return made


FULL = [
    reported(SEPTEMBER, HOME, "online_rate", "18.50", "20"),
    reported(SEPTEMBER, "东屏县", "online_rate", "20", "20"),
    reported(SEPTEMBER, HOME, "hall_entry_rate", "13.2", "15"),
    reported(SEPTEMBER, "东屏县", "hall_entry_rate", "12", "15"),
    reported(SEPTEMBER, HOME, "full_online_rate", "10", "10"),
    reported(SEPTEMBER, "东屏县", "full_online_rate", None, "10"),
    reported(SEPTEMBER, HOME, "overall", "41.70", rank=2),
    reported(SEPTEMBER, "东屏县", "overall", "42", rank=1),
    reported(SEPTEMBER, "北岭县", "overall", None),
]


def test_points_lost_by_indicator_and_in_all(board):
    scores = board(*FULL).scores.latest(OCTOBER)
    assert [(s.indicator.key, s.lost, s.best, s.behind) for s in scores.indicators] == [
        ("hall_entry_rate", Decimal("1.8"), "东屏县", Decimal(0)),
        ("online_rate", Decimal("1.50"), "东屏县", Decimal("1.50")),
        ("full_online_rate", Decimal(0), "", None),
    ]
    assert (scores.lost_in_indicators, scores.lost_overall, scores.month) == (
        Decimal("3.30"),
        None,
        SEPTEMBER,
    )
    title = score_words.title(scores)
    assert mentions(title, "综合得分41.70", "综合排名第2", "3项指标共丢3.30分", "2026年9月")
    assert mentions(title, "丢分最多的是进驻率（丢1.8分）")
    (note,) = score_words.notes(scores)
    assert mentions(note, "北岭县", "不参与综合排名")
    sheet = tables.scores_sheet(scores, HOME, [])
    assert sheet.rows[0] == ["进驻率", "13.2", "15", "1.8", "本县最高"] and sheet.total == [
        "综合",
        "41.70",
        "—",
        "—",
        None,
    ]
    assert [(row.county, row.place) for row in scores.overall] == [
        ("东屏县", 1),
        (HOME, 2),
        ("北岭县", None),
    ]
    assert [score_words.behind(s) for s in scores.indicators] == [
        "本县最高",
        "东屏县，少1.50分",
        "—",
    ]
    word, lost = tables.lost_points(scores)
    assert word == "丢分" and lost["label"].tolist() == ["1.8", "1.50", "0"]


def test_a_full_overall_score_says_what_is_lost_in_all(board):
    rows = [*FULL[:-3], reported(SEPTEMBER, HOME, "overall", "91.7", "100", rank=2)]
    scores = board(*rows).scores.latest(SEPTEMBER)
    assert (
        scores.lost_overall == Decimal("8.3")
        and score_words.overall(scores) == "综合得分91.7，综合排名第2，丢分8.3"
    )
    assert tables.scores_sheet(scores, HOME, []).total == ["综合", "91.7", "100", "8.3", None]


def test_indicators_that_lose_as_much_are_all_named(board):
    rows = [
        reported(SEPTEMBER, HOME, "online_rate", "18", "20"),
        reported(SEPTEMBER, HOME, "hall_entry_rate", "13", "15"),
    ]
    worst = score_words.worst(board(*rows).scores.latest(SEPTEMBER))
    assert mentions(worst, "丢分最多", "网上可办率（丢2分）", "进驻率（丢2分）")


def test_where_no_point_is_lost_nothing_loses_most(board):
    scores = board(
        reported(SEPTEMBER, HOME, "online_rate", "20", "20"),
        reported(SEPTEMBER, HOME, "overall", "100", "100", rank=1),
    ).scores.latest(SEPTEMBER)
    title = score_words.title(scores)
    assert scores.worst is None and "丢分最多" not in title
    assert mentions(title, "综合得分100", "综合排名第1", "丢分0", "2026年9月通报")


def test_a_score_above_the_full_one_loses_nothing_and_is_said(board):
    scores = board(
        reported(SEPTEMBER, HOME, "online_rate", "20.5", "20"),
        reported(SEPTEMBER, HOME, "hall_entry_rate", "14", "15"),
    ).scores.latest(SEPTEMBER)
    assert [(s.indicator.key, s.lost) for s in scores.indicators] == [
        ("hall_entry_rate", 1),
        ("online_rate", 0),
    ]
    (note,) = score_words.notes(scores)
    assert mentions(note, "网上可办率", "得分20.5大于分值20", "丢分按0计")


def test_an_indicator_without_the_home_score_is_said_and_the_loss_not_summed(board):
    scores = board(
        reported(SEPTEMBER, HOME, "online_rate", "18", "20"),
        reported(SEPTEMBER, HOME, "hall_entry_rate", None, "15"),
        reported(SEPTEMBER, "东屏县", "hall_entry_rate", "12", "15"),
    ).scores.latest(SEPTEMBER)
    (note,) = score_words.notes(scores)
    assert scores.lost_in_indicators is None and mentions(note, "没有", "进驻率的得分")


def test_where_one_full_score_is_not_printed_all_are_compared_with_the_best(board):
    """20 − 17 = 3 is lost in the one; of the other nobody knows, so the worst is by what is lacking
    to the best county.
    """
    rows = [
        reported(SEPTEMBER, HOME, "online_rate", "17", "20"),
        reported(SEPTEMBER, "东屏县", "online_rate", "17.5", "20"),
        reported(SEPTEMBER, HOME, "hall_entry_rate", "10"),
        reported(SEPTEMBER, "东屏县", "hall_entry_rate", "12"),
    ]
    scores = board(*rows).scores.latest(SEPTEMBER)
    assert mentions(score_words.worst(scores), "最高分", "进驻率（比东屏县少2分）")
    assert tables.lost_points(scores)[1].values.tolist() == [
        ["进驻率", 2, "2"],
        ["网上可办率", Decimal("0.5"), "0.5"],
    ]


def test_without_full_scores_the_best_county_is_what_is_compared_with(board):
    rows = [
        reported(SEPTEMBER, HOME, "online_rate", "18.5"),
        reported(SEPTEMBER, "东屏县", "online_rate", "20"),
        reported(SEPTEMBER, "北岭县", "online_rate", "19"),
        reported(SEPTEMBER, HOME, "hall_entry_rate", "13"),
        reported(SEPTEMBER, "东屏县", "hall_entry_rate", "12"),
    ]
    scores = board(*rows).scores.latest(SEPTEMBER)
    assert scores.lost_in_indicators is None
    assert mentions(score_words.worst(scores), "最高分", "网上可办率（比东屏县少1.5分）")
    assert "没有综合得分" in score_words.overall(scores)
    (note,) = score_words.notes(scores)
    assert mentions(note, "网上可办率、进驻率", "不算丢分", "与最高分")
    assert tables.lost_points(scores)[0] == "比最高分少"


def test_the_best_is_the_best_of_the_group(board):
    rows = [
        reported(SEPTEMBER, HOME, "online_rate", "18", group="县市组"),
        reported(SEPTEMBER, "东屏县", "online_rate", "18.4", group="县市组"),
        reported(SEPTEMBER, "白塔区", "online_rate", "20", group="城区组"),
    ]
    (score,) = board(*rows).scores.latest(SEPTEMBER).indicators
    assert (score.best, score.behind) == ("东屏县", Decimal("0.4"))


def test_places_are_printed_ones_and_move_against_the_bulletin_before(board):
    rows = [
        reported(AUGUST, HOME, "overall", "90", rank=4),
        reported(AUGUST, "东屏县", "overall", "95", rank=1),
        reported(SEPTEMBER, HOME, "overall", "91", rank=2),
        reported(SEPTEMBER, "东屏县", "overall", "91", rank=2),
        reported(SEPTEMBER, "北岭县", "overall", "93", rank=3),
    ]
    scores = board(*rows).scores.latest(SEPTEMBER)
    title = score_words.title(scores)
    assert mentions(title, "综合得分91", "综合排名并列第2", "上升2位", "2026年9月通报")
    assert "北岭县通报第3、计算第1" in score_words.notes(scores)[0]
    sheet = tables.overall_sheet(scores, HOME, [])
    assert sheet.columns == [
        "名次",
        "县（市、区）",
        "综合得分",
        "比最高分少",
        "名次变化",
        "按得分名次",
    ]
    assert sheet.rows == [
        ["并列2", HOME, "91", "2", "↑ 2", "并列2"],
        ["并列2", "东屏县", "91", "2", "↓ 1", "并列2"],
        ["3", "北岭县", "93", "0", "—", "1"],
    ]


def test_overall_is_compared_within_the_group(board):
    rows = [
        reported(SEPTEMBER, HOME, "overall", "90", rank=2, group="县市组"),
        reported(SEPTEMBER, "东屏县", "overall", "92", rank=1, group="县市组"),
        reported(SEPTEMBER, "白塔区", "overall", "99", rank=1, group="城区组"),
        reported(SEPTEMBER, "龙口区", "overall", "98", rank=2, group="城区组"),
    ]
    sheet = tables.overall_sheet(board(*rows).scores.latest(SEPTEMBER), HOME, [])
    assert sheet.columns == ["名次", "县（市、区）", "分组", "综合得分", "比最高分少", "名次变化"]
    assert {row[1]: (row[0], row[4]) for row in sheet.rows} == {
        HOME: ("县市组第2", "2"),
        "东屏县": ("县市组第1", "0"),
        "白塔区": ("城区组第1", "0"),
        "龙口区": ("城区组第2", "1"),
    }


def test_the_history_of_the_overall_place(board):
    found = board(
        *(
            reported(month, county, "overall", score, rank=rank)
            for month, county, score, rank in (
                (AUGUST, HOME, "90", 4),
                (AUGUST, "东屏县", "95", 1),
                (SEPTEMBER, HOME, "91", None),
                (SEPTEMBER, "东屏县", "90", None),
            )
        )
    ).scores.overall_history(OCTOBER)
    assert found.values.tolist() == [
        [AUGUST, "东屏县", 1, False, None],
        [AUGUST, HOME, 4, False, None],
        [SEPTEMBER, HOME, 1, False, None],
        [SEPTEMBER, "东屏县", 2, False, None],
    ]


def test_a_month_without_a_bulletin_is_a_gap_in_the_history(board):
    found = board(
        *(
            reported(month, county, "overall", score)
            for month in (date(2026, 6, 1), SEPTEMBER)
            for county, score in ((HOME, "90"), ("东屏县", "95"))
        )
    )
    assert found.scores.overall_history(OCTOBER).values.tolist() == [
        [date(2026, 6, 1), "东屏县", 1, False, None],
        [date(2026, 6, 1), HOME, 2, False, None],
        [date(2026, 7, 1), HOME, None, False, None],
        [AUGUST, HOME, None, False, None],
        [SEPTEMBER, "东屏县", 1, False, None],
        [SEPTEMBER, HOME, 2, False, None],
    ]


def test_a_bulletin_without_scores_has_none(board):
    found = board(Reported(SEPTEMBER, HOME, "online_rate", printed=Decimal("99"), printed_rank=1))
    assert found.scores.latest(OCTOBER) is None and found.scores.overall_history(OCTOBER).empty
