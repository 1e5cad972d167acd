"""发布状态 of a platform's export: is the item on the platform now?"""

import re

from govsvc.sheets.cells.answers.reading import ASK, BLANK, Reading, fold, is_blank, trimmed
from govsvc.sheets.cells.answers.words import DOUBT

PUBLISHED = "published"
NOT_PUBLISHED = f"not_{PUBLISHED}"
_PUBLISHED = re.compile(
    r"(?:已|已经|成功|正常|在线|已在线|重新|恢复|已恢复|已重新|全部)?(?:发布|上线|上架|公布|公开)"
    r"(?:成功|完成)?|有效|是|√|已发布[,(]?(?:未同步|有变更|待更新)\)?"
)
_DENIED = (
    r"(?:未|不|尚未|暂不|暂未|非|取消|撤销|终止|停止)(?:予)?"
    r"(?:发布|上线|上架|公布|公开|提交|通过|启用)"
)
_REVERSED = (
    r"下架|下线|停用|停止|作废|删除|注销|取消|撤回|撤销|驳回|退回|冻结|失败|废止|暂停|历史版本|"
    r"失效|归档"
)
_REVERSAL_TO_COME = re.compile(r"(?:待|拟|正在|未|不)(?:下架|下线|退回|撤回)")
_UNDER_WAY = (
    r"(?:已)?(?:待|拟|申请|正在)(?:发布|审核|审批|提交|上线|复核|初审|终审)(?:中)?|"
    r".*(?:审核|审批|编辑|修改|录入|发布|提交|校验|复核)中|草稿|暂存|新建|已?编制|已提交.*|"
    r"已申请发布|.*待.{0,3}审.{0,2}|否|定时发布"
)
#: a change of what is published waits: the version before may still be on the platform
_CHANGE_WAITS = re.compile(
    r"(?:变更|更新|修订|修改|调整)(?:申请)?(?:已)?(?:待|提交|正在)?(?:审.{0,3}|发布)中?"
)
_DOUBT = re.compile(DOUBT.replace("待审批|", ""))


def read_publication(cell: str) -> Reading:
    """`published`, `not_published`, `blank` or `ask` of one state."""
    text = trimmed(fold(cell))
    if is_blank(text):
        return Reading(BLANK, "没有填写")
    if _DOUBT.search(text):
        return Reading(ASK, f"“{text}”不确定")
    if _CHANGE_WAITS.fullmatch(text):
        return Reading(ASK, f"“{text}”：看不出原来的版本是不是还在平台上")
    if _PUBLISHED.fullmatch(text):
        return Reading(PUBLISHED, f"“{text}”")
    if re.search(_DENIED, text) or re.fullmatch(_UNDER_WAY, text):
        return Reading(NOT_PUBLISHED, f"“{text}”：没有发布")
    if re.search(_REVERSED, text) and not _REVERSAL_TO_COME.search(text):
        return Reading(NOT_PUBLISHED, f"“{text}”：现在不在平台上")
    return Reading(ASK, f"看不出“{text}”是不是已发布")
