"""一窗受理—集成服务—审核发证—归档, as departments answer on the roster: four lines of shares."""

from datetime import date

from govsvc.board.board import Board
from govsvc.board.representatives import in_hall
from govsvc.board.three_in_place import PlaceLine, answered, since, with_answers
from govsvc.domain.units import AT_WINDOW

#: field of the roster → name of the line, what departments do
_STEPS = dict(
    zip(
        AT_WINDOW,
        (
            ("一窗受理", "由综合窗口受理"),
            ("集成服务", "受理后并联推送"),
            ("审核发证", "由统一窗口出件"),
            ("归档", "办结后电子归档"),
        ),
    )
)


def lines(board: Board, month: date) -> list[PlaceLine]:
    """The four lines of the month, of the departments with items in the hall; none where no
    department has answered.
    """
    departments = in_hall(board, month)
    shares = [
        answered(board, name, f"{what}的部门 ÷ 有事项进驻大厅的部门", field, departments)
        for field, (name, what) in _STEPS.items()
    ]
    if not any(one.counts[1] for one in shares):
        return []
    day = since(board, month)
    return [with_answers(one.name, one, day) for one in shares]
