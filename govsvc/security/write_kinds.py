"""Kinds of writes into the database: the right that each needs, and what a refusal calls it."""

from dataclasses import dataclass

from govsvc.security import audit_kinds
from govsvc.security.roles import Right


@dataclass(frozen=True, slots=True)
class WriteKind:
    """A kind of write. `audit_kind`: its kind in the 操作日志; `doing`: its name in a refusal."""

    audit_kind: str
    right: Right
    doing: str


IMPORTING = WriteKind(audit_kinds.IMPORTED, Right.UPLOAD, "导入")
OPENING = WriteKind(audit_kinds.OPENED, Right.UPLOAD_ALL, "开月")
NO_CHANGE = WriteKind(audit_kinds.REPORTED, Right.UPLOAD, "零报告")
RETURNING = WriteKind(audit_kinds.REPORTED, Right.REVIEW, "退回")
HANDING_IN = WriteKind(audit_kinds.REVIEWED, Right.UPLOAD_ALL, "送审")
REOPENING = WriteKind(audit_kinds.REVIEWED, Right.REVIEW, "退回采集")
CLOSING = WriteKind(audit_kinds.CLOSED, Right.REVIEW, "定稿")
SETTING_TARGET = WriteKind(audit_kinds.TARGET, Right.MANAGE, "修改目标值")
SETTING_DAYS = WriteKind(audit_kinds.SETTING, Right.MANAGE, "设取数日")
SETTING_DEADLINE = WriteKind(audit_kinds.SETTING, Right.UPLOAD_ALL, "设报送期限")
SETTING_LIMIT = WriteKind(audit_kinds.SETTING, Right.REVIEW, "设核对界限")
CHANGING_HOME = WriteKind(audit_kinds.SETTING, Right.MANAGE, "修改本县名称")
CHANGING_COUNTIES = WriteKind(audit_kinds.SETTING, Right.MANAGE, "修改全市县（市、区）名单")
CHANGING_ACCESS = WriteKind(audit_kinds.SETTING, Right.MANAGE, "修改查看权限")
JUDGING = WriteKind(audit_kinds.JUDGED, Right.REVIEW, "认定或排除疑似")
ASSIGNING = WriteKind(audit_kinds.RECTIFIED, Right.UPLOAD_ALL, "交办")
MEETING = WriteKind(audit_kinds.RECTIFIED, Right.REVIEW, "录入会议和议定事项")
IMPORTING_LEDGER = WriteKind(audit_kinds.RECTIFIED, Right.UPLOAD_ALL, "导入整改台账")
#: the same of what the bureau has decided already
IMPORTING_DECIDED = WriteKind(
    audit_kinds.RECTIFIED, Right.REVIEW, "导入已销号、退回、长期坚持或作废的事项"
)
#: what a unit does with its own entries
REPLYING = WriteKind(audit_kinds.RECTIFIED, Right.UPLOAD, "签收、反馈和申请销号")
DECIDING = WriteKind(audit_kinds.RECTIFIED, Right.REVIEW, "复核、延期和转办")
SENDING = WriteKind(audit_kinds.RECTIFIED, Right.UPLOAD_ALL, "发交办单、提醒函和督办单")
WRITING_PAPER = WriteKind(audit_kinds.PAPER, Right.UPLOAD_ALL, "修改材料")
APPROVING_PAPER = WriteKind(audit_kinds.PAPER, Right.REVIEW, "审核材料")
SETTING_LETTERHEAD = WriteKind(audit_kinds.SETTING, Right.MANAGE, "修改公文样式")
SETTING_RECTIFICATION = WriteKind(audit_kinds.SETTING, Right.MANAGE, "修改整改设置")
SETTING_MEASURES = WriteKind(audit_kinds.SETTING, Right.MANAGE, "修改群众评价的计算口径")
CHOOSING_INDICATORS = WriteKind(audit_kinds.SETTING, Right.MANAGE, "选择另外显示的指标")
SETTING_REPRESENTATIVES = WriteKind(audit_kinds.SETTING, Right.MANAGE, "设授权书到期提醒天数")
SETTING_POPULATION = WriteKind(audit_kinds.SETTING, Right.UPLOAD_ALL, "填写办件量、涉企办件数")
SETTING_HOLIDAYS = WriteKind(audit_kinds.SETTING, Right.MANAGE, "修改节假日安排")
CHANGING_RULES = WriteKind(audit_kinds.RULES, Right.MANAGE, "修改口径")
CHANGING_ROSTER = WriteKind(audit_kinds.ROSTER, Right.MANAGE, "修改单位名录")
UNDOING = WriteKind(audit_kinds.UNDONE, Right.MANAGE, "撤销")
#: one's own upload of one's own units
UNDOING_OWN = WriteKind(audit_kinds.UNDONE, Right.UPLOAD, "撤销")
CLEARING = WriteKind(audit_kinds.CLEARED, Right.MANAGE, "清空数据")
COPYING = WriteKind(audit_kinds.COPIED, Right.MANAGE, "复制数据")
BACKING_UP = WriteKind(audit_kinds.BACKED_UP, Right.MANAGE, "备份")

# parts of an import that need more than it
IMPORTING_TARGETS = WriteKind(audit_kinds.IMPORTED, Right.MANAGE, "导入目标值")
IMPORTING_ROSTER = WriteKind(audit_kinds.IMPORTED, Right.MANAGE, "导入单位名录")
NAMING_HOME = WriteKind(audit_kinds.IMPORTED, Right.UPLOAD_ALL, "设本县名称")
RENAMING_HOME = WriteKind(audit_kinds.IMPORTED, Right.MANAGE, "设本县名称")
CHANGING_SETTINGS = WriteKind(audit_kinds.IMPORTED, Right.MANAGE, "修改设置")
CORRECTING = WriteKind(audit_kinds.IMPORTED, Right.REVIEW, "存更正版")

#: no write, but it needs a right too
READING_DRAFT = WriteKind(audit_kinds.PAPER, Right.UPLOAD_ALL, "查看材料初稿")
READING_EVIDENCE = WriteKind(audit_kinds.DOWNLOADED, Right.UPLOAD_ALL, "下载这份佐证材料")
DOWNLOADING_ORIGINAL = WriteKind(audit_kinds.DOWNLOADED, Right.UPLOAD_ALL, "下载这个原件")
