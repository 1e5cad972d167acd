"""事项状态 of a ledger: is the item in use (在用) this month?"""

import re

from govsvc.sheets.cells.answers.reading import ASK, BLANK, Reading, fold, is_blank, trimmed
from govsvc.sheets.cells.answers.words import DATE, DOUBT

IN_USE, NOT_IN_USE = "in_use", "not_in_use"
_GONE = (
    r"取消|暂停|停用|停办|停止|注销|废止|作废|下架|失效|撤销|终止|冻结|关闭|删除|清理|剔除|"
    r"划转|划出|划归|移交|移出|收回|上收|下放|下沉|并入|整合|合并[到至入]|"
    r"不再(?:实施|保留|办理|列入)"
)
_NOT_YET = (
    r"(?:待|未|尚未|暂未|拟)(?:正式)?(?:启用|上线|实施|开展|使用|生效|承接)|(?:非|不|未)在用|不用"
)
#: the item is still in use, or is not any more: nobody can tell from the word
_TO_COME = re.compile(
    rf"(?:拟|待|将|计划|申请|建议|准备|正在|预计|部分|未|不|曾)[^,;、]{{0,3}}(?:{_GONE})|"
    rf"(?:{_GONE})[(]?(?:待.*|(?:审核|审批|申请|报批)中?[)]?|中)$"
)
_CHANGED = r"(?:编码|名称|要素|依据|内容|信息)?(?:变更|更新|修订)|新增|新增加?事项|承接|恢复|保留"
_USED = re.compile(
    rf"(?:{DATE})?(?:已经?|正常|正在|现|现行|当前|继续|重新|恢复)?"
    rf"(?:在用|使用|启用|运行|实施|办理|开展|有效|正常|现行|执行|发布|上线|上架|在办|在线|"
    rf"无办件|{_CHANGED})(?:中|状态|事项|使用|办理|运行|实施)?|是|√|✓|有效版本|现行有效"
)
#: a section's or a table's name: 取消（调整）事项, 暂停办理, 拟取消（待批）
_NAMES = r"(?:的|办理|行政审批|政务服务|行政许可|审批|事项|项目|部分|类|清单|目录)*"
_GONE_OR_TO_COME = (
    rf"(?:拟|待|将|计划|申请|建议|准备|即将)?(?:已经?|本[月期次]|{DATE})?(?:{_GONE})"
    rf"(?:[和与及、(]*(?:{_GONE}|调整)[)]?)*"
)
_SECTION = re.compile(rf"{_GONE_OR_TO_COME}{_NAMES}(?:[(][^()]*[)])?{_NAMES}")
#: a title ends in these words; what stands in front names the county, a department, a month
_TITLE = re.compile(
    rf"(?<![未不含无非]){_GONE_OR_TO_COME}(?:的|行政审批|政务服务|行政许可|审批|类)*(?:事项|项目)"
    r"(?:的|清单|目录|名单|台账|情况|汇总|统计|明细|一览|表|通知|决定|公告)*$"
)
_REMARKS = re.compile(r"\((?P<remark>[^()]*)\)")
_DRAFT = re.compile("征求意见|待批|待审|草案|送审|讨论|建议|初稿")
_WITH_OTHERS = re.compile("(?:新增|增加|调整|变更|承接|保留|在用)[、和与及]*$")


def read_section(title: str) -> Reading:
    """`not_in_use`, `ask` or `blank` of the items below a heading; most say nothing of it."""
    text = trimmed(fold(title))
    if not _SECTION.fullmatch(text):
        return Reading(BLANK, "与是否在用无关")
    if _TO_COME.search(text):
        return Reading(ASK, f"“{text}”不确定")
    return Reading(NOT_IN_USE, f"“{text}”：不再使用")


def read_title(title: str) -> Reading:
    """The same of a table's title: 清源县取消事项清单; most say nothing of it."""
    text = trimmed(fold(title))
    main = _REMARKS.sub("", text)
    named = _TITLE.search(main)
    if not named:
        return Reading(BLANK, "与是否在用无关")
    is_draft = any(_DRAFT.search(remark) for remark in _REMARKS.findall(text))
    is_open = is_draft or _WITH_OTHERS.search(main[: named.start()])
    if is_open or _TO_COME.search(named[0]):
        return Reading(ASK, f"“{text}”不确定")
    return Reading(NOT_IN_USE, f"“{text}”：不再使用")


def read_usage(cell: str) -> Reading:
    """`in_use`, `not_in_use`, `blank` or `ask` of one 事项状态."""
    text = trimmed(fold(cell))
    if is_blank(text):
        return Reading(BLANK, "没有填写")
    if re.fullmatch(_NOT_YET, text):
        return Reading(NOT_IN_USE, f"“{text}”：没有启用")
    if _TO_COME.search(text) or re.search(DOUBT, text):
        return Reading(ASK, f"“{text}”不确定")
    if _USED.fullmatch(text):
        return Reading(IN_USE, f"“{text}”")
    if re.search(_GONE, text):
        return Reading(NOT_IN_USE, f"“{text}”：不再使用")
    return Reading(ASK, f"看不出“{text}”是不是在用")
