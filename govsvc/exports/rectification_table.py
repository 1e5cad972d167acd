"""The 整改台账 as a table, with the columns that such ledgers have in offices and that
`sheets/records/ledger.py` reads again.
"""

from collections.abc import Sequence

from govsvc.domain.rectification import (
    APPLIED,
    PASSED,
    RETURNED,
    SIGNED,
    STATES,
    TRANSFERRED,
    Event,
    Standing,
    State,
)
from govsvc.exports.export import Sheet, to_book

COLUMNS = (
    "问题编号",
    "责任单位",
    "涉及事项／站点",
    "问题描述",
    "状态",
    "时限情况",
    "整改时限",
    "延至",
    "交办日期",
    "签收日期",
    "申请销号日期",
    "复核人",
    "复核结果",
    "销号日期",
    "进展情况",
    "数据核对",
    "配合单位",
    "责任人",
    "包抓（分管）领导",
    "整改措施",
    "整改目标",
    "问题来源",
    "来源文号／会议",
    "反馈周期",
    "佐证材料",
    "退回次数",
    "延期次数",
    "反弹次数",
    "备注",
)


def cells(
    one: Standing, events: Sequence[Event], light: str, proof: str, files: Sequence[str] = ()
) -> list[str | int | None]:
    """One row, in the order of `COLUMNS`. `light`, `proof`: in words; `files`: names of the
    evidence.
    """
    entry = one.entry
    return [
        entry.number if not entry.code else entry.code,
        one.unit,
        entry.matter,
        entry.problem,
        STATES[one.state],
        light,
        *_days(one, events),
        one.last_text or None,
        proof or None,
        entry.partners or None,
        entry.person or None,
        entry.lead or None,
        entry.measure or None,
        entry.goal or None,
        entry.source or None,
        entry.document or None,
        entry.cycle or None,
        "、".join(filter(None, (entry.evidence, *dict.fromkeys(files)))) or None,
        one.returns,
        one.extensions,
        one.rebounds,
        entry.note or None,
    ]


def _days(one: Standing, events: Sequence[Event]) -> list[str | None]:
    """From 整改时限 to 销号日期."""
    first, last = one.entry.first_deadline, {event.step.kind: event for event in events}
    passed = last.get(PASSED) if one.closed_on else None
    # of the unit that has it now: one that it is transferred to signs anew
    signed, moved = last.get(SIGNED), last.get(TRANSFERRED)
    if signed and moved and events.index(moved) > events.index(signed):
        signed = None
    applied = last.get(APPLIED) if one.applied_on else None
    return [
        f"{first}" if first else STATES[State.ONGOING],
        f"{one.deadline}" if one.deadline and one.deadline != first else None,
        f"{one.entry.assigned_on}",
        f"{signed.day}" if signed else None,
        f"{applied.day}" if applied else None,
        (passed.who or None) if passed else None,
        _review(passed or last.get(RETURNED)),
        f"{passed.day}" if passed else None,
    ]


def _review(event: Event | None) -> str | None:
    """复核通过：已核实, 退回：照片不清; None where nothing was reviewed."""
    if event is None:
        return None
    return f"{event.name}：{event.step.text}" if event.step.text else event.name


def sheet(
    rows: Sequence[Sequence[str | int | None]], *, home: str, facts: Sequence[tuple[str, str]]
) -> Sheet:
    """The ledger to download."""
    return Sheet(f"{home}整改台账", list(COLUMNS), [list(row) for row in rows], list(facts))


#: column of the template → how it is filled in
_TEMPLATE = {
    "问题编号": "可不填；填数字的照用，已被占用的另编",
    "涉及事项／站点": "与“问题描述”至少填一项",
    "问题描述": "与“涉及事项／站点”至少填一项",
    "问题来源": "如 督查、暗访、市通报、12345、会议议定",
    "来源文号／会议": "文号，或会议名称",
    "责任单位": "必填；几个单位用、隔开，第一个是责任单位，其余是配合单位",
    "配合单位": "几个用、隔开",
    "责任人": "",
    "包抓（分管）领导": "",
    "整改措施": "",
    "整改目标": "",
    "整改时限": "必填；日期，如 2026-12-31；12月底、2026年12月按最后一天；"
    "也可填 15个工作日、立行立改、长期坚持",
    "延至": "延期后的日期",
    "交办日期": "必填；日期，如 2026-11-05",
    "签收日期": "日期",
    "反馈周期": "一次性、每周或每月",
    "进展情况": "最近一次的情况",
    "状态": "待签收、整改中、申请销号、已销号、退回、反弹、长期坚持或作废",
    "申请销号日期": "日期",
    "复核人": "",
    "复核结果": "",
    "销号日期": "已销号的必填；日期",
    "佐证材料": "材料的名称",
    "退回次数": "数字",
    "延期次数": "数字",
    "备注": "",
}


def template() -> bytes:
    """空白整改台账模板 as .xlsx, with a sheet that says how to fill it in."""
    how = [[column, text or "有就填"] for column, text in _TEMPLATE.items()]
    facts = [("说明", "列序可变，可以加别的列；颜色不读取，状态以文字为准；严禁填写涉密信息")]
    return to_book(
        [
            Sheet("整改台账", list(_TEMPLATE), [], [], tab="整改台账"),
            Sheet("填写说明", ["列", "怎样填"], how, facts, tab="填写说明"),
        ]
    )
