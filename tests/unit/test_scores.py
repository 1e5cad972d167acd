"""得分, 丢分 and 综合 of the home county against numbers worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest
from support import WHEN

from govsvc.board import Board, score_words, tables
from govsvc.indicators import BULLETIN
from govsvc.rows import Reported
from govsvc.store import Batch

AUGUST, SEPTEMBER, OCTOBER = date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)
HOME = "云溪县"


def reported(month, county, indicator, score, full=None, rank=None, group=None) -> Reported:
    number = {"printed": Decimal("99")} if indicator != "overall" else {}
    return Reported(month, county, indicator, score=None if score is None else Decimal(score), full_score=None if full is None else Decimal(full),
                    printed_rank=rank, group=group, **number)


@pytest.fixture
def board(empty_store):
    def made(*rows: Reported) -> Board:
        for month in sorted({row.month for row in rows}):
            empty_store.commit([Batch(BULLETIN, month, [("b.csv", f"{month}")], reported=[row for row in rows if row.month == month])],
                               expected_version=empty_store.version(), who="测试", when=WHEN, home=HOME)
        return Board(empty_store)

    return made


FULL = [reported(SEPTEMBER, HOME, "online_rate", "18.50", "20"), reported(SEPTEMBER, "东屏县", "online_rate", "20", "20"),
        reported(SEPTEMBER, HOME, "hall_entry_rate", "13.2", "15"), reported(SEPTEMBER, "东屏县", "hall_entry_rate", "12", "15"),
        reported(SEPTEMBER, HOME, "full_online_rate", "10", "10"), reported(SEPTEMBER, "东屏县", "full_online_rate", None, "10"),
        reported(SEPTEMBER, HOME, "overall", "41.70", rank=2), reported(SEPTEMBER, "东屏县", "overall", "42", rank=1), reported(SEPTEMBER, "北岭县", "overall", None)]


def test_points_lost_by_indicator_and_in_all(board):
    scores = board(*FULL).scores(OCTOBER)
    assert [(s.indicator.key, s.lost, s.best, s.behind) for s in scores.indicators] == [
        ("hall_entry_rate", Decimal("1.8"), "东屏县", Decimal(0)), ("online_rate", Decimal("1.50"), "东屏县", Decimal("1.50")),
        ("full_online_rate", Decimal(0), "", None)]
    assert scores.lost == Decimal("3.30") and scores.month == SEPTEMBER
    assert score_words.title(scores) == "综合得分41.70，综合排名第2，丢分3.30（2026年9月通报）；丢分最多的是进驻率（丢1.8分）"
    assert [(row.county, row.place) for row in scores.overall] == [("东屏县", 1), (HOME, 2), ("北岭县", None)]
    assert [score_words.behind(s) for s in scores.indicators] == ["本县最高", "东屏县，少1.50分", "—"]
    word, lost = tables.lost_points(scores)
    assert word == "丢分" and lost["label"].tolist() == ["1.8", "1.50", "0"]


def test_a_full_overall_score_says_what_is_lost_in_all(board):
    rows = [*FULL[:-3], reported(SEPTEMBER, HOME, "overall", "91.7", "100", rank=2)]
    assert board(*rows).scores(SEPTEMBER).lost == Decimal("8.3")


def test_without_full_scores_the_best_county_is_what_is_compared_with(board):
    rows = [reported(SEPTEMBER, HOME, "online_rate", "18.5"), reported(SEPTEMBER, "东屏县", "online_rate", "20"), reported(SEPTEMBER, "北岭县", "online_rate", "19"),
            reported(SEPTEMBER, HOME, "hall_entry_rate", "13"), reported(SEPTEMBER, "东屏县", "hall_entry_rate", "12")]
    scores = board(*rows).scores(SEPTEMBER)
    assert scores.lost is None and score_words.worst(scores) == "与最高分相差最多的是网上可办率（比东屏县少1.5分）"
    assert score_words.overall(scores) == "有得分，没有综合得分和综合排名"
    assert score_words.notes(scores) == ["通报没有印分值的指标不算丢分，只与最高分比较。"]
    assert tables.lost_points(scores)[0] == "比最高分少"


def test_the_best_is_the_best_of_the_group(board):
    rows = [reported(SEPTEMBER, HOME, "online_rate", "18", group="县市组"), reported(SEPTEMBER, "东屏县", "online_rate", "18.4", group="县市组"),
            reported(SEPTEMBER, "白塔区", "online_rate", "20", group="城区组")]
    score, = board(*rows).scores(SEPTEMBER).indicators
    assert (score.best, score.behind) == ("东屏县", Decimal("0.4"))


def test_places_are_printed_ones_and_move_against_the_bulletin_before(board):
    rows = [reported(AUGUST, HOME, "overall", "90", rank=4), reported(AUGUST, "东屏县", "overall", "95", rank=1),
            reported(SEPTEMBER, HOME, "overall", "91", rank=2), reported(SEPTEMBER, "东屏县", "overall", "91", rank=2), reported(SEPTEMBER, "北岭县", "overall", "93", rank=3)]
    scores = board(*rows).scores(SEPTEMBER)
    assert score_words.title(scores) == "综合得分91，综合排名并列第2，较上期上升2位（2026年9月通报）"
    assert score_words.notes(scores)[0] == "通报的综合排名与按综合得分计算的不一致：北岭县通报第3、计算第1。"
    sheet = tables.overall_sheet(scores, HOME, [])
    assert sheet.columns == ["名次", "县（市、区）", "综合得分", "比最高分少", "名次变化", "通报名次"]
    assert sheet.rows[0] == ["并列2", HOME, "91", "2", "↑ 2", 2]


def test_the_history_of_the_overall_place(board):
    found = board(*(reported(month, county, "overall", score, rank=rank) for month, county, score, rank in (
        (AUGUST, HOME, "90", 4), (AUGUST, "东屏县", "95", 1), (SEPTEMBER, HOME, "91", None), (SEPTEMBER, "东屏县", "90", None)))).overall_history(OCTOBER)
    assert found.values.tolist() == [[AUGUST, "东屏县", 1, False], [AUGUST, HOME, 4, False], [SEPTEMBER, HOME, 1, False], [SEPTEMBER, "东屏县", 2, False]]


def test_a_bulletin_without_scores_has_none(board):
    found = board(Reported(SEPTEMBER, HOME, "online_rate", printed=Decimal("99"), printed_rank=1))
    assert found.scores(OCTOBER) is None and found.overall_history(OCTOBER).empty
