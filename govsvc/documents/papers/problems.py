"""三、存在的问题和不足: one paragraph for each weak point that there is; 疑似 is none."""

from datetime import date

from govsvc.board import Board
from govsvc.board.standing import Standing
from govsvc.documents.papers import naming
from govsvc.documents.papers.figures import Figures
from govsvc.documents.papers.model import (
    Chart,
    Gap,
    Paragraph,
    Part,
    Point,
    joined,
    one_line,
    paragraph,
)
from govsvc.documents.papers.standings import bulletin_text
from govsvc.domain import indicators, rates
from govsvc.domain.indicators import OWN, SOURCES, ProblemList
from govsvc.domain.months import month_text

#: units that are named of one list
MOST_UNITS = 3


def paragraphs(board: Board, month: date, *, is_short: bool = False) -> list[Paragraph]:
    """Of each indicator its gap, then what is confirmed of the rows that count as met. `is_short`:
    without who is ahead, and with few long names.
    """
    figures, standings = Figures(board, month), board.cards.standings(month)
    found = {
        one.indicator.key: _of_indicator(board, one, figures, is_short=is_short)
        for one in standings
    }
    found |= {
        one.key: of_list(board, month, one, figures, is_short=is_short) for one in confirmed_lists()
    }
    shown = [paragraph(f"problem:{key}", *parts) for key, parts in found.items() if parts]
    if shown:
        return shown
    if any(standing.headline for standing in standings):
        return [
            paragraph("problem:none", f"{month_text(month)}各项指标清单均无未解决的事项、站点。")
        ]
    return [paragraph("problem:unknown", Gap(f"{month_text(month)}存在的问题和不足"), "。")]


def confirmed_lists() -> list[ProblemList]:
    """The lists of the province's indicators that are not what a headline indicator lacks and need
    no guess: of a flag, and of what a twin lacks (名称未规范). What only marks say is on none of
    them, 疑似 neither.
    """
    missing = {indicators.missing_list_of(one) for one in indicators.headline_indicators()}
    return [
        one
        for one in indicators.problem_lists()
        if one.mark is None
        and one not in missing
        and not one.suspects
        and not indicators.is_extra(one)
    ]


def _of_indicator(
    board: Board, standing: Standing, figures: Figures, *, is_short: bool
) -> list[Part]:
    """“省平台发布率”为98.29%，与全市第一的甲县（99.36%，10月通报）相差1.07个百分点，
    仍有54项未发布，主要集中在A局（9项）、B局（8项）; nothing where all is met or nothing is known.
    """
    indicator, headline = standing.indicator, standing.headline
    problem_list = indicators.missing_list_of(indicator)
    count = board.lists.count(problem_list, standing.month) if problem_list else None
    if not count and (headline is None or headline.missing == 0 or headline.published >= 100):
        return []
    value: list[Part] = (
        [f"“{indicator.short}”为", figures.value(indicator, headline, shows_counts=False)]
        if headline
        else [f"“{indicator.short}”", Gap(f"{month_text(standing.month)}{indicator.short}数值")]
    )
    is_compared = headline is not None and not is_short
    clauses = [value, _behind(board, standing, figures) if is_compared else []]
    if count and problem_list:
        is_other = headline is not None and headline.missing != count
        source = f"按{SOURCES[OWN]}" if is_other else ""
        rows = figures.rows(problem_list, indicator, count)
        clauses.append([f"{source}仍有", rows, indicator.missing_word])
        units = units_of(board, standing.month, problem_list, figures, is_short=is_short)
        clauses.append(units)
    elif headline and headline.counts:
        clauses.append(["仍有", figures.missing(indicator, headline), indicator.missing_word])
        clauses.append([Gap(f"{indicator.missing_word}的所属单位")])
    else:
        clauses.append([Gap(f"{indicator.missing_word}的数量及所属单位")])
    return joined(clauses)


def _behind(board: Board, standing: Standing, figures: Figures) -> list[Part]:
    """与全市第一的甲县（100.00%，10月通报）相差0.06个百分点; nothing where none is ahead."""
    indicator = standing.indicator
    ranking = board.rankings.latest(indicator, standing.month)
    if ranking is None or ranking.home is None or ranking.home.rank is None:
        return []
    if not ranking.overtakes or ranking.bulletin_month != standing.month:
        return []
    first = max(ranking.overtakes, key=lambda one: one.gap_pp)
    value = next(row.value for row in ranking.rows if row.county == first.county)
    if value is None or value.rank is None:
        return []
    county, group = one_line(first.county), one_line(rates.group_name(value.rank.group))
    return [
        f"与{group}",
        figures.place(indicator, value, county),
        f"的{county}（",
        figures.of_county(indicator, value, county),
        f"，{bulletin_text(value.month, standing.month)}）相差",
        figures.behind(indicator, first.gap_pp, value, county),
    ]


def of_list(
    board: Board,
    month: date,
    problem_list: ProblemList,
    figures: Figures,
    *,
    is_short: bool = False,
) -> list[Part]:
    """经认定明进暗不进17项，主要集中在A局（3项）; 站点名称未规范23个，…"""
    count = board.lists.count(problem_list, month)
    if not count:
        return []
    indicator = indicators.by_key(problem_list.indicator)
    confirmed = "经认定" if problem_list.flag else ""
    rows = figures.rows(problem_list, indicator, count)
    lead: list[Part] = [f"{confirmed}“{problem_list.name}”", rows]
    return joined([lead, units_of(board, month, problem_list, figures, is_short=is_short)])


def missing_chart(board: Board, standing: Standing, figures: Figures, most: int) -> Chart | None:
    """The units of the rows that an indicator misses, those with most first; None where there are
    none.
    """
    indicator = standing.indicator
    problem_list = indicators.missing_list_of(indicator)
    if problem_list is None or not board.lists.count(problem_list, standing.month):
        return None
    split = board.lists.split(problem_list, standing.month)
    points = []
    for unit, count in list(zip(split["unit"], map(int, split["missing"])))[:most]:
        rows = figures.rows(problem_list, indicator, count, one_line(unit))
        points.append(Point(one_line(unit), rows, count))
    first = "居前的单位，" if len(split) > most else ""
    return Chart(f"{indicator.missing_word}（{first}{indicator.unit}）", tuple(points))


def units_of(
    board: Board,
    month: date,
    problem_list: ProblemList,
    figures: Figures,
    *,
    is_short: bool = False,
) -> list[Part]:
    """主要集中在A局（9项）、B局（8项）、C局（7项）; all of them where they are few. `is_short`: no
    more than there is room for.
    """
    split = board.lists.split(problem_list, month)
    indicator = indicators.by_key(problem_list.indicator)
    names = [one_line(unit) for unit in split["unit"][:MOST_UNITS]]
    if is_short:
        roster = board.roster()
        shown = [naming.in_short(roster, unit) for unit in split["unit"][:MOST_UNITS]]
        names = naming.fitting(shown, MOST_UNITS)
    parts: list[Part] = []
    for name, unit, count in zip(names, split["unit"], map(int, split["missing"])):
        rows = figures.rows(problem_list, indicator, count, one_line(unit))
        parts += [f"{'、' if parts else ''}{name}（", rows, "）"]
    return ["主要集中在" if len(split) > len(names) else "涉及", *parts] if parts else []
