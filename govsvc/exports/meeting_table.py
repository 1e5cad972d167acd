"""What a meeting decided as a table, with the columns that 督查 offices keep of it."""

from collections.abc import Sequence
from datetime import date

from govsvc.domain.rectification import Light, Meeting, Standing, State
from govsvc.exports.export import Sheet

COLUMNS = (
    "序号",
    "督办事项",
    "责任单位",
    "亮灯",
    "状态",
    "完成时限",
    "有关要求",
    "牵头领导",
    "落实情况",
    "落实时间",
)


def cells(number: int, one: Standing, light: Light, words: str) -> list[str | int | None]:
    """One row, in the order of `COLUMNS`. `words`: how it stands with its deadline."""
    entry, is_settled = one.entry, one.state == State.CLOSED
    return [
        number,
        entry.matter,
        one.unit,
        str(light) or None,
        "已落实" if is_settled else words,
        f"{one.deadline}" if one.deadline else "长期坚持",
        entry.problem or None,
        entry.lead or None,
        one.last_text or None,
        _day(one.closed_on),
    ]


def sheet(
    rows: Sequence[Sequence[str | int | None]], meeting: Meeting, *, home: str, day: date
) -> Sheet:
    """The table to read and to download."""
    return Sheet(
        f"{home}{meeting.name}议定事项落实情况",
        list(COLUMNS),
        [list(row) for row in rows],
        [
            ("召开时间", f"{meeting.held_on}"),
            ("文号", meeting.document or "未填"),
            ("截至", f"{day}"),
        ],
    )


def _day(day: date | None) -> str | None:
    return f"{day}" if day else None
