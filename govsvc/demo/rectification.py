"""What the demonstration county's office did with its lists: three 交办 in three months, and what
became of each matter.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from govsvc.assessment.problems import Problem
from govsvc.domain import indicators
from govsvc.domain.rectification import (
    APPLIED,
    EXTENDED,
    OF_MEETING,
    OF_UNIT,
    ONGOING,
    PASSED,
    REBOUNDED,
    REPLIED,
    RETURNED,
    SIGNED,
    TRANSFERRED,
    VOIDED,
    Entry,
    Meeting,
    Step,
)
from govsvc.domain.rectification.history import Imported, PastStep
from govsvc.domain.roster import Roster
from govsvc.domain.rows import ListRow
from govsvc.domain.workdays import WorkCalendar
from govsvc.workflow import rectification
from govsvc.workflow.rectification import Terms

#: list, first and last month → the list's rows in these months
RowsOf = Callable[[str, date, date], Sequence[ListRow]]
#: what decided the second 交办
MEETING = Meeting(0, "县政务服务工作调度会", date(2026, 10, 12), "〔2026〕11号")
#: who reviews in the bureau
REVIEWER = "陈立（督查股）"
_AUGUST, _SEPTEMBER, _OCTOBER = (date(2026, month, 1) for month in (8, 9, 10))
_FIRST, _SECOND = date(2026, 9, 3), date(2026, 10, 12)
_SIGNED = (1, Step(SIGNED))
#: days before the present of the third 交办
_THIRD = 16


class _Teller:
    """Makes entries and their steps on the days of one 交办."""

    def __init__(self, roster: Roster, calendar: WorkCalendar, terms: Terms):
        self._units = {unit.name: unit for unit in roster.units}
        self._calendar, self._terms = calendar, terms

    def of_row(self, list_key: str, row: ListRow) -> Entry:
        """The entry of a row."""
        leads = {name: unit.leader for name, unit in self._units.items()}
        problem_list = indicators.list_by_key(list_key)
        (entry,) = rectification.of_problems(
            problem_list, [Problem(row, None, 1)], leads, self._terms
        )
        return replace(entry, person=self._units[row.unit].contact)

    def typed(
        self, unit: str, matter: str, problem: str, measure: str, source: str, document: str
    ) -> Entry:
        """An entry without a row."""
        terms = replace(self._terms, measure=measure, source=source, document=document)
        known = self._units[unit]
        entry = rectification.typed(unit, matter, problem, known.leader, terms)
        return replace(entry, person=known.contact)

    def story(self, entry: Entry, *steps: tuple[int, Step]) -> Imported:
        """The entry with steps of (workdays after its assignment, step).

        The unit's own steps are its contact's, the bureau's the reviewer's.
        """
        told = [
            PastStep(step, self.day(workdays), entry.person if step.kind in OF_UNIT else REVIEWER)
            for workdays, step in steps
        ]
        return Imported(entry, tuple(told))

    def day(self, workdays: int) -> date:
        """The day so many workdays after the assignment."""
        start = self._terms.assigned_on
        return self._calendar.after(start, workdays) if workdays else start


def matters(rows_of: RowsOf, roster: Roster, calendar: WorkCalendar, today: date) -> list[Imported]:
    """30 entries with their steps, as far as they are told by the end of `today`."""
    told = [
        *_first(rows_of, roster, calendar),
        *_second(rows_of, roster, calendar),
        *_third(rows_of, roster, calendar, today - timedelta(days=_THIRD)),
    ]
    return [
        replace(one, steps=tuple(step for step in one.steps if step.day <= today))
        for one in told
        if one.entry.assigned_on <= today
    ]


def _terms(assigned_on: date, workdays: int, calendar: WorkCalendar, **more: str) -> Terms:
    return Terms(assigned_on, calendar.after(assigned_on, workdays), **more)


def _solved_and_lasting(rows: Iterable[ListRow], since: date) -> tuple[list[ListRow], ...]:
    """The rows of the month `since`: (those that the last month does not list, those that it
    does).
    """
    by_month: dict[date, dict[str, ListRow]] = {}
    for row in rows:
        by_month.setdefault(row.month, {})[row.key] = row
    then, last = by_month[since], by_month[_OCTOBER]
    return (
        [row for key, row in then.items() if key not in last],
        [row for key, row in then.items() if key in last],
    )


def _first(rows_of: RowsOf, roster: Roster, calendar: WorkCalendar) -> list[Imported]:
    """What was not in the hall in August: nearly all closed."""
    key = "not_in_hall"
    terms = _terms(
        _FIRST,
        15,
        calendar,
        measure="进驻政务服务大厅，明确窗口和人员，公布办事指南",
        source="问题清单",
        document="云政服督〔2026〕3号",
        cycle="每周",
    )
    teller = _Teller(roster, calendar, terms)
    solved, lasting = _solved_and_lasting(rows_of(key, _AUGUST, _OCTOBER), _AUGUST)
    done = (_SIGNED, (5, Step(REPLIED, "已与大厅对接，正在调整窗口")))
    closed = (
        *done,
        (12, Step(APPLIED, "已进驻综合窗口并受理")),
        (14, Step(PASSED, "现场核实已进驻")),
    )
    late = (
        *done,
        (13, Step(EXTENDED, "系统对接未完成，分管领导同意延期", deadline=teller.day(25))),
        (22, Step(APPLIED, "系统已对接，已进驻")),
        (24, Step(PASSED, "现场核实已进驻")),
    )
    again = (
        *done,
        (9, Step(APPLIED, "已进驻")),
        (11, Step(RETURNED, "窗口无人受理，只挂了牌")),
        (14, Step(APPLIED, "已派人在窗口受理")),
        (16, Step(PASSED, "现场核实已受理")),
    )
    unproved = (
        *done,
        (13, Step(APPLIED, "已进驻，数据待更新")),
        (15, Step(PASSED, "单位书面说明已进驻，数据未更新")),
    )
    ongoing = (_SIGNED, (8, Step(ONGOING, "需改造专业大厅，列入年度工程，按季度复查")))
    plans = [
        *((row, closed) for row in solved[:5]),
        (solved[5], late),
        (solved[6], again),
        (lasting[0], unproved),
        (lasting[-1], ongoing),
    ]
    return [teller.story(teller.of_row(key, row), *steps) for row, steps in plans]


def _second(rows_of: RowsOf, roster: Roster, calendar: WorkCalendar) -> list[Imported]:
    """What was not published in September, by decision of a meeting: some wait for a review, some
    have until November; and one that came back.
    """
    key = "not_published"
    terms = _terms(
        _SECOND,
        29,
        calendar,
        measure="完善实施清单要素，在省平台发布",
        source=OF_MEETING,
        document=MEETING.title,
    )
    teller = _Teller(roster, calendar, terms)
    solved, lasting = _solved_and_lasting(rows_of(key, _SEPTEMBER, _OCTOBER), _SEPTEMBER)
    lasting = lasting[::7]  # of several units
    passed = (
        _SIGNED,
        (9, Step(APPLIED, "已在省平台发布")),
        (11, Step(PASSED, "省平台已能查到")),
    )
    extended = Step(EXTENDED, "省级系统升级，分管领导同意延期", deadline=teller.day(45))
    plans: Sequence[tuple[ListRow, Sequence[tuple[int, Step]]]] = (
        *((row, passed) for row in solved[:2]),
        (solved[2], (_SIGNED, (14, Step(APPLIED, "已在省平台发布")))),
        (solved[3], (_SIGNED, (32, Step(APPLIED, "已在省平台发布，附截图")))),
        (solved[4], (_SIGNED, (6, Step(REPLIED, "已报省平台审核")))),
        (lasting[0], (_SIGNED, (7, Step(REPLIED, "要素表待上级部门确认")))),
        (lasting[1], (_SIGNED,)),
        (lasting[2], (_SIGNED, (4, extended), (10, Step(REPLIED, "已提交，等待省级审核")))),
        (lasting[3], (*passed[:2], (12, Step(RETURNED, "省平台仍查不到，请附发布截图")))),
        (lasting[4], (_SIGNED, (3, Step(VOIDED, "与另一项重复，错录")))),
    )
    found = [teller.story(teller.of_row(key, row), *steps) for row, steps in plans]
    return [*found, _come_back(rows_of, teller)]


def _come_back(rows_of: RowsOf, teller: _Teller) -> Imported:
    """Closed on the spot, and found in name only again by the inspection of October."""
    key = "entered_in_name_only"
    entry = teller.of_row(key, rows_of(key, _SEPTEMBER, _SEPTEMBER)[0])
    back = Step(REBOUNDED, "督查组10月下旬回头看，窗口又无人受理", deadline=teller.day(41))
    return teller.story(
        replace(
            entry,
            measure="窗口派专人受理，领导带班检查",
            source="督查",
            document="第三季度督查通报",
        ),
        _SIGNED,
        (4, Step(APPLIED, "已派专人在窗口受理")),
        (6, Step(PASSED, "现场核实，窗口正在受理")),
        (15, back),
    )


def _third(
    rows_of: RowsOf, roster: Roster, calendar: WorkCalendar, assigned_on: date
) -> list[Imported]:
    """Under way: names of stations, and what an inspection and the hotline brought."""
    key = "stations_not_renamed"
    terms = _terms(
        assigned_on,
        13,
        calendar,
        measure="更换站点牌匾，规范为“村（社区）名称＋便民服务站”",
        source="问题清单",
        document="云政服督〔2026〕5号",
    )
    teller = _Teller(roster, calendar, terms)
    rows = rows_of(key, _OCTOBER, _OCTOBER)[::3]
    plans: Sequence[Sequence[tuple[int, Step]]] = (
        (),
        (_SIGNED,),
        (_SIGNED, (4, Step(REPLIED, "牌匾已定制"))),
        (_SIGNED, (6, Step(APPLIED, "牌匾已更换，附照片"))),
        (
            _SIGNED,
            (5, Step(APPLIED, "牌匾已更换，附照片")),
            (7, Step(PASSED, "照片核实，牌匾名称规范")),
        ),
        (_SIGNED, (3, Step(REPLIED, "村名待民政部门核定"))),
    )
    found = [teller.story(teller.of_row(key, row), *plan) for row, plan in zip(rows, plans)]
    return [*found, *_without_rows(teller)]


def _without_rows(teller: _Teller) -> list[Imported]:
    """What no list has: from the hotline, inspections and a leader."""
    hotline = teller.typed(
        "公安局",
        "户籍窗口排队时间过长",
        "群众反映上午取号后下午才能办理",
        "高峰时段增开窗口，推行预约取号",
        "12345",
        "工单〔2026〕1107",
    )
    visit = teller.typed(
        "自然资源局",
        "不动产登记窗口工作时间无人值守",
        "暗访时段窗口空岗25分钟",
        "落实A、B岗，离岗须由B岗顶替",
        "暗访",
        "暗访通报第2期",
    )
    matter = teller.typed(
        "民政局",
        "社保经办业务分批进驻大厅",
        "社保经办仍在部门自设大厅，群众两头跑",
        "年底前分两批进驻政务服务大厅",
        "领导批示",
        "批示件〔2026〕9号",
    )
    moved = Step(TRANSFERRED, "社保经办职责在人社局", "人力资源和社会保障局")
    return [
        teller.story(hotline, _SIGNED),
        teller.story(replace(visit, first_deadline=teller.day(5)), _SIGNED),
        teller.story(matter, _SIGNED, (2, moved)),
        teller.story(
            teller.typed(
                "卫生健康局",
                "医师执业注册窗口未一次性告知",
                "材料补正三次",
                "一次性告知书逐项列明所需材料",
                "督查",
                "督查通报第4期",
            ),
        ),
    ]
