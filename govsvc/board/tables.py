"""Frames for charts and tables of the pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd

from govsvc.board import score_words, sentences
from govsvc.board.board import Board
from govsvc.board.rankings import Ranking
from govsvc.board.scores import Scores
from govsvc.board.standing import Standing, Value
from govsvc.domain import feedback, indicators, rates, targets
from govsvc.domain.feedback.measure_targets import of_measures, target_text
from govsvc.domain.indicators import Indicator
from govsvc.domain.months import month_text
from govsvc.domain.rows import Target
from govsvc.exports.export import Sheet


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month of an indicator: the headline value, its change against the month before it and the
    same month of last year, the twin.
    """

    month: date
    value: Value
    change_pp: Decimal | None
    year_change_pp: Decimal | None
    twin: Value | None


def months(
    board: Board, indicator: Indicator, until: date, most: int | None = None
) -> list[MonthRow]:
    """The last `most` months with a value up to `until`, the latest first."""
    twin = indicators.twin_of(indicator)
    rows = []
    for month in board.months():
        if month <= until and (value := board.values.headline(indicator, month)):
            rows.append(
                MonthRow(
                    month,
                    value,
                    board.values.change_pp(indicator, month),
                    board.values.year_change_pp(indicator, month),
                    board.values.own(twin, month) if twin else None,
                )
            )
            if len(rows) == most:
                break
    return rows


def months_sheet(
    indicator: Indicator,
    rows: Sequence[MonthRow],
    twin: Indicator | None,
    home: str,
    facts: Sequence[tuple[str, str]],
) -> Sheet:
    """The months as a table to read and to hand on, with the column of `twin` where it is shown."""
    columns = [
        "月份",
        "来源",
        f"达到（{indicator.unit}）",
        f"总数（{indicator.unit}）",
        "公布值",
        "较上月",
        "较上年同月",
        *([twin.short] if twin else []),
    ]
    cells = [
        [
            month_text(row.month),
            row.value.source_name,
            rates.count_text(row.value.numerator),
            rates.count_text(row.value.denominator),
            rates.percent_text(row.value.published),
            rates.signed_points(row.change_pp),
            rates.signed_points(row.year_change_pp),
            *([rates.percent_text(row.twin.published if row.twin else None)] if twin else []),
        ]
        for row in rows
    ]
    return Sheet(
        f"{home}{indicator.short}逐月数据",
        columns,
        cells,
        [("指标", indicator.name), *facts, ("变化", "个百分点")],
        numbers=columns[2:],
    )


def points_to_target(standing: Standing) -> Decimal | None:
    """Published value less target, in percentage points; None where either is unknown."""
    if standing.headline is None or standing.target is None or standing.target.value is None:
        return None
    return rates.change_pp(standing.headline.published, standing.target.value)


def gap_tracks(board: Board, standings: Sequence[Standing]) -> pd.DataFrame:
    """Columns name, value, previous, target, year_target, label, is_reached for the gap chart;
    unknown is None.

    `year_target`: the whole year's, where the target in force is one of a node.
    """
    return pd.DataFrame(
        [
            (
                s.indicator.short,
                _number(s.headline.published if s.headline else None),
                _number(s.previous.published if s.previous else None),
                _number(s.target.value if s.target else None),
                _number(year.value if (year := beside_node(board, s)) else None),
                gap_label(s),
                s.target_reached,
            )
            for s in standings
        ],
        columns=["name", "value", "previous", "target", "year_target", "label", "is_reached"],
    ).astype(object)


def beside_node(board: Board, standing: Standing) -> Target | None:
    """The year's target where the target in force is one of a node, else None."""
    return (
        board.cards.year_target(standing.indicator, standing.month.year)
        if standing.target and standing.target.until
        else None
    )


def _gap_row(standing: Standing, year: Target | None) -> list[object]:
    """A row of `gaps_sheet`; `year`: the year's target beside that of a node."""
    headline, target, unit = standing.headline, standing.target, standing.indicator.unit
    missing = standing.items_missing
    left = (
        rates.items_to_target(headline.numerator, headline.denominator, year.value)
        if year and year.value is not None and headline
        else None
    )
    return [
        standing.indicator.short,
        rates.percent_text(headline.published if headline else None),
        targets.node_name(target.until) if target else None,
        targets.text_of(target) if target else "未设目标",
        rates.signed_points(points_to_target(standing)),
        "✓ 已达标"
        if standing.target_reached
        else "—"
        if missing is None
        else f"{rates.count_text(missing)}{unit}",
        targets.text_of(year) if year else None,
        f"{left}{unit}" if left else "✓ 已达标" if left == 0 else None,
        target.lead_unit if target else None,
    ]


def gaps_sheet(
    board: Board, standings: Sequence[Standing], home: str, facts: Sequence[tuple[str, str]]
) -> Sheet:
    """Each indicator against the target in force and that of the year."""
    rows = [_gap_row(standing, beside_node(board, standing)) for standing in standings]
    columns = [
        "指标",
        "本月",
        "节点",
        "目标",
        "差距（个百分点）",
        "还差",
        "全年目标",
        "距全年还差",
        "牵头单位",
    ]
    keep = [n for n, _ in enumerate(columns) if n not in (6, 7) or any(row[n] for row in rows)]
    return Sheet(
        f"{home}目标差距",
        [columns[n] for n in keep],
        [[row[n] for n in keep] for row in rows],
        facts,
        numbers=[columns[n] for n in keep if columns[n] not in ("指标", "节点", "牵头单位")],
    )


def targets_sheet(known: Sequence[Target], home: str, facts: Sequence[tuple[str, str]]) -> Sheet:
    """The targets of indicators, then those of measures, the latest year first, its nodes in
    turn.
    """
    order = [indicator.key for indicator in indicators.named_indicators()]
    of_indicators = sorted(
        (target for target in known if target.indicator in order),
        key=lambda target: (-target.year, target.until or 13, order.index(target.indicator)),
    )
    named = [
        *(
            (one, indicators.by_key(one.indicator).short, targets.text_of(one))
            for one in of_indicators
        ),
        *(
            (one, feedback.by_key(one.indicator).name, target_text(one))
            for one in of_measures(known)
        ),
    ]
    rows = [
        [str(one.year), targets.node_name(one.until), name, text, one.lead_unit or None]
        for one, name, text in named
    ]
    return Sheet(
        f"{home}目标值",
        ["年度", "节点", "指标", "目标", "牵头单位"],
        rows,
        facts,
        numbers=["目标"],
    )


def gap_label(standing: Standing) -> str:
    """还差2项, ✓ 已达标, 未设目标, 暂无数据."""
    if standing.headline is None:
        return "暂无数据"
    if standing.target is None:
        return "未设目标"
    if standing.target_reached:
        return "✓ 已达标"
    return (
        f"还差{standing.items_missing}{standing.indicator.unit}"
        if standing.items_missing
        else "未达标"
    )


def ranking(table: Ranking) -> pd.DataFrame:
    """The table of a bulletin: 名次, 县（市、区）, 公布值, 距100%, 名次变化, 未达标, and 分组,
    得分, 通报名次 where the bulletin has them.
    """
    rows = []
    for row in table.rows:
        value = row.value
        rows.append(
            {
                "名次": rates.rank_text(row.rank),
                "县（市、区）": row.county,
                "公布值": rates.percent_text(value.published) if value else "未报送",
                "距100%（个百分点）": float(100 - value.published) if value else None,
                "名次变化": moved(row.place_change),
                f"{table.indicator.missing_word}（{table.indicator.unit}）": rates.count_text(
                    value.missing
                )
                if value
                else "—",
                "通报名次": None if row.printed_rank is None else str(row.printed_rank),
                "分组": row.group,
                "得分": None if row.score is None else str(row.score),
            }
        )
    frame = pd.DataFrame(rows)
    optional = [name for name in ("通报名次", "分组", "得分") if frame[name].isna().all()]
    return frame.drop(columns=optional)


def ranking_sheet(table: Ranking, home: str, facts: Sequence[tuple[str, str]]) -> Sheet:
    """The table of a bulletin to hand on, with N and D."""
    unit = table.indicator.unit
    rows = [
        [
            rates.rank_text(row.rank),
            row.county,
            row.group,
            rates.count_text(row.value.numerator if row.value else None),
            rates.count_text(row.value.denominator if row.value else None),
            rates.percent_text(row.value.published) if row.value else "未报送",
            moved(row.place_change),
            row.printed_rank,
            score_words.points(row.score),
        ]
        for row in table.rows
    ]
    columns = [
        "名次",
        "县（市、区）",
        "分组",
        f"达到（{unit}）",
        f"总数（{unit}）",
        "公布值",
        "名次变化",
        "通报名次",
        "得分",
    ]
    keep = [
        n
        for n, _ in enumerate(columns)
        if n not in (2, 7, 8) or any(row[n] not in (None, "—") for row in rows)
    ]
    return Sheet(
        f"{table.indicator.short}全市排名",
        [columns[n] for n in keep],
        [[row[n] for n in keep] for row in rows],
        [
            ("指标", table.indicator.name),
            ("本县", home),
            ("通报月份", month_text(table.bulletin_month)),
            *facts,
        ],
        numbers=[columns[n] for n in keep if n not in (1, 2)],
    )


def overtakes_sheet(table: Ranking, facts: Sequence[tuple[str, str]]) -> Sheet:
    """What it takes to pass each county ahead."""
    ranks = {row.county: row.rank for row in table.rows}
    rows = [
        [
            step.county,
            rates.rank_text(ranks[step.county]),
            rates.percent_text(step.published),
            rates.signed_points(step.gap_pp),
            sentences.overtake(step, table),
        ]
        for step in table.overtakes
    ]
    return Sheet(
        f"{table.indicator.short}进位测算",
        ["前位县（市、区）", "名次", "公布值", "相差（个百分点）", "测算"],
        rows,
        [
            ("测算依据", sentences.overtake_basis(table)),
            *_group_fact(table),
            ("通报月份", month_text(table.bulletin_month)),
            *facts,
        ],
        numbers=["名次", "公布值", "相差（个百分点）"],
    )


def threats_sheet(table: Ranking, facts: Sequence[tuple[str, str]]) -> Sheet:
    """What the counties behind need to pass the home county."""
    rows = [
        [
            threat.county,
            rates.percent_text(threat.published),
            "并列" if threat.is_level else rates.signed_points(threat.gap_pp),
            sentences.threat(threat, table.indicator.unit),
        ]
        for threat in table.threats
    ]
    return Sheet(
        f"{table.indicator.short}保位预警",
        ["后位县（市、区）", "公布值", "领先（个百分点）", "测算"],
        rows,
        [
            ("测算依据", "本县不变"),
            *_group_fact(table),
            ("通报月份", month_text(table.bulletin_month)),
            *facts,
        ],
        numbers=["公布值", "领先（个百分点）"],
    )


def _group_fact(table: Ranking) -> list[tuple[str, str]]:
    """Where the bulletin ranks in groups, the one of the home county."""
    return [("分组", rates.group_name(table.home_group))] if table.home_group else []


def overall_sheet(scores: Scores, home: str, facts: Sequence[tuple[str, str]]) -> Sheet:
    """综合得分 and 综合排名 of all counties.

    名次 is the printed one; 按得分名次 stands beside it where it is another for any county.
    """
    best = {
        group: max(
            row.score for row in scores.overall if row.group == group and row.score is not None
        )
        for group in {row.group for row in scores.overall if row.score is not None}
    }
    rows = [
        [
            score_words.place_text(row),
            row.county,
            row.group,
            score_words.points(row.score),
            score_words.points(best[row.group] - row.score if row.score is not None else None),
            moved(row.place_change),
            rates.rank_text(row.rank),
        ]
        for row in scores.overall
    ]
    columns = ["名次", "县（市、区）", "分组", "综合得分", "比最高分少", "名次变化", "按得分名次"]
    is_shown = {
        "分组": any(row.group for row in scores.overall),
        "按得分名次": any(row.rank_differs for row in scores.overall),
    }
    keep = [n for n, name in enumerate(columns) if is_shown.get(name, True)]
    return Sheet(
        "综合得分全市排名",
        [columns[n] for n in keep],
        [[row[n] for n in keep] for row in rows],
        [("本县", home), ("通报月份", month_text(scores.month)), *facts],
        numbers=[columns[n] for n in keep if n not in (1, 2)],
    )


def scores_sheet(scores: Scores, home: str, facts: Sequence[tuple[str, str]]) -> Sheet:
    """The home county's 得分 and 丢分 by indicator, most lost first."""
    rows = [
        [
            score.indicator.short,
            score_words.points(score.score),
            score_words.points(score.full_score),
            score_words.points(score.lost),
            score_words.behind(score),
        ]
        for score in scores.indicators
    ]
    of_home = scores.home
    total = [
        "综合",
        score_words.points(of_home.score if of_home else None),
        score_words.points(of_home.full_score if of_home else None),
        score_words.points(scores.lost_overall),
        None,
    ]
    return Sheet(
        f"{home}得分与丢分",
        ["指标", "得分", "分值", "丢分", "最高分的县（市、区）"],
        rows,
        [("通报月份", month_text(scores.month)), *facts],
        total if of_home else None,
        numbers=["得分", "分值", "丢分"],
    )


def lost_points(scores: Scores) -> tuple[str, pd.DataFrame]:
    """(what is lost, columns name, lost, label) for the chart of points lost."""
    rows = [
        (score.indicator.short, missed, score_words.points(missed))
        for score in scores.indicators
        if (missed := scores.missed(score)) is not None
    ]
    return "丢分" if scores.has_full_scores else "比最高分少", pd.DataFrame(
        rows, columns=["name", "lost", "label"]
    )


def moved(gained: int | None) -> str:
    """↑ 2, ↓ 1, 持平, — where there is no earlier bulletin."""
    if gained is None:
        return "—"
    return f"{'↑' if gained > 0 else '↓'} {abs(gained)}" if gained else "持平"


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
