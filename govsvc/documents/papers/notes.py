"""What makes the numbers of a paper uncertain: to be checked before it goes out."""

from datetime import date

from govsvc.board import Board
from govsvc.domain.months import month_text


def notes(board: Board, month: date) -> list[str]:
    """A month that is not closed, a bulletin that differs, rows that do not count."""
    found = []
    if not board.workflow.is_closed(month):
        state = board.workflow.edition_text(month)
        found.append(f"{month_text(month)}未定稿：{state}；数字可能变动")
    for one in board.cards.standings(month):
        short, unit = one.indicator.short, one.indicator.unit
        if one.differs:
            items = f"，相差{abs(one.difference_items)}{unit}" if one.difference_items else ""
            found.append(f"{short}市通报与本县测算不一致{items}，请对账")
        if one.left_out:
            found.append(f"{short}有{one.left_out}行因错误未计入")
    return found
