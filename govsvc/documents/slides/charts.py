"""Native charts, whose numbers are a sheet in the file."""

from typing import Any

from pptx.chart.data import ChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.slide import Slide
from pptx.util import Length, Pt

from govsvc.documents.slides import measures
from govsvc.documents.slides.parts import SlideChart
from govsvc.domain.safe_text import safe

#: fewer bars are as thin as these
_MANY = 5


def add(slide: Slide, spec: SlideChart, box: tuple[Length, Length, Length, Length]) -> None:
    """Adds the chart in the box (left, top, width, height)."""
    data = ChartData(number_format=spec.number_format)
    # the sheet behind the chart would run a name that begins with =
    name = str(safe(spec.name))
    data.categories = [str(safe(category)) for category in spec.categories]
    data.add_series(name, list(spec.values))
    kind = XL_CHART_TYPE.LINE_MARKERS if spec.is_line else XL_CHART_TYPE.BAR_CLUSTERED
    frame: Any = slide.shapes.add_chart(kind, *box, data)
    frame.name = name
    chart = frame.chart
    chart.font.size = measures.LEAST_SIZE
    chart.font.color.rgb = measures.INK
    chart.has_legend = False
    chart.has_title = True
    chart.chart_title.include_in_layout = False
    chart.chart_title.text_frame.text = name
    run = chart.chart_title.text_frame.paragraphs[0].runs[0]
    run.font.size, run.font.bold = measures.LEAST_SIZE, True
    _axes(chart, spec)
    _series(chart, spec)


def _axes(chart: Any, spec: SlideChart) -> None:
    values, names = chart.value_axis, chart.category_axis
    values.has_major_gridlines = False
    values.visible = False
    if spec.low is not None:
        values.minimum_scale = spec.low
    names.has_major_gridlines = False
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.format.line.color.rgb = measures.MUTED
    names.tick_labels.font.size = measures.LEAST_SIZE
    if not spec.is_line:
        names.reverse_order = True


def _series(chart: Any, spec: SlideChart) -> None:
    plot = chart.plots[0]
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = spec.number_format, False
    labels.font.size = measures.LEAST_SIZE
    labels.show_value = True
    above, outside = XL_LABEL_POSITION.ABOVE, XL_LABEL_POSITION.OUTSIDE_END
    labels.position = above if spec.is_line else outside
    series = plot.series[0]
    if spec.is_line:
        series.smooth = False
        series.format.line.color.rgb = measures.ACCENT
        series.format.line.width = Pt(2.5)
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = measures.ACCENT
        series.marker.format.line.color.rgb = measures.ACCENT
    else:
        plot.gap_width = 50 if len(spec.categories) >= _MANY else 200
        plot.vary_by_categories = False
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = measures.ACCENT
