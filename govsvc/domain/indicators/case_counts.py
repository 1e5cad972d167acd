"""The numbers of cases (办件) of an item that a sheet may give, with their headers."""

from collections.abc import Mapping

from govsvc.domain.indicators.model import CaseCount

HALL_ACCEPTED, UNIT_ACCEPTED, TOTAL_ACCEPTED = "hall_accepted", "unit_accepted", "total_accepted"
ONLINE_ACCEPTED, ONE_WINDOW_ACCEPTED = "online_accepted", "one_window_accepted"
HALL_DECIDED, DECIDED_ELSEWHERE, TOTAL_DECIDED = (
    "hall_decided",
    "decided_elsewhere",
    "total_decided",
)
DECIDED_IN_TIME, DECIDED_LATE = "decided_in_time", "decided_late"
CERTIFICATES_ISSUED, E_CERTIFICATES_ISSUED, E_CERTIFICATES_USED = (
    "certificates_issued",
    "e_certificates_issued",
    "e_certificates_used",
)
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
        HALL_DECIDED,
        "大厅办结",
        "大厅办结件数",
        ("大厅办结量", "窗口办结件数", "中心办结件数", "窗口办结量", "大厅办结数"),
    ),
    CaseCount(
        DECIDED_ELSEWHERE,
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
    CaseCount(
        ONLINE_ACCEPTED,
        "网上受理",
        "网上受理件数",
        (
            "网上受理量",
            "网上受理数",
            "网上办件量",
            "网上申办件数",
            "网上申请件数",
            "网上申报件数",
            "网办件",
            "网办件数",
            "网办件量",
            "线上受理件数",
            "线上申请件数",
        ),
        is_measured=True,
    ),
    CaseCount(
        ONE_WINDOW_ACCEPTED,
        "综窗受理",
        "综窗受理件数",
        ("综窗受理量", "综窗受理数", "一窗受理件数", "一窗受理量", "一窗受理数"),
        is_measured=True,
    ),
    CaseCount(
        TOTAL_DECIDED,
        "办结总量",
        "办结总量",
        ("办结件数", "办结量", "办结数", "办结总数", "总办结量", "总办结件数", "办结总件数"),
        is_measured=True,
    ),
    CaseCount(
        DECIDED_IN_TIME,
        "按时办结",
        "按时办结件数",
        ("按时办结量", "按时办结数", "按期办结件数", "按期办结量", "按期办结数"),
        is_measured=True,
    ),
    CaseCount(
        DECIDED_LATE,
        "超期办结",
        "超期办结件数",
        ("超期办结量", "超期办结数", "逾期办结件数", "逾期办结量", "逾期办结数", "超时办结件数"),
        is_measured=True,
    ),
    CaseCount(
        CERTIFICATES_ISSUED,
        "证照签发",
        "证照签发数",
        ("签发证照数", "证照制发数", "证照核发数", "证照发放数", "发证数", "发证数量", "制证数"),
        is_measured=True,
    ),
    CaseCount(
        E_CERTIFICATES_ISSUED,
        "电子证照签发",
        "电子证照签发数",
        (
            "同步签发电子证照数",
            "电子证照同步签发数",
            "签发电子证照数",
            "电子证照制发数",
            "电子证照生成数",
            "电子证照制证数",
        ),
        is_measured=True,
    ),
    CaseCount(
        E_CERTIFICATES_USED,
        "用证办件",
        "用证办件数",
        (
            "用证件数",
            "电子证照用证数",
            "电子证照用证件数",
            "电子证照应用办件数",
            "使用电子证照办件数",
            "电子证照使用件数",
        ),
        is_measured=True,
    ),
)
#: a count that is a part of another in the same row
PARTS_OF = {
    ONLINE_ACCEPTED: TOTAL_ACCEPTED,
    ONE_WINDOW_ACCEPTED: TOTAL_ACCEPTED,
    DECIDED_IN_TIME: TOTAL_DECIDED,
    DECIDED_LATE: TOTAL_DECIDED,
    E_CERTIFICATES_ISSUED: CERTIFICATES_ISSUED,
    E_CERTIFICATES_USED: TOTAL_ACCEPTED,
}


def completed(counts: Mapping[str, int]) -> dict[str, int]:
    """With what follows from the others: 办结总量 is 大厅办结 and 大厅外办结 together, 按时办结 is
    what of it was not late. Nothing is taken to be 0.
    """
    known = dict(counts)
    if TOTAL_DECIDED not in known and {HALL_DECIDED, DECIDED_ELSEWHERE} <= known.keys():
        known[TOTAL_DECIDED] = known[HALL_DECIDED] + known[DECIDED_ELSEWHERE]
    if {DECIDED_LATE, TOTAL_DECIDED} <= known.keys() and known[DECIDED_LATE] <= known[
        TOTAL_DECIDED
    ]:
        known.setdefault(DECIDED_IN_TIME, known[TOTAL_DECIDED] - known[DECIDED_LATE])
    return known


def count_name(key: str) -> str:
    """大厅受理 … of that key. Raises KeyError where there is none."""
    return _NAMES[key]


_NAMES = {one.key: one.short for one in CASE_COUNTS}
