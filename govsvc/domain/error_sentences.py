"""What the store reports, in words: for each situation its code, a Chinese title and the way out.

The store raises a situation with its facts; `GovsvcError.of` looks the words up here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from govsvc.domain.indicators import ROW_KINDS
from govsvc.domain.months import month_text
from govsvc.domain.paper_sentences import PAPERS
from govsvc.domain.server_sentences import SERVER_WORDS

#: units, rows or keys that one sentence spells out
MOST_NAMES = 4
#: tables without months → what they hold
TABLE_NAMES = {
    "target": "目标值",
    "setting": "设置",
    "unit": "单位名录",
    "rule_version": "口径版本",
    "original": "上传的原件",
    "rectification_entry": "整改事项",
    "rectification_event": "整改进展",
    "meeting": "会议",
    "meeting_matter": "会议议定事项",
    "evidence": "佐证材料",
    "special_day": "节假日安排",
    "rectification_letter": "发出的函件",
    "paper_version": "材料的各稿",
    "letterhead": "公文样式",
    "operation": "操作记录",
}
# lines of the program's own log
MANIFEST_NOT_WRITTEN = "清单未能写入：%s"
CONNECTION_LOST = "数据库连接已失效，重新打开：%s"
NOT_CHECKPOINTED = "数据已写入日志，未能并入数据库文件：%s"


class Wording(NamedTuple):
    """An error in words; `code` names the situation for programs."""

    code: str
    title: str
    step: str


class Backup(NamedTuple):
    """A checked backup that a sentence offers."""

    made_at: datetime
    version: int
    name: str


def worded(situation: str, facts: Mapping[str, Any]) -> Wording:
    """The words for a situation. Raises KeyError where it is unknown or a fact is missing."""
    wording = SITUATIONS[situation]
    if callable(wording):
        return wording(**facts)
    return Wording(wording.code, *(text.format_map(facts) for text in wording[1:]))


def named(names: Sequence[str], measure: str = "个单位") -> str:
    """甲、乙、丙、丁等9个单位: the names, of many only the first ones with their number."""
    if len(names) <= MOST_NAMES:
        return "、".join(names)
    return f"{'、'.join(names[:MOST_NAMES])}等{len(names)}{measure}"


def contents(months: Iterable[date], tables: Iterable[str]) -> list[str]:
    """Parts of a database in words: its months, and its tables that have no months."""
    return [*map(month_text, months), *(TABLE_NAMES[table] for table in tables)]


def _incomplete(
    path: Path,
    expected_version: int,
    present_version: int,
    months: Sequence[date],
    tables: Sequence[str],
    backup: Backup | None,
) -> Wording:
    versions = (
        f"（应为第{expected_version}版，现为第{present_version}版）"
        if expected_version != present_version
        else f"（第{present_version}版）"
    )
    lost = contents(months, tables) or [f"第{present_version + 1}版至第{expected_version}版"]
    return Wording(
        "incomplete",
        f"数据库与上次保存时不一致{versions}，缺少或不同的有：{'、'.join(lost)}。",
        _restore(backup) + _GO_ON,
    )


def _damaged(path: Path, backup: Backup | None) -> Wording:
    return Wording(
        "unreadable",
        f"无法打开数据库文件：{path.name}，文件可能已损坏，或不是本系统的数据库。",
        _restore(backup) + _GO_ON,
    )


def _manifest_damaged(note: Path, backup: Backup | None) -> Wording:
    return Wording(
        "manifest_damaged",
        f"数据库的核对清单{note.name}已损坏，无法确认数据是否完整。",
        _restore(backup) + _GO_ON,
    )


def _missing(path: Path, note: Path, version: int, backup: Backup | None) -> Wording:
    return Wording(
        "missing",
        f"数据库文件{path.name}缺失，上次保存到第{version}版。",
        f"请先找回原来的文件，放回{path.parent}。{_restore(backup)}"
        f"确需重新开始的，移走{note.name}。",
    )


_GO_ON = "确认现有内容可以继续使用的，运行 python -m govsvc restore --as-it-is。"


def _restore(backup: Backup | None) -> str:
    if backup is None:
        return "没有自动恢复任何内容，也没有找到检查过的备份。请先把整个数据文件夹另存一份；"
    return (
        f"没有自动恢复任何内容。最近一份检查过的备份是{backup.made_at:%Y-%m-%d %H:%M}的第"
        f"{backup.version}版：请关闭看板，运行 python -m govsvc restore {backup.name} 恢复；"
    )


def _month_closed(editions: Mapping[date, int]) -> Wording:
    months = "、".join(f"{month_text(month)}（第{editions[month]}版）" for month in editions)
    return Wording(
        "month_closed",
        f"{months}已定稿，数据没有改变。",
        "需要更正的，请写明更正原因，另存为更正版；原来的版本仍可查阅。",
    )


def _built_upon(later: Sequence[int]) -> Wording:
    return Wording(
        "built_upon",
        (
            f"后来还有{len(later)}次操作以它为基础（操作号{'、'.join(map(str, later))}），"
            "不能单独撤销。"
        ),
        "请先撤销后来的，或一并撤销。",
    )


def _only_own(units: Sequence[str]) -> str:
    own = "、".join(units)
    return f"这个账号只能填报{own}。请删去其他内容后再导入，或请管理员导入。数据没有改变。"


def _kind_of_all_units(kind: str, units: Sequence[str]) -> Wording:
    return Wording("not_allowed", f"没有权限：{ROW_KINDS[kind]}涉及全部单位。", _only_own(units))


def _whole_month(units: Sequence[str]) -> Wording:
    return Wording("not_allowed", "没有权限：不能移除文件中没有的单位。", _only_own(units))


def _foreign_rows(foreign: Sequence[str], units: Sequence[str]) -> Wording:
    return Wording("not_allowed", f"没有权限：表中有{named(foreign)}的行。", _only_own(units))


def _rows_without_unit(units: Sequence[str]) -> Wording:
    return Wording("not_allowed", "没有权限：表中有没写部门的行。", _only_own(units))


def _foreign_cases(foreign: Sequence[str], units: Sequence[str]) -> Wording:
    return Wording(
        "not_allowed", f"没有权限：办件量表中有{named(foreign)}的事项。", _only_own(units)
    )


def _shared_choices(units: Sequence[str]) -> Wording:
    return Wording("not_allowed", "没有权限：更改记住的识别办法涉及全部单位。", _only_own(units))


def _foreign_roster(units: Sequence[str]) -> Wording:
    own = "、".join(units)
    return Wording(
        "not_allowed",
        "没有权限：表中有名录里没有的单位写法。",
        f"请把单位名称改成名录里的写法（{own}），或请管理员在单位名录里加别名。数据没有改变。",
    )


def _foreign_codes(foreign: Sequence[str]) -> Wording:
    return Wording(
        "not_allowed",
        f"没有权限：表中有属于{named(foreign)}的编码。",
        "请核对编码。数据没有改变。",
    )


def _foreign_units(foreign: Sequence[str], units: Sequence[str]) -> Wording:
    return Wording(
        "not_allowed",
        f"没有权限：{named(foreign)}。",
        f"这个账号只能填报{'、'.join(units)}。数据没有改变。",
    )


#: situation → its words, with {facts} in their places, or what makes them of its facts
SITUATIONS: dict[str, Wording | Callable[..., Wording]] = {
    # the file
    "folder_not_made": Wording(
        "read_only",
        "无法建立数据库所在的文件夹：{folder}。",
        "请检查路径是否正确、是否有写入权限。",
    ),
    "newer_schema": Wording(
        "newer_schema",
        "数据库由更新版本的程序建立，本程序不能打开。",
        "请升级程序后再打开。",
    ),
    "older_schema": Wording(
        "older_schema",
        "数据库由过旧版本的程序建立，本程序不能打开。",
        "请换用本系统建立的数据库，或用建立它的程序打开。",
    ),
    "newer_backup": Wording(
        "newer_schema", "这份备份由更新版本的程序建立，本程序不能使用。", "请先升级程序。"
    ),
    "older_backup": Wording(
        "older_schema",
        "这份备份由过旧版本的程序建立，本程序不能使用。",
        "请换用本系统建立的备份。",
    ),
    "not_backed_up": Wording(
        "not_backed_up",
        "升级数据库前未能备份，数据库未改变。",
        "请检查所在文件夹能否写入、磁盘空间是否足够，再打开。",
    ),
    "closed": Wording("closed", "数据库已关闭。", "请刷新页面。"),
    "busy": Wording("busy", "有查询一直没有结束，备份未完成。", "请稍后再试。"),
    "locked": Wording(
        "locked", "数据库正被另一个程序使用。", "请先关闭正在运行的看板或导入命令，再试一次。"
    ),
    "file_not_read": Wording(
        "no_access",
        "不能读取数据库文件：{path.name}。",
        "请检查运行本程序的账户有没有读写数据文件夹的权限。",
    ),
    "file_not_written": Wording(
        "read_only", "无法写入数据库文件：{path.name}。", "请检查所在文件夹是否只读。"
    ),
    "folder_not_written": Wording(
        "read_only", "无法写入：{path}。", "请检查所在文件夹是否存在、是否只读。"
    ),
    "disk_full": Wording(
        "disk_full",
        "磁盘空间不足，数据未保存。",
        "请清理数据所在的磁盘（如旧的日志和下载文件），再重试。",
    ),
    "unreadable": Wording(
        "unreadable",
        "无法读写数据库文件：{path.name}。",
        "请先重试；若仍不行，文件可能已损坏或不是本系统的数据库，请换用备份。",
    ),
    "damaged": _damaged,
    "incomplete": _incomplete,
    "manifest_damaged": _manifest_damaged,
    "missing": _missing,
    "replaced": Wording(
        "missing",
        "数据库文件{path.name}在运行中被移走，或被换成了另一个文件，不能保存。",
        "请停止看板，放回原来的文件，再启动；确实要用现在这个文件的，重启看板。",
    ),
    "out_of_memory": Wording(
        "out_of_memory",
        "内存不足，数据库未能完成操作，数据未改变。",
        "请稍后重试；若仍出现，请分批导入。",
    ),
    "database": Wording(
        "database",
        "数据库未能完成操作，数据未改变。",
        "请重试；若仍出现，请把日志交给技术人员。",
    ),
    "read_back": Wording(
        "read_back",
        "保存后核对不一致，请勿视为已保存。",
        "请重新导入；若仍出现，请把日志交给技术人员。",
    ),
    "stale": Wording("stale", "数据刚被他人更新，本次未保存。", "请重新核对差异后再确认。"),
    # months
    "month_closed": _month_closed,
    "closed_month_not_opened": Wording(
        "month_closed",
        "{month.year}年{month.month}月已定稿（第{edition}版），不能再开月。",
        "需要更正的，导入更正的表格并写明更正原因。",
    ),
    "closed_month_not_moved": Wording(
        "month_closed",
        "{month.year}年{month.month}月已定稿（第{edition}版），不能再改状态。",
        "需要更正的，导入更正的表格并写明更正原因。",
    ),
    "month_open": Wording(
        "month_open", "{month.year}年{month.month}月已经开月。", "可直接导入各单位报送的表格。"
    ),
    "month_empty": Wording(
        "month_empty",
        "{month.year}年{month.month}月还没有数据。",
        "请先开月或导入本月的表格。",
    ),
    "verdict_incomplete": Wording(
        "verdict_incomplete",
        "认定没有保存：要有事项、认定人和理由。",
        "请选择事项，写明理由。",
    ),
    "village_twice": Wording(
        "village_twice",
        "{units[0]}和{units[1]}都有“{village}”，合并后无法区分。",
        "请先在村居名录里把其中一个改成能区分的名称，再合并。",
    ),
    "home_not_full": Wording(
        "home_not_full",
        "“{name}”不是全称。",
        "请写明是县、市、区还是旗，如 清源县。",
    ),
    # what people say
    "not_a_choice": Wording("not_a_choice", "“{name}”没有这一项可选。", "请从列出的选项里选一项。"),
    "not_a_count_of_cases": Wording(
        "not_a_count_of_cases", "“{name}”没有保存：不是合理的件数。", "请填写1—{most}的整数。"
    ),
    "weights_without_document": Wording(
        "weights_without_document",
        "综合满意度权重没有保存：没有依据文号，或权重全是0。",
        "请填写规定权重的文号，并至少填写一个渠道的权重。",
    ),
    # papers
    **{name: Wording(*words) for name, words in PAPERS.items()},
    # rectification
    "nothing_assigned": Wording(
        "nothing_assigned", "没有交办：没有选择事项。", "请先选择要交办的事项。"
    ),
    "unknown_unit": Wording(
        "unknown_unit",
        "单位名录里没有“{unit}”，什么也没有保存。",
        "请从名录里选择单位，或先把它加入名录。",
    ),
    "deadline_before_assignment": Wording(
        "deadline_before_assignment",
        "没有交办：“{matter}”的时限早于交办日期。",
        "请改整改时限。",
    ),
    "assigned_before": Wording(
        "assigned_before",
        "没有交办：这{count}项都已交办过，还没有销号。",
        "请在“整改”页看它们的进展。",
    ),
    "meeting_without_name": Wording(
        "meeting_wrong", "会议没有保存：要写会议名称，不超过{most}字。", "请改会议名称。"
    ),
    "meeting_known": Wording(
        "meeting_wrong",
        "{held_on}的“{name}”已经录入过，没有重复保存。",
        "请在会议列表里选择它，再录入议定事项。",
    ),
    "no_such_meeting": Wording("no_such_meeting", "没有编号为{number}的会议。", "请核对编号。"),
    "meeting_to_come": Wording(
        "meeting_wrong",
        "没有保存：“{name}”的召开日期{held_on}还没有到。",
        "请在开会当天录入议定事项，或改召开日期。",
    ),
    "matter_missing": Wording(
        "meeting_wrong", "没有保存：还没有写议定事项。", "请写明事项，再保存。"
    ),
    "matter_without_unit": Wording(
        "meeting_wrong", "没有保存：还没有写责任单位。", "请写单位名称，几个单位用顿号隔开。"
    ),
    "matter_without_deadline": Wording(
        "meeting_wrong", "没有保存：还没有定完成时限。", "请选几个工作日，或指定日期。"
    ),
    "decided_before": Wording(
        "assigned_before",
        "没有保存：这次会议已有同样的议定事项，责任单位也相同。",
        "请在“整改”页看它的进展。",
    ),
    "entry_changed": Wording(
        "stale",
        "“{matter}”刚被他人更新，本次未保存。",
        "请看最新的进展，再决定是否办理。",
    ),
    "no_such_entry": Wording("no_such_entry", "没有编号为{number}的整改事项。", "请核对编号。"),
    "closed_against_data": Wording(
        "step_incomplete",
        "没有销号：“{matter}”仍在{month.year}年{month.month}月的清单上。",
        "确已整改、数据还没有更新的，请写明理由再通过。",
    ),
    "closed_without_proof": Wording(
        "step_incomplete",
        "没有销号：{month.year}年{month.month}月的数据不能证明“{matter}”已整改到位，不能据此销号。",
        "现场核实过的，请写明依据再通过；没有核实的，等报送了再复核。",
    ),
    "no_letters": Wording(
        "no_letters", "没有生成函件：没有可列入的事项。", "请先选择没有销号的整改事项。"
    ),
    "letter_without_office": Wording(
        "letter_incomplete",
        "{name}没有登记：还没有填写署名单位。",
        "请管理员在“整改”页的“整改设置”里填写署名单位、联系人和电话。",
    ),
    "letter_not_possible": Wording(
        "letter_not_possible",
        "没有登记：“{matter}”现在是{state}，不能列入{name}。",
        "请去掉这一项后再生成。",
    ),
    "no_such_day": Wording(
        "holidays_wrong", "通知里有{year}年没有的日期，没有保存。", "请核对粘贴的文字。"
    ),
    "day_not_of_year": Wording(
        "holidays_wrong", "节假日没有保存：{day}不在{year}年，或重复。", "请核对日期。"
    ),
    "step_not_possible": Wording(
        "step_not_possible",
        "“{matter}”现在是{state}，不能{name}。",
        "请刷新页面，看这一项的最新进展。",
    ),
    "second_call_missing": Wording(
        "second_call_missing",
        "“{matter}”没有销号：还没有二次回访的结果。",
        "请由别的单位的人再打一次电话，结果是{results}的才能销号；不认可的请退回。",
    ),
    "second_call_by_own_unit": Wording(
        "second_call_by_own_unit",
        "“{matter}”没有销号：二次回访要由{unit}以外的人来打。",
        "请填写二次回访人所在的单位。",
    ),
    "closed_by_applicant": Wording(
        "not_allowed",
        "没有权限：“{matter}”是本人申请销号的，不能由本人复核。",
        "请换一个有“审核”权限的人复核。数据没有改变。",
    ),
    "step_without_text": Wording(
        "step_incomplete", "{name}没有保存：要写明情况或理由。", "请写明后再保存。"
    ),
    "step_without_unit": Wording(
        "step_incomplete", "转办没有保存：要选另一个单位。", "请选择接办的单位。"
    ),
    "deadline_not_later": Wording(
        "step_incomplete", "{name}没有保存：新的时限{rule}。", "请改时限。"
    ),
    "step_before_last": Wording(
        "step_incomplete", "{name}没有保存：日期早于这一项上一步的日期。", "请核对日期。"
    ),
    # undo
    "no_such_operation": Wording(
        "no_such_operation", "没有操作号为{version}的操作。", "请在操作记录里核对操作号。"
    ),
    "not_undoable": Wording(
        "not_undoable",
        "这次操作不能撤销。",
        "定稿后的更改请用更正版；口径和目标值请重新填写。",
    ),
    "undone_before": Wording(
        "undone_before", "这次操作已经撤销过了。", "请刷新页面，看最新的导入记录。"
    ),
    "built_upon": _built_upon,
    "doubled_by_undo": Wording(
        "doubled_by_undo",
        "撤销后{month.year}年{month.month}月有{count}行会重复（如{key}），没有撤销。",
        "后来的导入用到了同样的行，请先撤销后来的那一稿。",
    ),
    "doubled_in_batch": Wording(
        "doubled_in_batch",
        "{month.year}年{month.month}月有{count}个编码在表里重复（如{key}），没有保存。",
        "一个编码一个月只属于一个单位，请核对编码，只留一行。",
    ),
    "undo_of_others": Wording(
        "not_allowed",
        "没有权限：操作{version}不是本账号对本单位的导入，或所在月份已定稿，需要“管理员”权限。",
        "可以撤销的只有自己导入的、没有定稿的月份的数据；其他的请管理员撤销。数据没有改变。",
    ),
    # permissions
    "kind_of_all_units": _kind_of_all_units,
    "whole_month": _whole_month,
    "foreign_rows": _foreign_rows,
    "rows_without_unit": _rows_without_unit,
    "foreign_cases": _foreign_cases,
    "shared_choices": _shared_choices,
    "foreign_roster": _foreign_roster,
    "foreign_codes": _foreign_codes,
    "foreign_units": _foreign_units,
    **{situation: Wording(*words) for situation, words in SERVER_WORDS.items()},
}
