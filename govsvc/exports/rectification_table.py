"""The 整改台账 as a table, with the columns that such ledgers have in offices."""

from collections.abc import Sequence

from govsvc.domain.rectification import APPLIED, PASSED, SIGNED, STATES, Event, Standing
from govsvc.exports.export import Sheet

COLUMNS = (
    "问题编号",
    "责任单位",
    "涉及事项／站点",
    "问题描述",
    "状态",
    "时限情况",
    "整改时限",
    "交办日期",
    "签收日期",
    "申请销号日期",
    "复核人",
    "销号日期",
    "进展情况",
    "数据核对",
    "责任人",
    "包抓（分管）领导",
    "整改措施",
    "问题来源",
    "来源文号／会议",
    "反馈周期",
    "退回次数",
    "延期次数",
)


def cells(one: Standing, events: Sequence[Event], light: str, proof: str) -> list[str | int | None]:
    """One row, in the order of `COLUMNS`. `light`, `proof`: in words."""
    entry = one.entry
    last = {event.step.kind: event for event in events}
    signed, passed = last.get(SIGNED), last.get(PASSED) if one.closed_on else None
    applied = last.get(APPLIED) if one.applied_on else None
    return [
        entry.number,
        one.unit,
        entry.matter,
        entry.problem,
        STATES[one.state],
        light,
        f"{one.deadline}" if one.deadline else STATES[one.state],
        f"{entry.assigned_on}",
        f"{signed.day}" if signed else None,
        f"{applied.day}" if applied else None,
        passed.who if passed else None,
        f"{passed.day}" if passed else None,
        one.last_text or None,
        proof or None,
        entry.person or None,
        entry.lead or None,
        entry.measure or None,
        entry.source or None,
        entry.document or None,
        entry.cycle or None,
        one.returns,
        one.extensions,
    ]


def sheet(
    rows: Sequence[Sequence[str | int | None]], *, home: str, facts: Sequence[tuple[str, str]]
) -> Sheet:
    """The ledger to download."""
    return Sheet(f"{home}整改台账", list(COLUMNS), [list(row) for row in rows], list(facts))
