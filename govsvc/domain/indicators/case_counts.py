"""The numbers of cases (办件) of an item that a sheet may give, with their headers."""

from govsvc.domain.indicators.model import CaseCount

HALL_ACCEPTED, UNIT_ACCEPTED, TOTAL_ACCEPTED = "hall_accepted", "unit_accepted", "total_accepted"
CASE_COUNTS: tuple[CaseCount, ...] = (
    CaseCount(
        HALL_ACCEPTED,
        "大厅受理",
        "大厅受理件数",
        (
            "大厅办件量",
            "窗口受理量",
            "中心受理件数",
            "大厅受理量",
            "大厅受理数",
            "窗口受理件数",
            "中心受理量",
            "大厅收件数",
            "政务大厅受理件数",
            "大厅办件数",
            "窗口办件量",
        ),
    ),
    CaseCount(
        UNIT_ACCEPTED,
        "部门受理",
        "部门受理件数",
        (
            "部门办件量",
            "单位自行受理",
            "部门受理量",
            "部门自行受理件数",
            "单位自行受理件数",
            "单位受理件数",
            "部门办件数",
            "部门受理数",
            "单位受理量",
        ),
    ),
    CaseCount(
        TOTAL_ACCEPTED,
        "办件总量",
        "办件总量",
        (
            "总办件量",
            "办件总数",
            "受理总量",
            "受理总件数",
            "总受理件数",
            "办件量合计",
            "办件量",
            "总受理量",
            "总办件数",
        ),
    ),
    CaseCount(
        "hall_decided",
        "大厅办结",
        "大厅办结件数",
        ("大厅办结量", "窗口办结件数", "中心办结件数", "窗口办结量", "大厅办结数"),
    ),
    CaseCount(
        "decided_elsewhere",
        "大厅外办结",
        "大厅外办结件数",
        ("大厅外办结量", "厅外办结件数", "大厅外办结数", "回单位办结件数"),
    ),
    CaseCount(
        "outside_system",
        "系统外办件",
        "系统外办件数",
        (
            "未进统一系统",
            "未进统一系统件数",
            "系统外办件量",
            "未进系统件数",
            "未纳入统一系统件数",
            "体外办件数",
            "未通过统一系统办件数",
            "统一系统外办件数",
        ),
    ),
)
