"""Ranks over the bulletins: the home county thick, the others thin, names at the line ends."""

from itertools import pairwise
from math import ceil, inf

import pandas as pd
import plotly.graph_objects as go

from govsvc.charts.template import Chart, Palette, end_range, escaped, spread, template, text_width
from govsvc.domain.months import month_text


def rank_lines(
    frame: pd.DataFrame, home: str, *, palette: Palette, scale: float = 1.0, tallest: float = inf
) -> Chart:
    """Places by month. `frame`: month, county, place (None: not ranked), is_tied."""
    months = sorted(set(frame["month"]))
    labels = [month_text(month) for month in months]
    figure, ends, unranked = go.Figure(), [], []
    places = [int(place) for place in frame["place"] if pd.notna(place)]
    worst = max(places, default=1)
    counties = sorted(
        dict.fromkeys(frame["county"]), key=lambda county: county == home
    )  # home on top of the others
    alt = f"{home}在这些通报中没有名次。"
    for county in counties:
        rows = frame[frame["county"] == county].set_index("month").reindex(months)
        ys = [None if pd.isna(place) else int(place) for place in rows["place"]]
        tied = [bool(value) if pd.notna(value) else False for value in rows["is_tied"]]
        is_home = county == home
        figure.add_scatter(
            x=labels,
            y=ys,
            mode="lines+markers",
            connectgaps=False,
            name=escaped(county),
            line={
                "color": palette.ink if is_home else palette.faint,
                "width": (3.5 if is_home else 2) * scale,
            },
            marker={
                "size": (11 if is_home else 7) * scale,
                "color": palette.ink if is_home else palette.context,
            },
            customdata=["并列" if value else "" for value in tied],
            hovertemplate=f"{escaped(county)}　%{{x}}<br><b>%{{customdata}}第%{{y}}</b><extra></extra>",
        )
        if ys and ys[-1] is not None:
            name = f"{'并列' if tied[-1] else ''}{ys[-1]} {county}"
            ends.append((ys[-1], name, is_home))
        known = [(label, place) for label, place in zip(labels, ys) if place is not None]
        if known and ys[-1] is None:
            unranked.append((county, is_home))
        if is_home and known:
            alt = (
                f"{home}名次："
                + "，".join(
                    f"{label}第{place}" for label, place in dict.fromkeys((known[0], known[-1]))
                )
                + "。"
            )
            if len(labels) > 1 and ys[0] is not None:
                figure.add_annotation(
                    x=labels[0],
                    xanchor="right",
                    xshift=-12,
                    y=ys[0],
                    text=f"<b>{ys[0]}</b>",
                    showarrow=False,
                )
            for label, (before, place) in zip(labels[1:], pairwise(ys)):
                if place is not None and place != before:  # the line's end and steps say the number
                    figure.add_annotation(
                        x=label,
                        y=place,
                        yshift=14 * scale,
                        text=f"<b>{place}</b>",
                        showarrow=False,
                        font={"size": 13 * scale},
                    )
    # those without a place in the last month are named below the last place
    ends += [
        (worst + 1 + n, f"— {county}", is_home) for n, (county, is_home) in enumerate(unranked)
    ]
    lowest = worst + len(unranked)
    size, height = 14 * scale, min((90 + 32 * max(lowest, len(ends))) * scale, tallest)
    span = lowest + 1.0 - 0.4
    gap = span * size * 1.4 / (height - 50 * scale)
    positions = spread([place for place, _, _ in ends], gap, 0.6, lowest + 0.8)
    for (_, name, is_home), y in zip(ends, positions):
        text = f"<b>{escaped(name)}</b>" if is_home else escaped(name)
        figure.add_annotation(
            x=1,
            xref="paper",
            xanchor="left",
            xshift=6,
            y=y,
            yanchor="middle",
            text=text,
            showarrow=False,
            font={"size": size, "color": palette.ink if is_home else palette.muted},
        )
    every = max(1, ceil(len(labels) * scale / 5))
    shown = [
        position for position in range(len(labels)) if (len(labels) - 1 - position) % every == 0
    ]
    figure.update_yaxes(range=[lowest + 1.0, 0.4], showgrid=False, showticklabels=False)
    figure.update_xaxes(
        type="category",
        categoryorder="array",
        categoryarray=labels,
        side="top",
        range=end_range(len(labels), 0.35, 0.25),
        tickvals=[labels[position] for position in shown],
        ticktext=[labels[position] for position in shown],
    )
    widest = max((text_width(name, size) for _, name, _ in ends), default=0)
    figure.update_layout(
        template=template(palette, scale),
        height=height,
        margin={"r": widest + 16 * scale, "l": 26 * scale},
    )
    places_of = {(row.month, row.county): row for row in frame.itertuples(index=False)}

    def said(month, county: str) -> str | None:
        row = places_of.get((month, county))
        return (
            None
            if row is None or pd.isna(row.place)
            else f"{'并列' if row.is_tied else ''}{int(row.place)}"
        )

    silent = [
        label
        for month, label in zip(months, labels)
        if not any(said(month, county) for county in counties)
    ]
    return Chart(
        figure,
        alt,
        f"空缺的{len(silent)}个月没有通报名次" if silent else "",
        ("月份", *reversed(counties)),
        [
            (label, *(said(month, county) for county in reversed(counties)))
            for month, label in zip(months, labels)
        ],
    )
