"""What the 操作日志 says of each kind of write into the database: its subject, what was before and
what after.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from govsvc.domain import deadlines, extra_indicators, fetch_days
from govsvc.domain.county_directory import County, CountyDirectory
from govsvc.domain.error_sentences import named
from govsvc.domain.indicators import ROW_KINDS, Indicator, by_key
from govsvc.domain.months import month_text
from govsvc.domain.paper_versions import APPROVED, RESTORED, STEPS, PaperVersion, Words
from govsvc.domain.rectification import (
    EVENTS,
    Entry,
    Letter,
    Meeting,
    Settings,
    Step,
    settings,
)
from govsvc.domain.roster import Roster, Unit, roster_cells
from govsvc.domain.rows import Target
from govsvc.security.access_in_data import RememberedAccess

#: files of one batch that a note names
_MOST_FILES = 3
#: units of one write that a note names
_MOST_UNITS = 3
#: characters of a text of a paper that a note quotes
_MOST_QUOTED = 120


class Note(NamedTuple):
    """What the log says of one thing that a write does; an empty text is left out."""

    subject: str = ""
    before: str = ""
    after: str = ""


def joined(notes: Sequence[Note]) -> Note:
    """One note that says all that the notes of a write say."""
    return Note(*("；".join(filter(None, texts)) for texts in zip(*notes))) if notes else Note()


def _first(units: Sequence[str]) -> str:
    """The units that a write concerns: of more than three the first three and how many."""
    more = f"等{len(units)}个单位" if len(units) > _MOST_UNITS else ""
    return "、".join(units[:_MOST_UNITS]) + more


def home_named(before: str | None, after: str) -> Note:
    """Notes that the home county got its name, or another one."""
    return Note("本县名称", before or "", after)


def access_remembered(access: RememberedAccess) -> Note:
    """Notes what the data remember of who may enter."""
    viewing = "登录后才能查看" if access.is_closed else "不登录也可以查看"
    return Note("随数据记下查看权限", after=f"已有账号，{viewing}")


def corrected(reason: str) -> Note:
    """Notes why a closed month was corrected."""
    return Note(after=f"更正原因：{reason}")


def imported(
    kind: str,
    month: date | None,
    units: Sequence[str],
    files: Sequence[str],
    *,
    has_entries: bool,
    rows_before: int,
    rows_after: int,
    row_count: int,
    left_out_count: int,
) -> Note:
    """Notes of a batch its kind, month, units and files, and the rows in force before and after it.

    `row_count`: rows of a batch that has no entries; `left_out_count`: rows with an error.
    """
    subject = (month_text(month) if month else "") + ROW_KINDS[kind]
    if has_entries and units:
        subject += f"：{_first(units)}"
    more = f"等{len(files)}个文件" if len(files) > _MOST_FILES else ""
    faulty = f"（{left_out_count}行有误）" if left_out_count else ""
    return Note(
        f"{subject}（{'、'.join(files[:_MOST_FILES])}{more}）",
        f"{rows_before}行" if has_entries else "",
        f"{rows_after}行{faulty}" if has_entries else f"{row_count}行",
    )


def opened(month: date, base: date | None) -> Note:
    """Notes that a month was opened as a copy of `base`."""
    return Note(month_text(month), after=f"以{month_text(base)}为底册" if base else "没有底册")


def moved_on(month: date, before: str, after: str, reason: str) -> Note:
    """Notes that a month got another state; `before`, `after`: what the states are called."""
    return Note(month_text(month), before, after + (f"，原因：{reason}" if reason else ""))


def reported(
    month: date,
    units: Sequence[str],
    returned_for: str | None,
    counts: Sequence[tuple[date, int, int]] = (),
) -> Note:
    """Notes that units reported that nothing changed, or that what they handed in was returned, and
    why.

    `counts`: of what is carried over again the month that it is from, rows before and rows now.
    """
    answer = "零报告" if returned_for is None else f"退回：{returned_for}"
    again = "".join(f"，恢复沿用{month_text(base)}的{now}行" for base, _, now in counts)
    before = "、".join(f"{rows}行" for _, rows, _ in counts)
    return Note(f"{month_text(month)}{_first(units)}", before, answer + again)


def judged(
    month: date, list_name: str, rows: Sequence[str], is_confirmed: bool, reason: str
) -> Note:
    """Notes that suspected rows (by name) were confirmed or dismissed."""
    finding = "认定" if is_confirmed else "排除"
    return Note(
        f"{month_text(month)}{list_name}：{named(rows, '项')}", after=f"{finding}，理由：{reason}"
    )


def assigned(entries: Sequence[Entry]) -> Note:
    """Notes what was assigned to which units, until when."""
    units = list(dict.fromkeys(entry.unit for entry in entries))
    until = sorted({entry.first_deadline for entry in entries if entry.first_deadline})
    term = f"，{until[0]:%Y-%m-%d}前" if until else ""
    return Note(f"交办{_first(units)}", after=f"{len(entries)}项{term}")


def meeting_saved(before: Meeting | None, meeting: Meeting) -> Note:
    """Notes that a meeting was entered, or corrected where it was another `before`."""
    was, now = (f"{one.title}，{one.held_on}" if one else "" for one in (before, meeting))
    return Note("会议", was, now)


def decided(meeting: Meeting, entries: Sequence[Entry]) -> Note:
    """Notes what a meeting decided, of which units."""
    units = list(dict.fromkeys(entry.unit for entry in entries))
    matters = named(list(dict.fromkeys(entry.matter for entry in entries)), "项")
    return Note(f"{meeting.name}（{meeting.held_on}）", after=f"议定{matters}，交{_first(units)}")


def ledger_imported(files: Sequence[str], entries: Sequence[Entry], decided: int) -> Note:
    """Notes that matters of a 整改台账 were imported; `decided`: those that the bureau had decided
    on.
    """
    units = list(dict.fromkeys(entry.unit for entry in entries))
    told = f"，其中{decided}项已有复核、长期坚持或作废的结果" if decided else ""
    subject = f"整改台账（{named(files, '个文件')}）：{_first(units)}"
    return Note(subject, after=f"新增{len(entries)}项{told}")


def step_taken(matters: Sequence[str], before: Sequence[str], step: Step) -> Note:
    """Notes a step with entries. `before`: what the states were called."""
    facts = (step.unit, f"{step.deadline:%Y-%m-%d}" if step.deadline else "", step.text)
    after = "，".join(filter(None, (EVENTS[step.kind], *facts)))
    return Note(named(matters, "项"), "、".join(dict.fromkeys(before)), after)


def rebounded(matters: Sequence[str]) -> Note:
    """Notes that closed entries are open again since their rows came back on their lists."""
    return Note(f"整改{named(matters, '项')}", "已销号", "反弹：又在清单上")


def back_on_list(month: date) -> str:
    """What the event of a rebound says: which month has the row again."""
    return f"{month_text(month)}又在清单上"


def letters_sent(letters: Sequence[Letter]) -> Note:
    """Notes which letters went to which units: 督办单2份：督〔2026〕3号至督〔2026〕4号，5项."""
    numbers = [letter.number for letter in letters]
    span = "至".join(dict.fromkeys((numbers[0], numbers[-1])))
    matters = sum(len(letter.matters) for letter in letters)
    units = list(dict.fromkeys(letter.unit for letter in letters))
    name = letters[0].kind.word
    return Note(f"发函{_first(units)}", after=f"{name}{len(letters)}份：{span}，{matters}项")


def paper_saved(version: PaperVersion, name: str, before: Words | None) -> Note:
    """Notes what was done to a paper. `name`: what its kind is called; `before`: the words of a
    person that the paragraph had.
    """
    subject = f"{month_text(version.month)}{name}{version.name}：{STEPS[version.step]}"
    if version.step in (RESTORED, APPROVED):
        return Note(f"{subject}{version.about}")
    after = {one.key: one for one in version.words}.get(version.about)
    return Note(subject, _paper_text(before), _paper_text(after))


def letterhead_set(before: str, after: str) -> Note:
    """Notes which document papers are written into; "" for none."""
    return Note("公文样式", before or "国家标准的格式", after or "国家标准的格式")


def _paper_text(words: Words | None) -> str:
    """What a person wrote, as far as the log quotes it."""
    if words is None:
        return ""
    text = " ".join(words.text.split()) or "不印这一段"
    return text if len(text) <= _MOST_QUOTED else f"{text[:_MOST_QUOTED]}…"


def rectification_set(before: Settings, after: Settings) -> Note:
    """Notes which settings of the 整改台账 and its papers were changed."""

    def said(of: Settings) -> str:
        return "，".join(
            f"{settings.NAMES[name]}：{settings.word(name, getattr(of, name)) or '空'}"
            for name, _, _ in settings.changed(before, after).values()
        )

    return Note("整改设置", said(before), said(after))


def holidays_set(year: int, before: int, after: int) -> Note:
    """Notes that the days of a year's 节假日安排 were entered; `before`, `after`: how many."""
    return Note(f"{year}年节假日安排", f"{before}天", f"{after}天")


#: what stands after the removal of a target
REMOVED = "删除"


def target_set(target: Target, before: Target | None) -> Note:
    """Notes that a target was set, over an earlier one (`before`) or none."""
    return Note(_target_node(target), _target_text(before), _target_text(target))


def target_removed(target: Target, before: Target | None) -> Note:
    """Notes that a target was removed."""
    return Note(_target_node(target), _target_text(before), REMOVED)


def counties_set(before: CountyDirectory, after: CountyDirectory) -> Note:
    """Notes which counties a city has now that it had not, or had otherwise."""
    gone, new = (
        "；".join(_county(one) for one in some.counties if one not in other.counties)
        for some, other in ((before, after), (after, before))
    )
    return Note("全市县（市、区）名单", gone, new)


def _county(county: County) -> str:
    """清源县（县市组，…，可查看清单：王五）."""
    viewers = f"可查看清单：{'、'.join(county.viewers)}" if county.viewers else ""
    return f"{county.name}（{'，'.join(filter(None, (county.group, county.address, viewers)))}）"


def fetch_day_set(whose: str, before: str, after: str) -> Note:
    """Notes that a 取数日 was set. `whose`: a key of `fetch_days.WHOSE`; `before`, `after`: as
    settings store them.
    """
    return Note(
        f"{fetch_days.WHOSE[whose]}取数日", fetch_days.text_of(before), fetch_days.text_of(after)
    )


def feedback_set(name: str, before: str, after: str) -> Note:
    """A definition of the measures of 群众评价, or 涉企办件数 of a month, in words."""
    return Note(name, before, after)


def extras_chosen(before: Iterable[Indicator], after: Iterable[Indicator]) -> Note:
    """Which indicators beside the province's are shown."""
    return Note(
        extra_indicators.SETTING_NAME,
        extra_indicators.names_of(before),
        extra_indicators.names_of(after),
    )


def deadline_set(month: date, before: date, after: date) -> Note:
    """Until when units hand in for a month."""
    return Note(
        f"{month_text(month)}报送期限", deadlines.day_text(before), deadlines.day_text(after)
    )


def most_points_set(before: str, after: str) -> Note:
    """By how many percentage points an import may move an indicator unasked."""
    return Note("导入时变动超过多少要求核对", f"{before}个百分点", f"{after}个百分点")


def home_changed(before: str, after: str, counties: Sequence[str]) -> Note:
    """The home county is called otherwise; `counties`: whose bulletin values are put under it."""
    more = f"，通报里{'、'.join(counties)}的值改记在它名下" if counties else ""
    return Note("本县名称", before, after + more)


def rules_changed(from_month: date, before: tuple[str, str] | None, after: tuple[str, str]) -> Note:
    """Notes that from a month on other rules hold. `before`, `after`: (name, document) of their
    versions.
    """
    return Note(
        f"{month_text(from_month)}起",
        f"{before[0]}（{before[1]}）" if before else "",
        f"{after[0]}（{after[1]}）",
    )


def roster_changed(before: Roster, after: Roster) -> Iterator[Note]:
    """One note for each unit that was added, removed or changed."""
    units_before = {unit.name: unit for unit in before.units}
    units_after = {unit.name: unit for unit in after.units}
    for name in {**units_before, **units_after}:
        old, new = units_before.get(name), units_after.get(name)
        if old != new:
            yield _unit_changed(name, old, new)


def undone(months: Iterable[date], writes: Mapping[int, tuple[str, datetime]], reason: str) -> Note:
    """Notes that writes, number → (who, when), were taken back in these months."""
    return Note(
        "、".join(dict.fromkeys(map(month_text, months))),
        "、".join(
            f"操作{version}（{who}，{at:%Y-%m-%d %H:%M}）" for version, (who, at) in writes.items()
        ),
        reason,
    )


def cleared(is_demonstration: bool, is_trial: bool, operation_count: int) -> Note:
    """Notes that everything was removed."""
    what = "演示数据" if is_demonstration else "样例数据" if is_trial else "全部数据"
    return Note(what, f"{operation_count}次操作", "空")


def _target_text(target: Target | None) -> str:
    if target is None:
        return "未设"
    return f"{target.value}%" if target.value is not None else f"前{target.place}"


def _target_node(target: Target) -> str:
    node = f"至{target.until}月" if target.until else "全年"
    return f"{target.year}年{node}{by_key(target.indicator).short}"


def _unit_changed(name: str, before: Unit | None, after: Unit | None) -> Note:
    """Notes the cells of a unit that differ."""
    old = dict(roster_cells(before)) if before else {}
    new = dict(roster_cells(after)) if after else {}
    changed = [header for header in {**old, **new} if old.get(header, "") != new.get(header, "")]
    return Note(name, _cells_text(old, changed), _cells_text(new, changed))


def _cells_text(cells: Mapping[str, str], headers: Iterable[str]) -> str:
    if not cells:
        return "没有"
    return "，".join(f"{header}{cells[header]}" for header in headers if cells.get(header)) or "空"
