"""A chart of a paper as sentences: each number with what its bar, its series and the title name."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from govsvc.documents.papers.checking.subjects import named_in
from govsvc.documents.papers.checking.table_texts import cleaned, said, subject_in
from govsvc.sheets.formats.paper_charts import PaperChart

_MONTH = re.compile(r"(?:(20\d\d)[年\-/.])?0?(\d{1,2})(?<!\d{3})(月)?(?:份|底|末)?")
#: a time that is no month: a year, a quarter, 1—10月
_TIME = re.compile(r"20\d\d|季度|半年|\d+月")
#: a series that names nobody, but what its numbers are
_OWN = re.compile(
    r"本县|我县|全县|本[期月]|实际|完成|数值|公布值|目标值?"
    r"|位次|排名|名次|较上.*|环比|升降|未.*|[项个]|.*\d"
)
#: what is counted is no percent
_COUNTED = re.compile(r"[（(，,、](?:项|个|件|条|分|家|人次?|天|次)[）)]")
_WHOLE = 100
#: what bars name without it, where the title has it
_RATE = "满意率"


@dataclass(frozen=True, slots=True)
class ChartText:
    """`of`: the bar; `is_told`: False where the bar or series names what is none of `names`."""

    of: str
    text: str
    is_told: bool


def sentences(chart: PaperChart, above: str, names: Collection[str]) -> Iterator[ChartText]:
    """A sentence for each number that can be told. `above`: the text that stands above the chart;
    `names`: counties and units that are known.
    """
    about = subject_in(chart.title if named_in(chart.title) else above)
    for series in chart.series:
        is_title = series.name == chart.title
        for bar, number in series.points:
            labels = [cleaned(one) for one in (bar, "" if is_title else series.name) if one]
            subject = next(filter(None, (_subject(one, chart.title) for one in labels)), about)
            found = _said(series.name, chart.title, number)
            if subject and found:
                words, text = found
                whose = [x for x in labels if _is_of_somebody(x, chart.title)]
                when = "".join(map(_when, labels))
                is_told = all(any(one and one in x for one in names) for x in whose)
                yield ChartText(bar, f"{when}“{subject}”{words}{''.join(whose)}{text}", is_told)


def _subject(label: str, title: str) -> str:
    """What a bar or series is of: an indicator, or one of the questions of 电话回访."""
    return subject_in(label) or (subject_in(f"{label}{_RATE}") if _RATE in title else "")


def _said(series: str, title: str, number: str) -> tuple[str, str] | None:
    """What the series says, or where it does not the title."""
    is_rate = "%" in title or "％" in title
    for header in dict.fromkeys((series, title, *(["率"] if is_rate else []))):
        found = said(header, number)
        if found and (found[0] not in ("为", "目标") or _is_percent(f"{header}{title}", number)):
            return found
    return None


def _is_percent(header: str, number: str) -> bool:
    if number.endswith("%"):
        return True
    return not _COUNTED.search(header) and 0 <= float(number) <= _WHOLE


def _when(label: str) -> str:
    """The month, as a sentence has it; another time as it is; "" for what is none."""
    month = _MONTH.fullmatch(label)
    if month and 1 <= int(month[2]) <= 12 and (month[1] or month[3]):
        return f"{month[1]}年{month[2]}月" if month[1] else f"{month[2]}月"
    return label if _TIME.search(label) else ""


def _is_of_somebody(label: str, title: str) -> bool:
    """Whether the label names a county or unit, or what is neither."""
    return not (_subject(label, title) or _when(label) or _OWN.fullmatch(label))
