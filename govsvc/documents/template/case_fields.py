"""What a template says of each number of cases (办件)."""

#: count → what to write
OF_CASE_COUNTS: dict[str | tuple[str, str], str] = {
    "hall_accepted": (
        "当月在政务大厅受理的件数，整数，没有的填0，不能空着。连续几个月为0而部门有受理的，"
        "列为疑似明进暗不进，由人认定。"
    ),
    "unit_accepted": "当月没有经过大厅、由部门自行受理的件数，整数，没有的填0。",
    "total_accepted": (
        "当月受理的总件数，不小于大厅与部门受理之和。没有部门受理件数的，以总量减大厅受理计。"
    ),
    "hall_decided": "当月在大厅办结的件数。",
    "decided_elsewhere": (
        "当月在大厅以外办结的件数。大厅有受理而大厅外办结多于部门受理的，列为疑似体外循环，"
        "由人认定。"
    ),
    "outside_system": "当月没有进统一系统办理的件数。大于0的列为疑似体外循环，由人认定。",
    "online_accepted": "当月在网上申请并受理的件数，不大于办件总量；与办件总量算网上申办率。",
    "one_window_accepted": "当月由综合窗口受理的件数，不大于办件总量；与办件总量算一窗受理率。",
    "total_decided": "当月办结的总件数。没有的，以大厅办结与大厅外办结之和计。",
    "decided_in_time": "当月在承诺时限内办结的件数。没有的，以办结总量减超期办结计。",
    "certificates_issued": "当月签发的证照数，含纸质的；与电子证照签发数算电子证照同步签发率。",
    "e_certificates_issued": "其中同步签发了电子证照的，不大于证照签发数。",
    "e_certificates_used": "当月用电子证照代替提交纸质材料的件数，不大于办件总量；算用证率。",
    "decided_late": "当月超过承诺时限才办结的件数，不含还没有办结的，没有的填0。",
}
