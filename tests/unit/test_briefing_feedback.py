"""The slide of 群众评价: who was not content, the sample beside the rate, the weakest first."""

from datetime import date

import pytest
from call_ledgers import month_of_60, week
from rating_exports import UNITS as RATED_UNITS
from rating_exports import rating, text
from support import WHEN
from test_feedback_store import SEPTEMBER, bring

from govsvc.board import Board
from govsvc.board.briefing import feedback, ratings, slides
from govsvc.board.briefing.model import PLAIN, rows_with_room
from govsvc.domain.mappings import Choices
from govsvc.importing import pipeline
from govsvc.workflow.rectification import Ledger

DAY = date(2026, 10, 8)


def slide_of(store, month=SEPTEMBER):
    return feedback.calls(Board(store), month, Ledger(store, DAY))


def test_a_month_of_calls(empty_store) -> None:
    bring(empty_store, month_of_60())
    slide = slide_of(empty_store)
    assert slide and slide.title == "电话回访有效48件，不满意2件"
    assert [(one.value, one.label) for one in slide.facts] == [
        ("95.83%", "总体满意率，46/48，95%置信区间86.02%—98.85%"),
        ("2件", "不满意"),
        ("2条", "意见建议"),
    ]
    bars, table = slide.parts
    assert [one.name for one in bars.bars][:2] == ["一次性告知", "办事效率"]
    assert bars.bars[0].label == "93.62%（44/47）"
    assert [row[0].text for row in table.rows] == ["自然资源局", "住房和城乡建设局"]
    assert {row[2].text for row in table.rows} == {"未交办"}
    assert "1381234" not in repr(slide) and "王大明" not in repr(slide)


def test_a_small_sample_says_so_and_nothing_stands_out(empty_store) -> None:
    bring(empty_store, week("第38周", "9.15", "满意", "满意"))
    slide = slide_of(empty_store)
    assert slide and slide.title == "电话回访有效2件，没有不满意"
    assert "样本不足30" in slide.facts[0].label
    assert {bar.tone for bar in slide.parts[0].bars} == {PLAIN}


def test_a_month_without_calls_has_no_slide(empty_store) -> None:
    assert slide_of(empty_store) is None


def rated(store, rows) -> None:
    answers = Choices(units=dict.fromkeys(RATED_UNITS, ""))
    planned = pipeline.plan(store, [("好差评.csv", text(rows))], home="云溪县", choices=answers)
    pipeline.commit(store, planned, who="甲", when=WHEN)


def test_a_month_of_ratings(empty_store) -> None:
    said = {"满意度": "不满意", "文字评价": "打13812345678没人接"}
    bad = [rating(0, 测评指标编码="209,211", **said), rating(3, 测评指标编码="209", **said)]
    rated(empty_store, [*bad, *(rating(number) for number in range(4, 44))])
    slide = ratings.ratings(Board(empty_store), date(2026, 10, 1), Ledger(empty_store, DAY))
    assert slide and slide.title == "好差评主动评价42条，差评2条，市场监督管理局最多（2条）"
    assert [(one.value, one.label) for one in slide.facts] == [
        ("95.24%", "好评率，40/42"),
        ("2条", "差评"),
    ]
    bars, table = slide.parts
    assert [one.label for one in bars.bars] == ["2次", "1次"]
    assert [row[2].text for row in table.rows] == ["未交办"] * 2
    assert "138****5678" in table.rows[0][1].text and "王大明" not in repr(slide)
    assert ratings.ratings(Board(empty_store), SEPTEMBER, None) is None


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            "没有说清要补哪些材料，跑了两趟",
            "没有说清要补哪些材料，跑了两趟",
        ),
        (f"态度不好。{'又' * 60}", "态度不好。（其余见群众评价）"),
        ("又" * 60, "（文字较长，见群众评价）"),
    ],
)
def test_nothing_that_was_said_is_cut(empty_store, said, shown) -> None:
    bad = {"满意度": "不满意", "文字评价": said}
    rated(empty_store, [rating(0, **bad), *(rating(number) for number in range(1, 5))])
    slide = ratings.ratings(Board(empty_store), date(2026, 10, 1), None)
    assert slide and slide.parts[-1].rows[0][1].text == shown


def test_long_texts_leave_room_for_fewer_rows() -> None:
    assert rows_with_room(["短"] * 9, width=12, most=5, lines=7) == 5
    assert rows_with_room(["长" * 30] * 9, width=12, most=5, lines=7) == 2
    assert rows_with_room(["长" * 300], width=12, most=5, lines=7) == 1


def test_calls_and_ratings_share_a_slide_where_there_is_no_room(demonstration_store) -> None:
    board = Board(demonstration_store)
    month, ledger = board.months()[0], Ledger(demonstration_store, date(2026, 11, 20))
    found = slides(board, month, show_effective=True, show_leaders=True, ledger=ledger)
    assert len(found) == 10
    (shared,) = [one for one in found if one.page == "feedback.py"]
    assert "电话回访有效209件" in shared.title and "好差评主动评价3,241条" in shared.title
    assert [one.label.partition("，")[0] for one in shared.facts] == [
        "总体满意率",
        "不满意",
        "好评率",
        "差评",
    ]
