"""Slides of the 整改台账: what became of what the last meeting decided, and how all of it stands
today.
"""

from collections.abc import Sequence

from govsvc.board.briefing.model import (
    ATTEND,
    BETTER,
    OWN,
    PLAIN,
    Bars,
    Cell,
    Fact,
    Note,
    Slide,
    Table,
    counted_bars,
    in_whole,
    rows_with_room,
)
from govsvc.domain.deadlines import day_text
from govsvc.domain.rectification import REVIEW_DAYS, Light, Standing, State
from govsvc.workflow.rectification import Ledger, MeetingLine, meetings

#: lines of a table, of a chart
_MOST_ROWS, _MOST_TOLD, _MOST_BARS = 8, 5, 7
#: units that a title names
_MOST_NAMED = 2
#: lines that the rows of a table take, characters of a matter on a line where it has most of the
#: slide and where it has half of it, characters of a matter
_MOST_LINES, _LINE, _SHORT_LINE, _LONGEST_MATTER = 10, 24, 18, 100
_REVIEW = "建议复核"
_TONES = {Light.RED: ATTEND, Light.YELLOW: ATTEND, Light.GREEN: BETTER, Light.NONE: PLAIN}


def last_meeting(ledger: Ledger) -> Slide | None:
    """上次会议议定事项落实; None where no meeting was held before, or it decided nothing."""
    line = meetings.last_before(ledger)
    if line is None:
        return None
    most = _MOST_ROWS - (len(line.matters) > _MOST_ROWS)
    names = [_matter(one) for one in line.matters]
    shown = line.matters[: rows_with_room(names, _LINE, most, _MOST_LINES)]
    rest = len(line.matters) - len(shown)
    notes = [line.meeting.title]
    if rest:
        notes.append(f"另有{rest}项，见整改台账")
    table = Table(
        ("亮灯", "议定事项", "责任单位", "完成时限", "落实情况"),
        tuple(_matter_row(ledger, one) for one in shown),
        note="；".join([*notes, *_review_notes(ledger, line), f"截至{day_text(ledger.clock.day)}"]),
    )
    return Slide(
        "meeting",
        _meeting_title(line),
        _meeting_facts(line),
        (table,),
        "rectification.py",
        {"meeting": str(line.meeting.number)},
    )


def _meeting_title(line: MeetingLine) -> str:
    """上次会议（10月28日）议定8项，已落实5项，正在办理3项，其中逾期1项（自然资源局）."""
    late = _names([one.unit for one in line.matters if one.is_open][: line.overdue])
    return f"上次会议（{day_text(line.meeting.held_on)}）{line.words(late)}"


def _names(units: Sequence[str]) -> str:
    """The units, each once; of many the first ones and how many."""
    found = list(dict.fromkeys(units))
    more = f"等{len(found)}个单位" if len(found) > _MOST_NAMED else ""
    return "、".join(found[:_MOST_NAMED]) + more


def _review_notes(ledger: Ledger, line: MeetingLine) -> list[str]:
    """What is to be reviewed: 建议复核 explained, and the reviews that are late themselves."""
    notes = []
    if any(_open_words(ledger, one).endswith(_REVIEW) for one in line.matters):
        notes.append(f"{_REVIEW}：数据已不在清单")
    late = sum(map(ledger.clock.is_review_late, line.matters))
    if late:
        notes.append(f"{late}项复核已超过{REVIEW_DAYS}个工作日")
    return notes


def _open_words(ledger: Ledger, one: Standing) -> str:
    """How an entry stands, so that it agrees with its light: who applied in time is green however
    long the review takes. Of the others with 建议复核 where the data show it solved.
    """
    clock = ledger.clock
    words = clock.words(one)
    if one.state == State.APPLIED and clock.stops and clock.light(one) == Light.GREEN:
        waited = clock.calendar.between(clock.counted_day(one), clock.day)
        return f"按期申请，待复核{waited}个工作日" if waited else words
    return f"{words}，{_REVIEW}" if ledger.has_left(one) else words


def _meeting_facts(line: MeetingLine) -> tuple[Fact, ...]:
    facts = [Fact(f"{line.settled}项", f"已落实，共{len(line.matters)}项", BETTER)]
    facts.append(Fact(f"{line.under_way}项", "正在办理", OWN))
    if line.under_way:
        facts.append(Fact(f"{line.overdue}项", "红灯 逾期", ATTEND if line.overdue else PLAIN))
        facts.append(
            Fact(f"{line.due_soon}项", "黄灯 即将到期", ATTEND if line.due_soon else PLAIN)
        )
    if line.lasting:
        facts.append(Fact(f"{line.lasting}项", "长期坚持"))
    return tuple(facts)


def _matter_row(ledger: Ledger, one: Standing) -> tuple[Cell, ...]:
    light = ledger.clock.light(one)
    is_settled = one.state == State.CLOSED
    return (
        Cell(f"{light}" if light else "·", _TONES[light]),
        Cell(_matter(one), OWN),
        Cell(one.unit),
        Cell(day_text(one.deadline) if one.deadline else "长期"),
        Cell(
            "✓ 已落实" if is_settled else _open_words(ledger, one),
            BETTER if is_settled else ATTEND if light in (Light.RED, Light.YELLOW) else PLAIN,
        ),
    )


def _matter(one: Standing) -> str:
    return in_whole(one.entry.matter, "整改台账", _LONGEST_MATTER)


def standing(ledger: Ledger) -> Slide | None:
    """整改台账: rates, what is overdue by unit, what came back; None where nothing was assigned."""
    rates = ledger.rates
    if not rates.total:
        return None
    red = [one for one in ledger.urgent_first() if ledger.clock.light(one) == Light.RED]
    unreached = ledger.not_reached()
    decimals = ledger.settings.decimals
    facts = [
        Fact(rates.completion_text(decimals), f"销号率，{rates.closed:,}/{rates.total:,}项", OWN),
        Fact(
            rates.timeliness_text(decimals),
            f"按期销号率，{rates.in_time:,}/{rates.closed + rates.overdue:,}项",
            OWN,
        ),
        Fact(f"{rates.overdue}项", "逾期", ATTEND if rates.overdue else PLAIN),
        Fact(f"{rates.rebound}项", "反弹", ATTEND if rates.rebound else PLAIN),
        Fact(f"{len(unreached)}项", "报销号未达标", ATTEND if unreached else PLAIN),
    ]
    return Slide(
        "ledger",
        _standing_title(ledger, red),
        tuple(facts),
        tuple(filter(None, (_red_bars(ledger), _red_table(ledger, red, unreached)))),
        "rectification.py",
        {"state": "逾期"} if red else {},
    )


def _standing_title(ledger: Ledger, red: Sequence[Standing]) -> str:
    rates = ledger.rates
    completion = rates.completion_text(ledger.settings.decimals)
    text = f"整改台账{rates.total}项，销号率{completion}"
    if not red:
        return f"{text}，没有逾期事项"
    worst = ledger.units()[0]
    units = {one.unit for one in red}
    if len(units) == 1:
        return f"{text}，逾期{len(red)}项，均属{worst.unit}"
    level = [line.unit for line in ledger.units() if line.overdue == worst.overdue]
    each = "各" if len(level) > 1 else ""
    return f"{text}，逾期{len(red)}项，{_names(level)}最多（{each}{worst.overdue}项）"


def _red_bars(ledger: Ledger) -> Bars | Note:
    rows = [(line.unit, line.overdue, f"{line.overdue}") for line in ledger.units() if line.overdue]
    uncounted = ledger.uncounted_text()
    if not rows:
        return Note("逾期红榜", "。".join(filter(None, ("没有逾期事项", uncounted))) + "。")
    note = "；".join(filter(None, (f"截至{day_text(ledger.clock.day)}", uncounted)))
    return counted_bars("逾期红榜（项）", rows, "个单位", _MOST_BARS, note)


def _late_words(ledger: Ledger, one: Standing) -> str:
    """逾期3个工作日; beside it what the data say that shows it solved."""
    solved = f"，数据已不在清单，{_REVIEW}" if ledger.has_left(one) else ""
    return f"{ledger.clock.words(one)}{solved}"


def _red_table(
    ledger: Ledger, red: Sequence[Standing], unreached: Sequence[Standing]
) -> Table | None:
    """What came back, what was closed and is on its list still, and what is overdue longest."""
    back = [one for one in ledger.standings if one.state == State.REBOUND]
    longest = sorted(red, key=lambda one: (-ledger.clock.late_by(one), one.entry.number))
    told = [(one, "报销号未达标") for one in unreached]
    told += [(one, "反弹") for one in back]
    told += [(one, _late_words(ledger, one)) for one in longest if one not in back]
    if not told:
        return None
    most = _MOST_TOLD - (len(told) > _MOST_TOLD)
    names = [f"{_matter(one)}（{one.unit}）" for one, _ in told]
    shown = told[: rows_with_room(names, _SHORT_LINE, most, _MOST_LINES)]
    rest = f"另有{len(told) - len(shown)}项，见整改台账" if len(told) > len(shown) else ""
    return Table(
        ("事项、站点", "情况"),
        tuple(
            (
                Cell(f"{_matter(one)}（{one.unit}）"),
                Cell(words, ATTEND),
            )
            for one, words in shown
        ),
        caption="报销号未达标、反弹和逾期最久的",
        note=rest,
    )
