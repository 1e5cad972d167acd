"""一、总体情况: how all indicators stand, and each with value, rank, change and target."""

from datetime import date

from govsvc.board import Board, sentences
from govsvc.board.score_words import overall_in_month
from govsvc.board.standing import Standing, Value
from govsvc.documents.papers.figures import Figures
from govsvc.documents.papers.model import Gap, Paragraph, Part, joined, one_line, paragraph
from govsvc.domain import rates, targets
from govsvc.domain.indicators import BULLETIN_SOURCE, SOURCES
from govsvc.domain.months import month_text


def bulletin_text(bulletin: date, month: date) -> str:
    """10月通报, of another year 2025年12月通报."""
    name = f"{bulletin.month}月" if bulletin.year == month.year else month_text(bulletin)
    return f"{name}通报"


def paragraphs(board: Board, month: date) -> list[Paragraph]:
    """One for all indicators, one for each."""
    standings, figures = board.cards.standings(month), Figures(board, month)
    return [
        all_of_them(board, month, standings, figures),
        *(
            paragraph(f"overall:{one.indicator.key}", *of_standing(one, figures))
            for one in standings
        ),
    ]


def all_of_them(
    board: Board, month: date, standings: list[Standing], figures: Figures
) -> Paragraph:
    """截至2026年10月，云溪县5项指标中1项达标，4项较上月提升；综合得分…"""
    home = one_line(board.home_name())
    known = [standing for standing in standings if standing.headline]
    if not known:
        return paragraph("overall", f"{home}", Gap(f"{month_text(month)}各项指标数值"), "。")
    sources = "、".join(dict.fromkeys(s.headline.source_name for s in known if s.headline))
    summary = figures.clause(sentences.headline_sentence(standings), "达标与升降", month, sources)
    scores = board.scores.latest(month)
    overall: list[Part] = []
    if scores and scores.home:
        source = SOURCES[BULLETIN_SOURCE]
        overall = ["；", figures.clause(overall_in_month(scores), "综合", scores.month, source)]
    return paragraph("overall", f"截至{month_text(month)}，{home}", summary, *overall, "。")


def of_standing(standing: Standing, figures: Figures) -> list[Part]:
    """“网上可办率”达到99.94%（3,148/3,150），位居全市第三（10月通报），较上月提升0.07个百分点，
    距100.00%的目标还差2项。
    """
    indicator, headline = standing.indicator, standing.headline
    if headline is None:
        return _without_value(standing, figures)
    value: list[Part] = [f"“{indicator.short}”达到", figures.value(indicator, headline)]
    return joined(
        [
            value,
            _place(standing, figures),
            _change(standing, figures),
            _target(standing, figures),
        ]
    )


def _without_value(standing: Standing, figures: Figures) -> list[Part]:
    """The gap, and the latest bulletin where there is one."""
    indicator, ranked = standing.indicator, standing.ranked
    gap = Gap(f"{month_text(standing.month)}{indicator.short}数值")
    if ranked is None:
        return [f"“{indicator.short}”", gap, "。"]
    latest: list[Part] = [
        f"最近一期{bulletin_text(ranked.month, standing.month)}为",
        figures.value(indicator, ranked),
    ]
    place = _place_words(standing, ranked, figures)
    return [f"“{indicator.short}”", gap, "；", *joined([latest, place])]


def _place(standing: Standing, figures: Figures) -> list[Part]:
    """位居全市第三（10月通报）; nothing where the place is unknown."""
    ranked = standing.ranked
    if ranked is None or ranked.rank is None:
        return []
    bulletin = bulletin_text(ranked.month, standing.month)
    parts = [*_place_words(standing, ranked, figures), f"（{bulletin}"]
    if ranked.printed_rank is not None and ranked.printed_rank != ranked.rank.place:
        parts += ["，通报所列为", figures.printed_place(standing.indicator, ranked)]
    parts.append("）")
    if standing.place_change:
        moved = "上升" if standing.place_change > 0 else "下降"
        gained = figures.places_gained(standing.indicator, ranked, standing.place_change)
        parts += [f"，较上期{moved}", gained]
    return parts


def _place_words(standing: Standing, ranked: Value, figures: Figures) -> list[Part]:
    if ranked.rank is None:
        return []
    group = one_line(rates.group_name(ranked.rank.group))
    return [f"位居{group}", figures.place(standing.indicator, ranked)]


def _change(standing: Standing, figures: Figures) -> list[Part]:
    if standing.rules_changed:
        return ["因口径调整与上月不作比较"]
    if standing.change_pp is None:
        return []
    if not standing.change_pp:
        return ["与上月持平"]
    return [f"较上月{'提升' if standing.change_pp > 0 else '下降'}", figures.change(standing)]


def _target(standing: Standing, figures: Figures) -> list[Part]:
    """距100.00%的目标还差2项, 已达到99.00%的目标, 未设目标."""
    target, indicator = standing.target, standing.indicator
    if target is None:
        return ["未设目标"]
    node = targets.node_name(target.until) if target.until else ""
    aim = figures.target(target, indicator)
    if target.value is None:
        word = {True: "已达到", False: "未达到", None: ""}[standing.target_reached]
        return [f"{node}目标为进入", aim, f"（{word}）" if word else "（暂无位次）"]
    if standing.target_reached:
        return [f"已达到{node}", aim, "的目标"]
    if standing.items_missing:
        wanting = figures.to_target(standing)
        if standing.rounding_note:
            return ["公布值已到", aim, "，按实数距目标还差", wanting]
        return [f"距{node}", aim, "的目标还差", wanting]
    return [f"未达到{node}", aim, "的目标"]
