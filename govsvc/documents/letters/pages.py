"""What stands in a letter, whatever it is written as: head, text or form, list, foot."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from docx.shared import Mm

from govsvc.documents.official import Attachment, Cell, Column
from govsvc.documents.official.lines import day_text
from govsvc.domain.deadlines import day_text as short_day
from govsvc.domain.rectification import CYCLES, Letter, LetterKind, Matter

#: matters that a letter spells out in its text; more are attached as a list
MOST_IN_TEXT = 8
#: texts that one cell spells out
_MOST_NAMES = 3
_LIST, _MATTERS = "整改事项清单", "政务服务整改事项"
#: what is written by hand
_BLANK = ""
#: shares of the four columns of a form
SHARES = (30, 48, 30, 48)
_TALL, _MIDDLE = Mm(42), Mm(20)


@dataclass(frozen=True, slots=True)
class Page:
    """A letter. `title`: in phrases, between which it may break. A 函 has `addressee` and
    `paragraphs`, a 单 has a `form`. `letter`: what it was made of.
    """

    letter: Letter
    title: tuple[str, ...]
    addressee: str = ""
    paragraphs: tuple[str, ...] = ()
    form: tuple[tuple[Cell, ...], ...] = ()
    attachments: tuple[Attachment, ...] = ()

    @property
    def note(self) -> str:
        """联系人 and 电话, whom a unit may ask; what is not set is left open."""
        contact, phone = self.letter.contact or "　　　", self.letter.phone or "　　　　　"
        return f"联系人：{contact}，联系电话：{phone}"


def page_of(letter: Letter) -> Page:
    """The letter in words."""
    if letter.kind == LetterKind.REMINDER:
        return _reminder(letter)
    if letter.kind == LetterKind.SUPERVISION:
        return Page(
            letter, (_MATTERS, "督办单"), form=_supervision(letter), attachments=_attached(letter)
        )
    return Page(
        letter, (_MATTERS, "交办单"), form=_assignment(letter), attachments=_attached(letter)
    )


# -- 提醒函


def _reminder(letter: Letter) -> Page:
    matters = letter.matters
    is_long = len(matters) > MOST_IN_TEXT
    if len(matters) == 1:
        paragraphs = [
            f"截至{day_text(letter.day)}，你单位承办的政务服务整改事项“{matters[0].matter}”"
            f"尚未办结（{_line(matters[0], is_named=False)}）。"
        ]
    elif is_long:
        paragraphs = [f"{_state(letter)}具体事项见附件。"]
    else:
        last, paragraphs = len(matters), [f"{_state(letter)}具体如下："]
        paragraphs += [
            f"{place}. {_line(matter)}{'。' if place == last else '；'}"
            for place, matter in enumerate(matters, start=1)
        ]
    paragraphs += [_request(letter), "特此函告。"]
    return Page(
        letter,
        ("关于", f"整改事项{_pressing(matters)}", "的提醒函"),
        addressee=letter.unit,
        paragraphs=tuple(paragraphs),
        attachments=(_list(letter),) if is_long else (),
    )


def _pressing(matters: Sequence[Matter]) -> str:
    """What a reminder is about, for its title."""
    overdue = sum(matter.is_overdue for matter in matters)
    due_soon = sum(matter.is_due_soon for matter in matters)
    if overdue == len(matters):
        return "逾期"
    if due_soon == len(matters):
        return "即将到期"
    if overdue and overdue + due_soon == len(matters):
        return "逾期和即将到期"
    return "办理情况"


def _state(letter: Letter) -> str:
    """How many are open, how many of them overdue and due soon."""
    overdue = sum(matter.is_overdue for matter in letter.matters)
    due_soon = sum(matter.is_due_soon for matter in letter.matters)
    parts = [f"逾期{overdue}项"] if overdue else []
    if due_soon:
        parts.append(f"{letter.yellow}个工作日内到期{due_soon}项")
    among = f"，其中{'、'.join(parts)}" if parts else ""
    return (
        f"截至{day_text(letter.day)}，你单位承办的政务服务整改事项有{len(letter.matters)}项"
        f"未办结{among}。"
    )


def _line(matter: Matter, *, is_named: bool = True) -> str:
    """One matter in a sentence, without the mark at its end. `is_named`: with its name."""
    parts = [f"{matter.matter}（{matter.problem}）" if is_named else matter.problem]
    if matter.deadline:
        parts.append(f"整改时限{day_text(matter.deadline)}")
    return "，".join([*parts, *filter(None, [matter.left])])


def _request(letter: Letter) -> str:
    until = f"于{short_day(letter.reply_by)}前" if letter.reply_by else ""
    return (
        f"请抓紧整改，{until}书面反馈办理情况。已整改到位的，按程序申请销号；"
        "不能按期完成的，说明原因和预计完成时间。"
    )


# -- 交办单, 督办单


def _row(*pairs: tuple[str, str]) -> tuple[Cell, ...]:
    """A row of a form: one name with a wide cell, or two with narrow ones."""
    span = 3 if len(pairs) == 1 else 1
    return tuple(
        cell for name, text in pairs for cell in (Cell(name, is_label=True), Cell(text, span=span))
    )


def _tall(name: str, text: str, height: Mm) -> tuple[Cell, ...]:
    return (Cell(name, is_label=True, height=height), Cell(text, span=3, height=height))


def _assignment(letter: Letter) -> tuple[tuple[Cell, ...], ...]:
    matters = letter.matters
    return (
        _row(("承办单位", letter.unit)),
        _row(
            ("分管领导", _joined(x.lead for x in matters)),
            ("责任人", _joined(x.person for x in matters)),
        ),
        _row(("交办日期", _days(x.assigned_on for x in matters))),
        _row(("整改时限", _days(x.deadline for x in matters) or "长期坚持")),
        _row(
            ("反馈周期", _joined(x.cycle for x in matters)),
            ("问题来源", _joined(x.source for x in matters)),
        ),
        _row(("来源文号\n或会议", _joined(x.document for x in matters))),
        _tall("交办事项", _subject(letter), _MIDDLE),
        _tall("整改要求", _demands(letter), _MIDDLE),
        _row(("交办单位", letter.office)),
        _row(("联系人", letter.contact), ("联系电话", letter.phone)),
        *_foot(),
    )


def _supervision(letter: Letter) -> tuple[tuple[Cell, ...], ...]:
    matters = letter.matters
    until = _days(x.deadline for x in matters) or "长期坚持"
    return (
        _row(("督办事项", _subject_name(letter))),
        _tall("督办内容", _content(letter), _MIDDLE),
        _row(("批示领导", _BLANK), ("发布时间", day_text(letter.day))),
        _row(("牵头单位", letter.unit)),
        _row(("配合单位", _joined(x.partners for x in matters))),
        _row(("牵头领导", _joined(x.lead for x in matters)), ("配合领导", _BLANK)),
        _row(("交办时限", until)),
        _row(
            ("反馈周期", _joined(x.cycle for x in matters)),
            ("附件", _LIST if len(matters) > 1 else "无"),
        ),
        _row(("督办单位", letter.office)),
        _row(("督办联系人", letter.contact), ("电话", letter.phone)),
        *_foot(),
    )


def _foot() -> tuple[tuple[Cell, ...], ...]:
    return (
        _tall("承办情况", _BLANK, _TALL),
        _tall("承办单位\n负责人签字", "　　　　　　　　　　　　年　　月　　日", Mm(15)),
    )


def _subject_name(letter: Letter) -> str:
    first = letter.matters[0].matter
    count = len(letter.matters)
    return first if count == 1 else f"“{first}”等{count}项政务服务整改事项"


def _subject(letter: Letter) -> str:
    """交办事项: the one matter with its problem and measure, or how many of which problem."""
    if len(letter.matters) == 1:
        (only,) = letter.matters
        measure = f"\n整改措施：{only.measure}" if only.measure else ""
        return f"{only.matter}\n存在问题：{only.problem}{measure}"
    return f"{_subject_name(letter)}，清单见附件。\n{_problems(letter)}"


def _problems(letter: Letter) -> str:
    """存在问题：未网上可办3项，未进驻2项。 Of many kinds the most frequent ones."""
    counts = Counter(matter.problem for matter in letter.matters).most_common()
    shown = "，".join(f"{problem}{count}项" for problem, count in counts[:_MOST_NAMES])
    rest = sum(count for _, count in counts[_MOST_NAMES:])
    return f"存在问题：{shown}{f'，其他{rest}项' if rest else ''}。"


def _content(letter: Letter) -> str:
    """督办内容: what is wrong and how the clock stands, and the answer that is wanted."""
    until = f"请于{short_day(letter.reply_by)}前书面反馈办理情况。" if letter.reply_by else ""
    if len(letter.matters) == 1:
        (only,) = letter.matters
        left = f"，{only.left}" if only.left else ""
        deadline = f"整改时限{day_text(only.deadline)}{left}。" if only.deadline else ""
        measure = f"整改措施：{only.measure}。" if only.measure else ""
        return f"存在问题：{only.problem}。{deadline}{measure}\n{until}".rstrip()
    overdue = sum(matter.is_overdue for matter in letter.matters)
    late = f"已逾期{overdue}项，" if overdue else ""
    return f"{_problems(letter)}{late}逐项情况见附件。\n{until}".rstrip()


def _demands(letter: Letter) -> str:
    """整改要求, by the reply cycle and the clock that hold."""
    cycles = {matter.cycle for matter in letter.matters}
    often = "、".join(cycle for cycle in CYCLES[1:] if cycle in cycles)
    report = f"{often}反馈进展，" if often else ""
    stops = "申请销号后停止计时，退回后续计；" if letter.stops else ""
    return (
        f"请签收后按时限整改，{report}完成后申请销号并附佐证材料。{stops}"
        "需要延期的，到期前书面说明理由。"
    )


def _joined(texts: Iterable[str]) -> str:
    """The different texts; of more than three the first ones, the rest being in the list."""
    different = list(dict.fromkeys(filter(None, texts)))
    if len(different) > _MOST_NAMES:
        return f"{'、'.join(different[:_MOST_NAMES])}等，见附件"
    return "、".join(different)


def _days(days: Iterable[date | None]) -> str:
    """The day, or from the first to the last; "" where there is none."""
    known = sorted({day for day in days if day})
    if not known:
        return ""
    if len(known) == 1:
        return day_text(known[0])
    return f"{day_text(known[0])}至{day_text(known[-1])}，见附件"


def _short(day: date, written: date) -> str:
    """11月22日; with its year where that is not the letter's."""
    return short_day(day) if day.year == written.year else day_text(day)


# -- the list


def _attached(letter: Letter) -> tuple[Attachment, ...]:
    return (_list(letter),) if len(letter.matters) > 1 else ()


def _list(letter: Letter) -> Attachment:
    """The matters, a row each; columns that no matter fills are left out."""
    columns = (
        (Column("序号", 1.3, True), [str(place) for place in range(1, 1 + len(letter.matters))]),
        (Column("问题\n编号", 1.6, True), [str(x.entry) for x in letter.matters]),
        (Column("涉及事项／站点", 8), [x.matter for x in letter.matters]),
        (Column("存在问题", 3.4), [x.problem for x in letter.matters]),
        (Column("整改措施", 4.6), [x.measure for x in letter.matters]),
        (Column("责任人", 2, True), [x.person for x in letter.matters]),
        (
            Column("整改时限", 2.8, True),
            [_short(x.deadline, letter.day) if x.deadline else "长期坚持" for x in letter.matters],
        ),
        (
            Column("时限情况", 3.8, True),
            [x.left for x in letter.matters] if letter.kind != LetterKind.ASSIGNMENT else [],
        ),
    )
    filled = [(column, texts) for column, texts in columns if any(texts)]
    return Attachment(
        _LIST,
        [column for column, _ in filled],
        [list(row) for row in zip(*(texts for _, texts in filled))],
    )
