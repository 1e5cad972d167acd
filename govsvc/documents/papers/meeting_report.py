"""调度会汇报材料: two to three pages for the meeting: how the indicators stand, what was done, what
is wrong, what follows, what the county has to settle.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from govsvc.board import Board
from govsvc.board.standing import Standing
from govsvc.documents.official import Column
from govsvc.documents.papers import naming, practice, problems, standings
from govsvc.documents.papers.figures import Figures
from govsvc.documents.papers.model import (
    Draft,
    Gap,
    Paragraph,
    Part,
    Row,
    Table,
    heading,
    joined,
    one_line,
    paragraph,
)
from govsvc.documents.papers.notes import notes
from govsvc.domain import indicators, rates
from govsvc.domain.indicators import OWN, SOURCES
from govsvc.domain.months import month_text
from govsvc.domain.roster import COUNTY, MANAGEMENTS, Roster
from govsvc.workflow.rectification import Ledger

_STANDINGS = (
    Column("指标", 28),
    Column("目标", 18, is_centred=True),
    Column("本期", 27, is_centred=True),
    Column("位次", 24, is_centred=True),
    Column("较上期", 17, is_centred=True),
    Column("还差", 16, is_centred=True),
    Column("牵头单位", 26),
)
_MEASURES = (
    Column("事项", 34),
    Column("需解决", 16, is_centred=True),
    Column("责任单位", 62),
    Column("责任人", 24, is_centred=True),
    Column("完成时限", 20, is_centred=True),
)


def meeting_report(
    board: Board, month: date, *, office: str, day: date, ledger: Ledger | None
) -> Draft:
    """What the office reports to the meeting on a month. `ledger`: the 整改台账 of its day."""
    name = month_text(month)
    return Draft(
        (one_line(board.home_name()), name, "政务服务评价指标", "情况汇报"),
        month,
        (
            paragraph("opening", f"现将{name}政务服务评价指标情况汇报如下。"),
            heading("overall", "一、指标完成情况"),
            overall(board, month),
            heading("practice", "二、主要做法"),
            *practice.in_short(board, month, ledger),
            heading("problems", "三、存在的问题"),
            *problems.paragraphs(board, month, is_short=True),
            heading("next", "四、下步措施"),
            measures(board, month),
            heading("county", "五、需县级协调解决的事项"),
            *for_the_county(board, month),
        ),
        one_line(office),
        day,
        tuple(notes(board, month)),
        is_handed_out=True,
    )


def overall(board: Board, month: date) -> Paragraph:
    """The sentence of all indicators, and a table of each."""
    found, figures = board.cards.standings(month), Figures(board, month)
    sentence = standings.all_of_them(board, month, found, figures)
    table = standings_table(found, figures, board.roster())
    return paragraph(sentence.key, *sentence.parts, table=table)


def standings_table(found: Sequence[Standing], figures: Figures, roster: Roster) -> Table:
    """指标、目标、本期、位次、较上期、还差、牵头单位."""
    own = [one.indicator.short for one in found if one.headline and one.headline.source == OWN]
    others = any(one.headline and one.headline.source != OWN for one in found)
    note = f"{'、'.join(own) if others else '均'}为{SOURCES[OWN]}。" if own else ""
    return Table("", _STANDINGS, tuple(_standing_row(one, figures, roster) for one in found), note)


def _standing_row(one: Standing, figures: Figures, roster: Roster) -> Row:
    indicator, headline, target = one.indicator, one.headline, one.target
    lead = naming.in_short(roster, target.lead_unit, naming.LONGEST_CELL) if target else ""
    return (
        indicator.short,
        figures.target(target, indicator) if target else "未设目标",
        figures.value(indicator, headline) if headline else Gap("本期数值"),
        figures.place_of(indicator, one.ranked, one.month) if one.ranked else rates.UNKNOWN,
        figures.change(one, is_signed=True) if one.change_pp is not None else rates.UNKNOWN,
        _missing(one, figures),
        lead or Gap("牵头单位"),
    )


def _missing(one: Standing, figures: Figures) -> Part:
    """29项, 已达标, 未达标 where it is not known how many are wanting."""
    if one.target_reached:
        return "已达标"
    if one.items_missing:
        return figures.to_target(one)
    return rates.UNKNOWN if one.target_reached is None else "未达标"


def measures(board: Board, month: date) -> Paragraph:
    """What each indicator needs for its target, whose it is, by when."""
    figures = Figures(board, month)
    rows = [
        _measure_row(board, one, figures)
        for one in board.cards.standings(month)
        if one.target_reached is not True
    ]
    if not rows:
        return paragraph("next", "各项指标均已达标，继续保持。")
    return paragraph("next", "按下表逐项落实。", table=Table("", _MEASURES, tuple(rows)))


def _measure_row(board: Board, one: Standing, figures: Figures) -> Row:
    indicator, target = one.indicator, one.target
    whose: list[Part] = []
    missing = indicators.missing_list_of(indicator)
    if missing and board.lists.count(missing, one.month):
        split = board.lists.split(missing, one.month)
        shown = [
            naming.in_short(board.roster(), unit) for unit in split["unit"][: problems.MOST_UNITS]
        ]
        names = naming.fitting(shown, problems.MOST_UNITS)
        whose = ["、".join(names) + ("等" if len(split) > len(names) else "")]
    until = (target.until or 12) if target else None
    return (
        f"提升{indicator.short}" if target else f"确定{indicator.short}目标",
        figures.to_target(one) if one.items_missing else rates.UNKNOWN,
        *(whose or [Gap("责任单位")]),
        Gap("责任人"),
        f"{until}月底前" if until else Gap("完成时限"),
    )


def for_the_county(board: Board, month: date) -> list[Paragraph]:
    """What is wanting of units that the county does not lead (双重管理、垂直管理)."""
    figures = Figures(board, month)
    managed = {
        unit.name: unit.management
        for unit in board.roster().units
        if unit.management in MANAGEMENTS and unit.management != COUNTY
    }
    found = []
    for one in board.cards.standings(month):
        parts = _of_managed(board, one, managed, figures)
        if parts:
            found.append(paragraph(f"county:{one.indicator.key}", *parts))
    return [*found, paragraph("county", Gap("需县级协调解决的其他事项"), "。")]


def _of_managed(
    board: Board, one: Standing, managed: dict[str, str], figures: Figures
) -> list[Part]:
    """“进驻率”未进驻的事项中，公安局（双重管理）8项，需与上级主管部门协调。"""
    missing = indicators.missing_list_of(one.indicator)
    if missing is None or not board.lists.count(missing, one.month):
        return []
    split = board.lists.split(missing, one.month)
    found = [
        (unit, count)
        for unit, count in zip(split["unit"], map(int, split["missing"]))
        if unit in managed
    ]
    if not found:
        return []
    names = [naming.in_short(board.roster(), unit) for unit, _ in found]
    clauses: list[list[Part]] = []
    if len(naming.fitting(names, len(names))) == len(names):
        for name, (unit, count) in zip(names, found):
            rows = figures.rows(missing, one.indicator, count, one_line(unit))
            clauses.append([f"{name}（{managed[unit]}）", rows])
    else:  # the rows of each are in 四
        for word, units in Counter(managed[unit] for unit, _ in found).items():
            number = figures.of_units(one.indicator, units, f"{missing.name}，{word}", "个单位")
            clauses.append([f"{word}的", number])
    lead = f"“{one.indicator.short}”{one.indicator.missing_word}的，"
    return [lead, *joined(clauses, "、", ""), "，需与上级主管部门协调。"]
