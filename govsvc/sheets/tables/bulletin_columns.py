"""Which column of a city bulletin carries which measure (rate, rank, counts, score) of which
indicator.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from govsvc.domain import indicators
from govsvc.domain.rows import OVERALL
from govsvc.sheets.cells import values, vocabulary
from govsvc.sheets.formats.reading import Grid

_HINT = re.compile(r"\((%|单位:?.{0,4}|[单位为:]*百分比|百分比|‰)\)")
#: 分值 in a header: （20分）, （满分20）, （分值：20分）
_FULL_SCORE = re.compile(r"\((?:(?:满分|分值|标准分)值?:?(\d+(?:\.\d+)?)分?|(\d+(?:\.\d+)?)分)\)")
_MARK = re.compile(r"[()\[\]:_\-—/*]")


@dataclass(frozen=True, slots=True)
class Measure:
    """`column` (from 0) holds `measure` of `indicator` (a key, or `OVERALL`).

    `full_score`: the 分值 that its header gives.
    """

    column: int
    indicator: str
    measure: str
    full_score: Decimal | None = None


def _plain(header: str) -> str:
    return _FULL_SCORE.sub("", _HINT.sub("", values.packed(header).replace("％", "%"))).replace(
        "%", ""
    )


def full_score(header: str) -> Decimal | None:
    """The 分值 that a header gives behind an indicator's or a measure's name."""
    found = _FULL_SCORE.search(values.packed(header))
    return Decimal(found[1] or found[2]) if found and read(header) else None


def _squeezed(header: str) -> str:
    """Without brackets and joints: 网上可办率(达标数) and 网上可办率-达标数 alike."""
    return _MARK.sub("", _plain(header))


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Squeezed header → indicator key, for the names that mean the rate itself."""
    found: dict[str, str] = {}
    for indicator in indicators.INDICATORS:
        for header in (indicator.name, indicator.short, *indicator.headers):
            found.setdefault(_squeezed(header), indicator.key)
    return found


@lru_cache(maxsize=1)
def _words() -> list[tuple[str, str]]:
    """(word, measure), the longest first."""
    return sorted(
        (
            (_squeezed(word), measure)
            for measure, words in vocabulary.MEASURES.items()
            for word in words
        ),
        key=lambda pair: -len(pair[0]),
    )


@lru_cache(maxsize=1)
def _counts() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Squeezed count header → (measure, indicator keys it may belong to)."""
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for measure in ("numerator", "denominator"):
        for indicator in indicators.INDICATORS:
            for header in getattr(indicator, f"{measure}_headers"):
                keys = found.get(_squeezed(header), (measure, ()))[1]
                found[_squeezed(header)] = (measure, (*keys, indicator.key))
    for measure, headers in vocabulary.OVERALL_HEADERS.items():
        for header in headers:
            found[_squeezed(header)] = (measure, (OVERALL,))
    return found


def read(header: str) -> tuple[str, tuple[str, ...]] | None:
    """(measure, indicator keys; none where the header is a bare measure) of one header text; None
    if unknown.
    """
    word = _squeezed(header)
    if word in _counts():
        return _counts()[word]
    if word in _names():
        return "rate", (_names()[word],)
    for tail, measure in _words():
        if word == tail:
            return measure, ()
        stem = word.removesuffix(tail)
        if stem != word and stem in _names():
            return measure, (_names()[stem],)
    return None


def match(
    grid: Grid, first: int, last: int, header_texts: Callable[..., list[str]]
) -> tuple[list[Measure], list[str]]:
    """(measures, headers of measure columns that belong to no indicator) under the header rows
    `first` to `last`.
    """
    readings: list[tuple[int, str, tuple[str, ...], str]] = []
    for column in range(grid.width):
        texts = header_texts(grid, first, last, column)
        if texts:
            # 达标数 under 网上可办率 is that indicator's; 网上可办率 under 一、网上服务 stands
            # alone
            for line in ("".join(texts), "".join(texts[-2:]), texts[-1]):
                found = read(line)
                if found:
                    readings.append((column, *found, line))
                    break
    shared = [keys for _, _, keys, _ in readings if len(keys) > 1]
    repeated = {keys for keys in shared if shared.count(keys) > 1}
    present = {key for _, _, keys, _ in readings if len(keys) == 1 for key in keys} - {OVERALL}
    full_scores = {
        column: found
        for column, *_ in readings
        if (
            found := next(
                filter(None, map(full_score, reversed(header_texts(grid, first, last, column)))),
                None,
            )
        )
    }
    result: dict[tuple[str, str], Measure] = {}
    ignored: list[str] = []
    common: list[tuple[int, str, tuple[str, ...], str]] = []
    current: str | None = None
    for column, measure, keys, line in readings:
        if len(keys) == 1:
            current = keys[0]
        elif not keys or keys in repeated:
            before = current if current is not None and (not keys or current in keys) else None
            # a rank that stands before the only indicator belongs to it
            owner = before or (next(iter(present)) if len(present) == 1 else None)
            keys = (owner,) if owner else ()
        else:
            keys = tuple(key for key in keys if key in present)
        if len(keys) > 1:
            common.append((column, measure, keys, line))
            continue
        if not keys:
            ignored.append(line)
        for key in keys:
            result.setdefault(
                (key, measure), Measure(column, key, measure, full_scores.get(column))
            )
    for column, measure, keys, line in common:
        # of the indicators that have no such column of their own
        without = [key for key in keys if (key, measure) not in result]
        if not without:
            ignored.append(line)
        result |= {
            (key, measure): Measure(column, key, measure) for key in without
        }  # one 分值 for several is nobody's
    return sorted(result.values(), key=lambda m: m.column), ignored
