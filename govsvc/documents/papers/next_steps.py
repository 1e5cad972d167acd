"""四、下一步工作打算: from the targets in force, and places for what the data do not know."""

from datetime import date

from govsvc.board import Board
from govsvc.board.standing import Standing
from govsvc.documents.papers.figures import Figures
from govsvc.documents.papers.model import Gap, Paragraph, Part, heading, one_line, paragraph
from govsvc.domain import targets


def paragraphs(board: Board, month: date) -> list[Paragraph]:
    figures = Figures(board, month)
    return [
        heading("next:indicators", "（一）提升各项指标", 2),
        *(
            paragraph(f"next:{one.indicator.key}", *of_standing(one, figures))
            for one in board.cards.standings(month)
        ),
        heading("next:evaluation", "（二）完善评价体系", 2),
        paragraph("next:evaluation", Gap("完善评价体系的打算"), "。"),
        heading("next:windows", "（三）规范窗口服务", 2),
        paragraph("next:windows", Gap("规范窗口服务的打算"), "。"),
    ]


def of_standing(standing: Standing, figures: Figures) -> list[Part]:
    """将“省平台发布率”由98.29%提升到99.00%，还需解决23项，由甲局牵头。"""
    indicator, target, headline = standing.indicator, standing.target, standing.headline
    if target is None:
        return [f"“{indicator.short}”未设目标，", Gap(f"{indicator.short}目标值"), "。"]
    by = targets.node_name(target.until) if target.until else ""
    aim = figures.target(target, indicator)
    lead = f"，由{one_line(target.lead_unit)}牵头" if target.lead_unit.strip() else ""
    if target.value is None:
        return [f"“{indicator.short}”{by}进入", aim, f"{lead}。"]
    if standing.target_reached and headline is not None:
        if headline.published == target.value:
            return [f"将“{indicator.short}”保持在", aim, f"{lead}。"]
        now = figures.value(indicator, headline, shows_counts=False)
        return [f"将“{indicator.short}”保持在目标", aim, "以上（现为", now, f"）{lead}。"]
    parts: list[Part] = [f"将“{indicator.short}”{by}"]
    if standing.rounding_note:
        parts.append("按实数")
    elif headline is not None:
        parts += ["由", figures.value(indicator, headline, shows_counts=False)]
    parts += ["提升到", aim]
    if standing.items_missing:
        parts += ["，还需解决", figures.to_target(standing)]
    return [*parts, f"{lead}。"]
