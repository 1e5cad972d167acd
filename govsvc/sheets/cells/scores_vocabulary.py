"""Which header of a score sheet of windows means which field, and what tells such a sheet."""

SCORE, WINDOW, WORKER, BASE, DEDUCTED = "score", "window", "worker", "base", "deducted"
SCORE_FIELDS: dict[str, tuple[str, ...]] = {
    "unit": (
        *("单位", "单位名称", "部门", "部门名称", "窗口单位", "进驻单位", "所属单位", "所属部门"),
        *("责任单位", "进驻部门"),
    ),
    WINDOW: ("窗口名称", "窗口", "窗口号", "窗口编号", "服务窗口"),
    WORKER: ("工号", "人员工号", "工作人员工号", "窗口人员工号", "人员编号"),
    BASE: ("基础分", "标准分", "满分", "基本分"),
    DEDUCTED: ("扣分合计", "合计扣分", "扣分", "扣分小计", "共扣分", "本月扣分"),
    "reason": ("扣分原因", "扣分情况", "扣分说明", "扣分事由"),
    SCORE: (
        *("得分", "总得分", "最后得分", "最终得分", "考核得分", "月考核得分", "考评得分", "实得分"),
        *("月度得分", "考核分数", "总分", "综合得分", "评分"),
    ),
    "rank": ("名次", "排名", "位次"),
    "award": (
        *("红旗窗口", "是否红旗窗口", "评定等次", "考核等次", "考评等次", "等次", "评定结果"),
        *("评选结果", "荣誉", "服务标兵", "流动红旗", "评定"),
    ),
}
_OF_SCORING = frozenset({BASE, DEDUCTED, "reason", "award"})


def is_sheet(fields: set[str]) -> bool:
    """Whether columns of these fields are enough to be a score sheet of windows."""
    named = WINDOW in fields or "unit" in fields
    return SCORE in fields and named and (WINDOW in fields or bool(fields & _OF_SCORING))
