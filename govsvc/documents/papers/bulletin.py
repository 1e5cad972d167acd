"""月度通报: how the indicators and the units stand, to departments and townships."""

from collections.abc import Sequence
from datetime import date

from govsvc.board import Board
from govsvc.documents.papers import next_steps, problems, standings, unit_tables
from govsvc.documents.papers.figures import Figures
from govsvc.documents.papers.model import (
    Draft,
    Gap,
    Paragraph,
    Part,
    heading,
    joined,
    one_line,
    paragraph,
)
from govsvc.documents.papers.notes import notes
from govsvc.documents.papers.unit_tables import Ranked
from govsvc.domain import indicators
from govsvc.domain.indicators import OWN, SOURCES
from govsvc.domain.months import month_text

#: what a 通报 goes out as: first to be commented on, then in force
FOR_COMMENT, FINAL = "征求意见稿", "正式"
VERSIONS = (FOR_COMMENT, FINAL)


def bulletin(board: Board, month: date, *, office: str, day: date, version: str = "") -> Draft:
    """The 通报 of a month. `version`: one of `VERSIONS`, the first where none is named."""
    tables = unit_tables.ranked(board, month)
    is_final = version == FINAL
    home = one_line(board.home_name())
    return Draft(
        ("关于", month_text(month), "政务服务评价指标", "完成情况的通报"),
        month,
        (
            paragraph(
                "opening", f"现将{home}{month_text(month)}政务服务评价指标完成情况通报如下。"
            ),
            heading("overall", "一、总体情况"),
            *standings.paragraphs(board, month),
            heading("problems", "二、存在的问题"),
            *_problems(board, month, tables),
            heading("demands", "三、工作要求"),
            *_demands(board, month, is_final=is_final),
        ),
        one_line(office),
        day,
        tuple(notes(board, month)),
        mark="" if is_final else FOR_COMMENT,
        addressee="各乡镇（街道），县直有关部门",
        attachments=(
            *unit_tables.rankings(board, month, tables),
            *unit_tables.lists_of_units(board, month),
        ),
        is_handed_out=True,
    )


def _problems(board: Board, month: date, tables: Sequence[Ranked]) -> list[Paragraph]:
    """Of each indicator what is missing, whose it is and who is last; then what is confirmed."""
    if not tables:
        return [paragraph("problem:unknown", Gap(f"{month_text(month)}各单位存在的问题"), "。")]
    figures, least = Figures(board, month), board.feedback.settings.least_sample
    found = {
        one.indicator.key: _of_units(board, month, one, figures, least)
        for one in tables
        if any(row.missing for row in one.rows)
    }
    told = {indicators.missing_list_of(one.indicator) for one in tables}
    found |= {
        one.key: problems.of_list(board, month, one, figures)
        for one in problems.confirmed_lists()
        if one not in told
    }
    shown = [paragraph(f"problem:{key}", *parts) for key, parts in found.items() if parts]
    if not shown:
        return [paragraph("problem:none", f"{month_text(month)}各单位均无未解决的事项、站点。")]
    rule = figures.setting(f"{least}", "点名", "最少总数")
    named = paragraph(
        "problem:naming",
        f"以上按{SOURCES[OWN]}，总数不足",
        rule,
        "的单位不点名。各单位完成情况见附件。",
    )
    return [*shown, named]


def _of_units(board: Board, month: date, one: Ranked, figures: Figures, least: int) -> list[Part]:
    """“进驻率”有12个部门未全部达到，未进驻60项，主要集中在…；比率居后的是甲局83.33%（45/54）."""
    indicator, missing = one.indicator, indicators.missing_list_of(one.indicator)
    short = sum(bool(row.missing) for row in one.rows)
    units = figures.of_units(indicator, short, f"未全部达到的{one.word}", f"个{one.word}")
    clauses: list[list[Part]] = [[f"“{indicator.short}”有", units, "未全部达到"]]
    if missing and (count := board.lists.count(missing, month)):
        clauses.append([indicator.missing_word, figures.rows(missing, indicator, count)])
        clauses.append(problems.units_of(board, month, missing, figures))
    last: list[Part] = []
    for row in one.last(least) if short > problems.MOST_UNITS else ():  # else all are named
        counts = f"{row.met:,}/{row.counted:,}"
        last += ["、" if last else "", one_line(row.name), figures.of_unit(indicator, row, counts)]
    if last:
        clauses.append(["比率居后的是", *last])
    return joined(clauses)


def _demands(board: Board, month: date, *, is_final: bool) -> list[Paragraph]:
    figures = Figures(board, month)
    found = [
        heading("demand:solve", "（一）限期整改", 2),
        paragraph(
            "demand:solve",
            "请各单位对照附件所列清单逐项整改，于",
            Gap("整改完成日期"),
            "前书面反馈整改情况；不能按期完成的，说明原因和预计完成时间。",
        ),
        heading("next:indicators", "（二）提升各项指标", 2),
        *(
            paragraph(f"next:{one.indicator.key}", *next_steps.of_standing(one, figures))
            for one in board.cards.standings(month)
        ),
        heading("demand:others", "（三）其他要求", 2),
        paragraph("demand:others", Gap("其他工作要求"), "。"),
    ]
    if not is_final:
        found.append(
            paragraph(
                "demand:comments",
                "本通报现征求意见，对所列数据和清单有异议的，请于",
                Gap("反馈意见截止日期"),
                "前书面反馈。",
            )
        )
    return found
