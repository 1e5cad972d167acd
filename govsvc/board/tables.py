"""Frames for charts and tables of the pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd

from govsvc import indicators, rates
from govsvc.board.board import Board
from govsvc.board.rankings import Ranking
from govsvc.board.standing import Standing, Value
from govsvc.export import Sheet
from govsvc.indicators import Indicator
from govsvc.months import month_text


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month of an indicator: the headline value, its change against the month before it and the same month of last year, the twin."""

    month: date
    value: Value
    change_pp: Decimal | None
    year_change_pp: Decimal | None
    twin: Value | None


def months(board: Board, indicator: Indicator, until: date, most: int | None = None) -> list[MonthRow]:
    """The months with a value up to `until`, the latest first; `most` of them."""
    twin = indicators.twin_of(indicator)
    found = []
    for month in board.months():
        if month <= until and (value := board.headline(indicator, month)):
            found.append(MonthRow(month, value, board.change_pp(indicator, month), board.year_change_pp(indicator, month),
                                  board.own(twin, month) if twin else None))
            if len(found) == most:
                break
    return found


def months_sheet(indicator: Indicator, rows: Sequence[MonthRow], twin: Indicator | None, home: str, facts: Sequence[tuple[str, str]]) -> Sheet:
    """The months as a table to read and to hand on, with the column of `twin` where it is shown."""
    columns = ["月份", "来源", f"达到（{indicator.unit}）", f"总数（{indicator.unit}）", "公布值", "较上月", "较上年同月", *([twin.short] if twin else [])]
    cells = [[month_text(row.month), row.value.source_name, rates.count_text(row.value.numerator), rates.count_text(row.value.denominator),
              rates.percent_text(row.value.published), rates.signed_points(row.change_pp), rates.signed_points(row.year_change_pp),
              *([rates.percent_text(row.twin.published if row.twin else None)] if twin else [])] for row in rows]
    return Sheet(f"{home}{indicator.short}逐月数据", columns, cells, [("指标", indicator.name), *facts, ("变化", "个百分点")])


def points_to_target(standing: Standing) -> Decimal | None:
    """Published value less target, in percentage points; None where either is unknown."""
    if standing.headline is None or standing.target is None or standing.target.value is None:
        return None
    return rates.change_pp(standing.headline.published, standing.target.value)


def gap_tracks(standings: Sequence[Standing]) -> pd.DataFrame:
    """Columns name, value, previous, target, label, is_reached for the gap chart; unknown is None."""
    return pd.DataFrame(
        [(s.indicator.short, _number(s.headline and s.headline.published), _number(s.previous and s.previous.published),
          _number(s.target and s.target.value), gap_label(s), s.target_reached) for s in standings],
        columns=["name", "value", "previous", "target", "label", "is_reached"]).astype(object)


def gap_label(standing: Standing) -> str:
    """还差2项, ✓ 已达标, 未设目标, 暂无数据."""
    if standing.headline is None:
        return "暂无数据"
    if standing.target is None:
        return "未设目标"
    if standing.target_reached:
        return "✓ 已达标"
    return f"还差{standing.items_missing}{standing.indicator.unit}" if standing.items_missing else "未达标"


def ranking(found: Ranking) -> pd.DataFrame:
    """The table of a bulletin: 名次, 县（市、区）, 公布值, 距100%, 名次变化, 未达标, and 分组, 得分, 通报名次 where the bulletin has them."""
    rows = []
    for row in found.rows:
        value = row.value
        rows.append({
            "名次": rates.rank_text(row.rank),
            "县（市、区）": row.county + ("　◀ 本县" if row.is_home else ""),
            "公布值": rates.percent_text(value.published) if value else "未报送",
            "距100%（个百分点）": float(100 - value.published) if value else None,
            "名次变化": moved(row.place_change),
            f"{found.indicator.missing_word}（{found.indicator.unit}）": rates.count_text(value.missing) if value else "—",
            "通报名次": None if row.printed_rank is None else str(row.printed_rank),
            "分组": row.group,
            "得分": None if row.score is None else str(row.score),
        })
    frame = pd.DataFrame(rows)
    optional = [name for name in ("通报名次", "分组", "得分") if frame[name].isna().all()]
    return frame.drop(columns=optional)


def moved(places: int | None) -> str:
    """↑ 2, ↓ 1, 持平, — where there is no earlier bulletin."""
    if places is None:
        return "—"
    return f"{'↑' if places > 0 else '↓'} {abs(places)}" if places else "持平"


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
