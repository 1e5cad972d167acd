"""A chart on the page, with what belongs to it."""

from collections.abc import Callable, Sequence
from typing import Literal

import pandas as pd
import streamlit as st

from govsvc import charts
from govsvc.exports import export
from pages._ui import downloads, frame, ui

#: columns of what a chart draws that a phone shows before the others
_LEADING = 3


def show(
    chart: charts.Chart,
    key: str,
    name: str,
    on_select: Callable[[], None] | Literal["ignore"] = "ignore",
) -> None:
    """A chart with its sentence for those who cannot see it, its note below, and what it draws as a
    table.

    `name`: what it shows, for the names of files.
    """
    picture(chart, key, frame.file_name(name), on_select)
    if chart.columns:
        _data_table(chart, key, name, frame.file_name(name), frame.facts())


def picture(
    chart: charts.Chart,
    key: str,
    file: str,
    on_select: Callable[[], None] | Literal["ignore"] = "ignore",
) -> None:
    """The chart and its note alone, also in a fragment. `file`: the name that it is saved by."""
    st.plotly_chart(
        chart.figure,
        theme=None,
        config=charts.config(file),
        key=key,
        alt=chart.alt,
        on_select=on_select,
        selection_mode="points",
    )
    if said := "　".join(filter(None, (chart.note, chart.hint and ui.hinted(chart.hint)))):
        st.markdown(f":gray[:small[{said}]]")


@st.fragment
def _data_table(
    chart: charts.Chart, key: str, name: str, file: str, facts: Sequence[tuple[str, str]]
) -> None:
    """What the chart draws, made only when it is opened.

    Opening it draws nothing else again; `file`: the name of its files, without the ending.
    """
    with st.expander(
        "数据表", key=f"{key}_table", on_change="rerun", icon=":material/table_chart:"
    ) as expander:
        if not expander.open:
            return
        percents = [
            column
            for column, values in zip(chart.columns, zip(*chart.rows))
            if any(isinstance(value, float) for value in values)
        ]
        ui.grid(
            pd.DataFrame(chart.rows, columns=list(chart.columns), dtype=object),
            leading=chart.columns[:_LEADING],
            is_boxed=True,
            alt=f"{name}的数据表，{len(chart.rows)}行",
            height=min(420, 38 + 35 * len(chart.rows)),
            column_config={
                column: st.column_config.NumberColumn(format="%.2f") for column in percents
            },
        )
        sheet = export.Sheet(name, chart.columns, chart.rows, facts)
        downloads.table("数据表", lambda suffix: file + suffix, lambda: sheet, key=f"{key}_data")
