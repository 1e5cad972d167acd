"""Charts of a finished paper: their numbers as the labels print them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from xml.etree.ElementTree import Element

#: a chart with more numbers is not read
_MOST_POINTS = 2000
#: in a format of numbers: what is printed as it is, a sign that the number is a day
_LITERAL, _OF_DAY = re.compile(r'"([^"]*)"|\\(.)'), re.compile("[ymd年月日]", re.IGNORECASE)
_DECIMALS = re.compile(r"[0#?]\.([0#?]+)")
#: decimals of a number without a format; the first day that such numbers count from
_MOST_DECIMALS, _EPOCH = 2, date(1899, 12, 30)
_LAST_DAY = 80_000
_LARGEST = Decimal(10) ** 15


@dataclass(frozen=True, slots=True)
class Series:
    """`points`: (what it is of, the number as printed)."""

    name: str
    points: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PaperChart:
    """`title`: "" where it has none."""

    title: str
    series: tuple[Series, ...]


def chart_of(root: Element) -> PaperChart | None:
    """What the chart says; None where it keeps no numbers or too many."""
    series = tuple(_series(root))
    count = sum(len(one.points) for one in series)
    return PaperChart(_title(root), series) if 0 < count <= _MOST_POINTS else None


def _series(root: Element) -> Iterator[Series]:
    for plot in root.iter():
        for one in _children(plot, "ser"):
            values = _values(one, _label_format(one) or _label_format(plot))
            names = _categories(one)
            points = tuple((names.get(place, ""), text) for place, text in values.items())
            yield Series(_text(_child(one, "tx"), "v"), points)


def _values(series: Element, label_format: str) -> dict[str, str]:
    """Place → number."""
    cache = _cache(_child(series, "val"))
    if cache is None:
        return {}
    usual = _text(_child(cache, "formatCode"))
    found = {}
    for point in _children(cache, "pt"):
        code = label_format or point.get("formatCode") or usual
        if text := printed(_text(point, "v"), code):
            found[point.get("idx", "")] = text
    return found


def printed(number: str, code: str) -> str:
    """98.1 as a label in that format prints it; "" for what is no number."""
    try:
        value = Decimal(number.strip())
    except InvalidOperation:
        return ""
    if not value.is_finite() or abs(value) >= _LARGEST:
        return ""
    code = code.partition(";")[0]
    literal = "".join(a or b for a, b in _LITERAL.findall(code))
    code = _LITERAL.sub("", code)
    value = 100 * value if "%" in code else value
    decimals = _DECIMALS.search(code)
    if re.search("[0#?]", code):
        value = _rounded(value, len(decimals[1]) if decimals else 0)
    else:
        value = min(value, _rounded(value, _MOST_DECIMALS), key=_decimals).normalize()
    return f"{value:f}" + ("%" if "%" in code or "%" in literal or "％" in literal else "")


def _decimals(value: Decimal) -> int:
    return len(f"{value:f}".partition(".")[2])


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _categories(series: Element) -> dict[str, str]:
    """Place → what its number is of; a day as its month."""
    cache = _cache(_child(series, "cat"))
    if cache is None:
        return {}
    is_day = _OF_DAY.search(_LITERAL.sub("", _text(_child(cache, "formatCode"))))
    level = _child(cache, "lvl")
    points = _children(cache if level is None else level, "pt")
    names = {one.get("idx", ""): _text(one, "v") for one in points}
    return {place: _month(name) if is_day else name for place, name in names.items()}


def _month(number: str) -> str:
    """46296 as 2026年10月."""
    if not re.fullmatch(r"\d{5}(?:\.\d+)?", number) or float(number) > _LAST_DAY:
        return number
    day = _EPOCH + timedelta(days=int(float(number)))
    return f"{day.year}年{day.month}月"


def _label_format(holder: Element) -> str:
    """Of the labels of a plot or a series; "" where it is that of the numbers."""
    labels = _child(holder, "dLbls")
    found = None if labels is None else _child(labels, "numFmt")
    if found is None or found.get("sourceLinked") in ("1", "true"):
        return ""
    return found.get("formatCode", "")


def _title(root: Element) -> str:
    chart = _child(root, "chart")
    title = None if chart is None else _child(chart, "title")
    if title is None:
        return ""
    texts = [one.text or "" for one in title.iter() if _name(one) in ("t", "v")]
    return " ".join("".join(texts).split())


def _cache(holder: Element | None) -> Element | None:
    """What is kept of the sheet behind the chart."""
    found = [] if holder is None else list(holder.iter())
    return next((one for one in found if _name(one).endswith(("Cache", "Lit"))), None)


def _text(holder: Element | None, name: str = "") -> str:
    """The text of the element, or of the first of that name in it."""
    found = (
        [] if holder is None else [one for one in holder.iter() if _name(one) == name or not name]
    )
    return " ".join((found[0].text or "").split()) if found else ""


def _children(parent: Element, name: str) -> list[Element]:
    return [one for one in parent if _name(one) == name]


def _child(parent: Element, name: str) -> Element | None:
    return next(iter(_children(parent, name)), None)


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
