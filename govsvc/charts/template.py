"""One plotly template in two modes: ink is us, grey is the others, blue is better, orange needs
attention.
"""

import html
import math
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

FONT = "'Microsoft YaHei', 'PingFang SC', 'Noto Sans CJK SC', sans-serif"


@dataclass(frozen=True)
class Palette:
    """Colours of one mode.

    `faint` and `grid` are never text; `context` is 3:1 on paper, for lines;
    `others` is for those without a name, fainter, and still seen.
    """

    paper: str
    ink: str
    muted: str
    context: str
    faint: str
    grid: str
    better: str
    attend: str
    others: str


@dataclass(frozen=True)
class Chart:
    """A figure, its sentence for those who cannot see it (`alt`), the note below it, and what one
    does with it on the screen (`hint`).

    `columns`, `rows`: what it draws, as a table to read (texts and numbers; unknown is None).
    """

    figure: go.Figure
    alt: str
    note: str = ""
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[object]] = ()
    hint: str = ""


LIGHT = Palette(
    "#FFFFFF",
    "#14202E",
    "#515D6B",
    "#8592A1",
    "#DCE2E9",
    "#E6EAEF",
    "#1A66B8",
    "#BF5406",
    "#CBD3DC",
)
DARK = Palette(
    "#0F151D",
    "#EEF2F7",
    "#AAB6C3",
    "#6D7B8A",
    "#2C3846",
    "#25303C",
    "#6DB3F8",
    "#F5A255",
    "#4C5A68",
)

# The mode bar keeps one button, and its tooltip is Chinese: plotly takes a locale's dictionary
# inside config.
CONFIG = {
    "displaylogo": False,
    "modeBarButtons": [["toImage"]],
    "scrollZoom": False,
    "doubleClick": False,
    "locale": "zh-CN",
    "locales": {
        "zh-CN": {
            "dictionary": {
                "Download plot as a PNG": "下载图片",
                "Download plot as a png": "下载图片",
                "Download plot": "下载图片",
                "Taking snapshot - this may take a few seconds": "正在生成图片…",
                "Snapshot succeeded": "图片已保存",
                "Sorry, there was a problem downloading your snapshot!": "图片未能保存，请重试",
            },
            "format": {"decimal": ".", "thousands": ","},
        }
    },
}


def config(name: str) -> dict[str, object]:
    """What plotly needs to know of a chart whose picture is saved as `name`."""
    return CONFIG | {"toImageButtonOptions": {"format": "png", "filename": name, "scale": 2}}


def palette(mode: str | None) -> Palette:
    """The palette of Streamlit's theme type: dark or anything else."""
    return DARK if mode == "dark" else LIGHT


def template(p: Palette) -> go.layout.Template:
    """Template of palette `p`."""
    axis = {
        "showline": False,
        "zeroline": False,
        "ticks": "",
        "gridcolor": p.grid,
        "gridwidth": 1,
        "automargin": True,
        "tickfont": {"color": p.muted, "size": 13},
        "title": {"text": ""},
        "fixedrange": True,
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": 14, "color": p.ink},
            "paper_bgcolor": p.paper,
            "plot_bgcolor": "rgba(0,0,0,0)",  # a picture of it has paper too
            "colorway": [p.ink, p.better, p.attend, p.context, p.muted],
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "showlegend": False,
            "xaxis": {**axis, "showgrid": False, "ticklabelstandoff": 6},
            "yaxis": axis,
            "hovermode": "closest",
            "hoverlabel": {
                "bgcolor": p.paper,
                "bordercolor": p.context,
                "align": "left",
                "font": {"family": FONT, "size": 14, "color": p.ink},
            },
            "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": p.muted, "activecolor": p.ink},
            "separators": ".,",
        }
    )


def escaped(text: object) -> str:
    """Text of the data as plotly shows it literally."""
    # plotly would put a value in the place of %{
    return html.escape(str(text), quote=False).replace("%{", "%&#123;")


def end_range(count: int, left: float, right: float) -> list[float]:
    """Range of an axis of `count` categories with air at both ends; a single one stands at the
    right, beside its label.
    """
    return [-left, count - 1 + right] if count > 1 else [-1, right]


def spread(ys: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions of end labels within [low, high]: order kept, at least `gap` apart (less only where
    they cannot fit), as near to `ys` as that allows.
    """
    if not ys:
        return []
    gap = min(gap, (high - low) / max(1, len(ys) - 1))
    order = sorted(range(len(ys)), key=lambda i: ys[i])
    # labels that touch form a block, which sits at the mean of what its labels want
    blocks: list[tuple[float, int]] = []  # (wanted position of the first label, number of labels)
    for i in order:
        start, size = ys[i], 1
        while blocks and blocks[-1][0] + blocks[-1][1] * gap > start:
            before, count = blocks.pop()
            start = (before * count + (start - count * gap) * size) / (count + size)
            size += count
        blocks.append((start, size))
    placed = [start + n * gap for start, size in blocks for n in range(size)]
    for n in range(len(placed)):  # into the range, from below and then from above
        placed[n] = max(placed[n], low + n * gap)
    for n in reversed(range(len(placed))):
        placed[n] = min(placed[n], high - (len(placed) - 1 - n) * gap)
    out = [0.0] * len(placed)
    for i, y in zip(order, placed):
        out[i] = y
    return out


def text_width(text: str, size: float) -> float:
    """About how many pixels wide a label is: a Chinese character one `size`, anything else a little
    over half.
    """
    return sum(size if ord(c) > 0x2E80 else size * 0.58 for c in text)


def percent_range(values: list[float]) -> tuple[float, float]:
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
