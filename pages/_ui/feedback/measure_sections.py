"""群众评价 › 走势和目标: all period measures with targets, the trend of one, what is behind it."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from govsvc import charts
from govsvc.board.measure_points import STANDING_COLUMNS, MeasureStanding, Trend
from govsvc.board.parts import Measures
from govsvc.domain.deadlines import day_text
from govsvc.domain.feedback import BAD_RATINGS, CHANNELS, PHONE, PeriodMeasure, by_key
from govsvc.domain.feedback.measure_targets import target_text
from govsvc.domain.months import period_text
from govsvc.exports import export
from govsvc.exports.export import Sheet
from pages._ui import chart_view, data, downloads, frame, pickers, style, ui
from pages._ui.feedback import target_forms, views

_MEASURE, _USUAL = "measure", "phone.satisfied"
_BY_MONTH, _BY_WEEK = "按月", "按周"
#: what does not stand on the page, but in the file; and what does where there are targets
_IN_FILE, _OF_TARGETS = ("来源",), ("目标", "牵头单位")


def show(month: date, is_cumulative: bool) -> None:
    """The part of the page, with its title."""
    measures, day = views.board_of(month).measures, data.now().date()
    standings = measures.standings(month, day, is_cumulative)
    months = [date(month.year, 1, 1), month] if is_cumulative else [month]
    name = period_text(months)
    frame.title(_title(name, standings))
    _standings(name, standings, day)
    with ui.not_printed("trend_pickers"), st.container(horizontal=True, gap="small"):
        measure = _measure(measures)
        span = _span(measure)
    weekly = span == _BY_WEEK
    trend = measures.by_week(measure, month) if weekly else measures.by_month(measure, month, day)
    _trend(trend)
    _behind(measures, measure, month, is_cumulative, name)
    target_forms.show(measures, month)


def _title(name: str, standings: Sequence[MeasureStanding]) -> str:
    gaps = [one.gap for one in standings if one.gap and one.gap.is_known]
    if not standings:
        return f"群众评价：{name}没有指标数据"
    if not gaps:
        return f"群众评价：{name}{len(standings)}项指标，还没有设目标"
    short = [gap for gap in gaps if not gap.is_reached and not gap.value.is_small]
    small = sum(gap.value.is_small for gap in gaps)
    note = f"，{small}项样本不足" if small else ""
    return f"群众评价：{name}设目标的{len(gaps)}项中{len(short)}项未达到{note}"


def _standings(name: str, standings: Sequence[MeasureStanding], day: date) -> None:
    handled = any(one.value.measure.channel == BAD_RATINGS for one in standings)
    ui.section(
        "指标和目标",
        f"{name}；各月件数相加再相除，与目标按件数比较"
        + (f"；差评整改截至{day_text(day)}" if handled else ""),
    )
    if not standings:
        st.markdown("本期没有数据。")
        return
    rows = [one.row() for one in standings]
    hidden = {*_IN_FILE, *(() if any(one.gap for one in standings) else _OF_TARGETS)}
    shown = [place for place, name in enumerate(STANDING_COLUMNS) if name not in hidden]
    columns = [STANDING_COLUMNS[place] for place in shown]
    ui.table(
        "measures",
        columns,
        [[ui.text(row[place]) for place in shown] for row in rows],
        [name for name in columns if name in ("数值", "目标", "分子/分母")],
    )
    downloads.table(
        "指标和目标",
        lambda suffix: frame.file_name("群众评价指标", suffix=suffix),
        lambda: Sheet("群众评价指标和目标", STANDING_COLUMNS, rows, [("期间", name)]),
        key="measures",
    )


def _measure(measures: Measures) -> PeriodMeasure:
    held = {one.key: one for one in measures.held()}
    usual = _USUAL if _USUAL in held else next(iter(held))
    picked = st.selectbox(
        "指标",
        list(held),
        format_func=lambda key: f"{CHANNELS[held[key].channel]}　{held[key].name}",
        key=_MEASURE,
        on_change=pickers.follow(_MEASURE, usual, held),
        width=340,
    )
    return by_key(picked or usual)


def _span(measure: PeriodMeasure) -> str:
    if measure.channel != PHONE:
        return _BY_MONTH
    span = st.segmented_control(
        "走势",
        [_BY_MONTH, _BY_WEEK],
        default=_BY_MONTH,
        required=True,
        key="measure_span",
    )
    return span or _BY_MONTH


def _trend(trend: Trend) -> None:
    measure, gap = trend.measure, trend.target
    ui.section(f"{measure.name}走势", "没有开展的期间断开，不沿用上期")
    if trend.is_empty:
        st.markdown("没有可以画的数据：各期都缺件数，或没有这一期间的记录。")
        return
    points = [
        charts.MeasurePoint(
            point.name,
            float(point.value.published)
            if point.value and point.value.published is not None
            else None,
            point.said,
            bool(point.value and point.value.is_small),
        )
        for point in trend.points
    ]
    settings = data.board().measures.settings
    chart = charts.measure_trend(
        points,
        measure.name,
        targets=[None if aim is None else float(aim) for aim in trend.targets],
        target_text=f"目标{target_text(gap.target)}" if gap else "",
        least=settings.least_sample,
        **style.look(),
    )
    chart_view.show(chart, "measure_trend", f"{measure.name}走势")
    if trend.without_week:
        st.markdown(
            f":gray[:small[另有{trend.without_week}件有效回访看不出是哪一周，不在按周走势里。]]"
        )


def _behind(
    measures: Measures, measure: PeriodMeasure, month: date, is_cumulative: bool, name: str
) -> None:
    home = data.board().home_name()

    def made() -> downloads.Made:
        value = measures.value(measure, month, data.now().date(), is_cumulative)
        facts = [("期间", name), ("口径", value.definition if value else "")]
        tables = measures.behind(measure, month, data.now().date(), is_cumulative)
        title = f"{home}{measure.name}"
        book = [
            Sheet(f"{title}（{one.tab}）", one.columns, one.rows, facts, tab=one.tab)
            for one in tables
        ]
        return export.to_book(book), f"{name}{measure.name}，{sum(len(t.rows) for t in tables)}行"

    downloads.button(
        f"下载“{measure.name}”背后的记录（Excel）",
        export.file_name(home, f"{measure.name}明细", month, "", suffix=".xlsx"),
        made,
        "measure_behind",
        mime=downloads.XLSX,
    )
