"""The months of one indicator: the home county in ink, its twin in orange, the others in grey, the
target dashed.
"""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from math import inf

import pandas as pd
import plotly.graph_objects as go

from govsvc.charts.template import Chart, Palette, end_range, escaped, spread, template, text_width
from govsvc.domain.indicators import OWN, SOURCES, Indicator, twin_of
from govsvc.domain.months import month_before, month_text


def trend(
    frame: pd.DataFrame,
    indicator: Indicator,
    home: str,
    named: list[str],
    *,
    target: float | None,
    palette: Palette,
    scale: float = 1.0,
    tallest: float = inf,
    breaks: Sequence[tuple[date, str]] = (),
    targets: Mapping[date, float] | None = None,
) -> Chart:
    """The trend of `indicator`.

    `frame`: a row a month, county and line (headline, own, twin) with published (percent or None),
    numerator, denominator, source. `named`: counties that get their name at the line's end.
    `target`: of the last month, percent or None; `targets`: those in force in each month where they
    are not all this one. `breaks`: (month, name of the rules) where the rules by which the home
    county counts change (口径调整).
    """
    months = sorted(set(frame["month"]))
    labels = [month_text(month) for month in months]
    breaks = [
        (month, name) for month, name in breaks if months and month > months[0]
    ]  # nothing is shown before the first month
    lines = {key: rows.set_index("month") for key, rows in frame.groupby(["county", "line"])}
    figure, ends = go.Figure(), []
    aims = [(targets or {}).get(month) if targets is not None else target for month in months]
    shown: list[float] = [aim for aim in (*aims, target) if aim is not None]

    def add(
        key: tuple[str, str],
        name: str,
        colour: str,
        width: float,
        *,
        end: str | None = None,
        label: str = "",
        dash: str = "solid",
    ) -> None:
        rows = lines[key].reindex(months)
        ys = [None if pd.isna(value) else float(value) for value in rows["published"]]
        known = [(position, value) for position, value in enumerate(ys) if value is not None]
        if not known:
            return
        shown.extend(value for _, value in known)
        counts = [
            f"<br>{int(n):,} / {int(d):,}{indicator.unit}" if pd.notna(n) and pd.notna(d) else ""
            for n, d in zip(rows["numerator"], rows["denominator"])
        ]
        cut = {0, len(ys), *cuts_of(key, rows)}
        lone = {
            position
            for position, _ in known
            if (position in cut or ys[position - 1] is None)
            and (position + 1 in cut or ys[position + 1] is None)
        }
        sizes = [
            9 * scale if position in lone or (end and position == known[-1][0]) else 0
            for position in range(len(ys))
        ]
        xs = list(labels)
        for position in sorted(
            cuts_of(key, rows), reverse=True
        ):  # what was counted by other rules is not joined to it
            for values, nothing in ((xs, labels[position]), (ys, None), (counts, ""), (sizes, 0)):
                values.insert(position, nothing)
        figure.add_scatter(
            x=xs,
            y=ys,
            mode="lines+markers",
            name=escaped(name),
            connectgaps=False,
            customdata=counts,
            line={"color": colour, "width": width, "dash": dash},
            marker={"size": sizes, "color": colour, "opacity": 1},
            hovertemplate=f"{escaped(name)}　%{{x}}<br><b>%{{y:.2f}}%</b>%{{customdata}}<extra></extra>",
        )
        if end:
            # a line that ends before the last month must not read as its value
            early = "" if known[-1][0] == len(months) - 1 else f"（{months[known[-1][0]].month}月）"
            ends.append((known[-1][1], (label or name) + early, end, key == (home, "headline")))

    def cuts_of(key: tuple[str, str], rows: pd.DataFrame) -> list[int]:
        """Where the line of a book that the rules count is broken: the bulletin's goes on."""
        return [
            months.index(month)
            for month, _ in breaks
            if month in months
            and key[0] == home
            and (key[1] != "headline" or rows["source"].get(month) == SOURCES[OWN])
        ]

    others = [county for county, line in lines if line == "headline" and county != home]
    for county in sorted(others, key=lambda county: county in named):
        if county in named:
            add((county, "headline"), county, palette.context, 1.75 * scale, end=palette.muted)
        else:
            add((county, "headline"), county, palette.faint, 1.25 * scale)
    if any(aim is not None for aim in aims):
        figure.add_scatter(
            x=labels,
            y=aims,
            mode="lines",
            connectgaps=False,
            hoverinfo="skip",
            line={"color": palette.muted, "width": 1.5, "dash": "4px,4px", "shape": "hvh"},
        )
    if target is not None:
        ends.append((target, f"目标{target:.2f}%", palette.muted, False))
    twin, headline = twin_of(indicator), lines.get((home, "headline"))
    own = lines.get((home, "own"))
    has_own_line = False
    if (
        own is not None
        and headline is not None
        and (
            own["published"].notna()
            & (own["published"].fillna(-1) != headline["published"].fillna(-1))
        ).any()
    ):
        has_own_line = True
        value, printed = own["published"].dropna(), headline["published"].dropna()
        ends_apart = printed.empty or (value.index[-1], value.iloc[-1]) != (
            printed.index[-1],
            printed.iloc[-1],
        )
        add(
            (home, "own"),
            "本县测算",
            palette.ink,
            1.5 * scale,
            dash="2px,3px",
            end=palette.ink if ends_apart else None,
            label=f"本县测算{float(value.iloc[-1]):.2f}%",
        )
    if twin and (home, "twin") in lines:
        word = "核减后" if not twin.among else twin.short
        value = lines[home, "twin"]["published"].dropna()
        if len(value):
            add(
                (home, "twin"),
                word,
                palette.attend,
                2.5 * scale,
                end=palette.attend,
                label=f"{word}{float(value.iloc[-1]):.2f}%",
            )
    alt = f"{indicator.short}没有数据。"
    if headline is not None and headline["published"].notna().any():
        known = headline["published"].dropna()
        first, last = known.index[0], known.index[-1]
        add(
            (home, "headline"),
            home,
            palette.ink,
            3 * scale,
            end=palette.ink,
            label=f"{home}{float(known.iloc[-1]):.2f}%",
        )
        start = (
            f"由{month_text(first)}的{float(known.iloc[0]):.2f}%到{month_text(last)}的"
            if first != last
            else f"{month_text(last)}为"
        )
        alt = f"{home}{indicator.short}{start}{float(known.iloc[-1]):.2f}%" + (
            f"，目标{target:.2f}%。" if target is not None else "。"
        )
    low, high = _range(shown)
    height = min(400 * scale, tallest)
    size = 14 * scale
    gap = (high - low) * size * 1.35 / (height - 46 * scale)
    positions = spread([value for value, *_ in ends], gap, low + gap / 2, high - gap / 2)
    for (_, text, colour, is_bold), y in zip(ends, positions):
        text = f"<b>{escaped(text)}</b>" if is_bold else escaped(text)
        figure.add_annotation(
            x=1.005,
            xref="paper",
            xanchor="left",
            y=y,
            yanchor="middle",
            text=text,
            showarrow=False,
            font={"color": colour, "size": size},
        )
    for month, _ in breaks:
        figure.add_vline(
            x=[month_text(m) for m in _calendar(months)].index(month_text(month)) - 0.5,
            line={"color": palette.muted, "width": 1.25 * scale, "dash": "1px,3px"},
        )
        figure.add_annotation(
            x=[month_text(m) for m in _calendar(months)].index(month_text(month)) - 0.5,
            y=1,
            yref="paper",
            yanchor="top",
            xanchor="left",
            text=" 口径调整",
            showarrow=False,
            font={"color": palette.muted, "size": size},
        )
    widest = max((text_width(text, size) for _, text, *_ in ends), default=0)
    axis = [month_text(month) for month in _calendar(months)]
    every = max(1, math.ceil(len(axis) / 6))
    ticks = [
        label for position, label in enumerate(axis) if (len(axis) - 1 - position) % every == 0
    ]
    figure.update_xaxes(
        type="category",
        categoryorder="array",
        categoryarray=axis,
        tickvals=ticks,
        range=end_range(len(axis), 0.3, 0.15),
    )
    figure.update_yaxes(
        range=[low, high], ticksuffix="%", tickformat=".2f" if high - low < 1 else ".1f", nticks=7
    )
    figure.update_layout(
        template=template(palette, scale),
        height=height,
        margin={"r": widest + 14 * scale, "t": 6, "b": 8, "l": 8},
    )
    note = f"纵轴自{low:.4g}%起，以便看清百分位差异。" if low > 0 else ""
    if has_own_line:
        note += "点线为本县测算。"
    if others:
        note += "灰线为其他县（市、区），指向可看名称。"
    for month, name in breaks:
        note += f"{month_text(month)}起按{name}，与以前不可比。"
    names = {
        "headline": "",
        "own": "本县测算",
        "twin": ("核减后" if not twin.among else twin.short) if twin else "",
    }
    shown_lines = [
        key
        for key in lines
        if lines[key]["published"].notna().any() and (key[1] != "own" or has_own_line)
    ]
    shown_lines.sort(key=lambda key: key[0] != home)
    aim_column = ("目标",) if any(aim is not None for aim in aims) else ()
    return Chart(
        figure,
        alt,
        note,
        ("月份", *(names[line] or county for county, line in shown_lines), *aim_column),
        [
            (
                label,
                *(_value(lines[key]["published"].get(month)) for key in shown_lines),
                *((aim,) if aim_column else ()),
            )
            for month, label, aim in zip(months, labels, aims)
        ],
    )


def _value(value: object) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _calendar(months: list[date]) -> list[date]:
    """All months from the first to the last: a month that was never imported keeps its place on the
    axis.
    """
    found = months[-1:]
    while found and found[-1] > months[0]:
        found.append(month_before(found[-1]))
    return found[::-1]


def _range(values: list[float]) -> tuple[float, float]:
    """An axis where differences can be seen, from a round number below; a little air above 100."""
    if not values:
        return 0, 100
    lowest, highest = min(values), max(values)
    step = next(
        s for s in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20) if (highest - lowest) / s <= 8 or s == 20
    )
    low = max(0.0, math.floor((lowest - step * 0.2) / step) * step)
    high = min(math.ceil((highest + step * 0.2) / step) * step, 100.0)
    return round(low, 6), round(max(high, low + step) + (high - low or step) * 0.03, 6)
