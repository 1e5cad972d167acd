"""Which column of a city bulletin holds which measure (rate, rank …) of which indicator."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from govsvc.domain import indicators
from govsvc.domain.indicators import BULLETIN
from govsvc.domain.rows import OVERALL
from govsvc.sheets.cells import cell_text, month_words, vocabulary
from govsvc.sheets.formats.grid import Grid
from govsvc.sheets.tables import headers
from govsvc.sheets.tables.concepts import NOTHING, read_heading
from govsvc.sheets.tables.headers import header_texts

_HINT = re.compile(r"\((%|单位:?.{0,4}|[单位为:]*百分比|百分比|‰)\)")
#: 分值 in a header: （20分）, （满分20）, （分值：20分）
_FULL_SCORE = re.compile(r"\((?:(?:满分|分值|标准分)值?:?(\d+(?:\.\d+)?)分?|(\d+(?:\.\d+)?)分)\)")
#: columns of which nothing need be said
_BESIDE = re.compile(r"序号|编号|备注|说明|No\.?")
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


@dataclass(frozen=True, slots=True)
class _Heading:
    """The header of a measure's column.

    `indicators`: those it may belong to, none where it is a bare measure. `text`: what was read of
    it.
    """

    column: int
    measure: str
    indicators: tuple[str, ...]
    text: str


def _plain(header: str) -> str:
    """Without what says the unit: %, (单位：%), （20分）."""
    folded = cell_text.packed(header).replace("％", "%")
    return _FULL_SCORE.sub("", _HINT.sub("", folded)).replace("%", "")


def full_score(header: str) -> Decimal | None:
    """The 分值 that a header gives behind an indicator's or a measure's name."""
    match = _FULL_SCORE.search(cell_text.packed(header))
    return Decimal(match[1] or match[2]) if match and read(header) else None


def _squeezed(header: str) -> str:
    """Without brackets and joints: 网上可办率(达标数) and 网上可办率-达标数 alike."""
    return _MARK.sub("", _plain(header))


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Squeezed header → indicator key, for the names that mean the rate itself."""
    keys: dict[str, str] = {}
    for indicator in indicators.INDICATORS:
        if indicator.measure != indicators.PERCENT:
            continue
        for header in (indicator.name, indicator.short, *indicator.headers):
            keys.setdefault(_squeezed(header), indicator.key)
    return keys


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
    counts: dict[str, tuple[str, tuple[str, ...]]] = {}
    of_indicators = [
        *(("numerator", each.key, each.numerator_headers) for each in indicators.INDICATORS),
        *(("denominator", each.key, each.denominator_headers) for each in indicators.INDICATORS),
    ]
    for measure, key, names in of_indicators:
        for header in names:
            _, keys = counts.get(_squeezed(header), (measure, ()))
            counts[_squeezed(header)] = (measure, (*keys, key))
    for measure, names in vocabulary.OVERALL_HEADERS.items():
        for header in names:
            counts[_squeezed(header)] = (measure, (OVERALL,))
    return counts


def read(header: str) -> tuple[str, tuple[str, ...]] | None:
    """(measure, keys of indicators) of one header text, None if it is unknown.

    There are no keys where the header is a bare measure, and several where indicators share it.
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


def match(grid: Grid, first: int, last: int) -> tuple[list[Measure], list[str]]:
    """The measures under the header rows `first` to `last`.

    With them the headers of measures that belong to no indicator.
    """
    headings, ignored = _headings(grid, first, last)
    headings = _of_this_month(headings, ignored, _month_of(grid, first))
    full_scores = {
        heading.column: _full_score_of(header_texts(grid, first, last, heading.column))
        for heading in headings
    }
    measures: dict[tuple[str, str], Measure] = {}
    shared: list[tuple[_Heading, tuple[str, ...]]] = []
    for heading, owners in _with_owners(headings):
        if len(owners) > 1:
            shared.append((heading, owners))
        elif not owners:
            ignored.append(heading.text)
        for key in owners if len(owners) == 1 else ():
            measures.setdefault(
                (key, heading.measure),
                Measure(heading.column, key, heading.measure, full_scores[heading.column]),
            )
    for heading, owners in shared:
        # of the indicators that have no such column of their own
        without = [key for key in owners if (key, heading.measure) not in measures]
        if not without:
            ignored.append(heading.text)
        # one 分值 for several is nobody's
        measures |= {
            (key, heading.measure): Measure(heading.column, key, heading.measure) for key in without
        }
    return sorted(measures.values(), key=lambda measure: measure.column), ignored


def _headings(grid: Grid, first: int, last: int) -> tuple[list[_Heading], list[str]]:
    """(the headers that name a measure, from left to right; those that nobody can place).

    A bare measure (得分) is of the group that it stands under, else of the column at its left.
    """
    headings: list[_Heading] = []
    unplaced: list[str] = []
    for column, levels in _own_levels(headers.levels(grid, first, last)).items():
        meaning = _meaning(levels)
        text = "".join(levels)
        if meaning is None:
            if not _is_of_the_sheet(levels) and not _BESIDE.fullmatch(levels[-1]):
                unplaced.append(text)
        elif meaning[1] or not _is_under_another(levels):
            headings.append(_Heading(column, *meaning, text))
        else:
            unplaced.append(text)
    return headings, unplaced


def _month_of(grid: Grid, first: int) -> tuple[int | None, int] | None:
    """(year or None, month) that a title above the header, the sheet's or the file's name gives."""
    lines = (*headers.lines_of(grid.rows[:first]), grid.name, grid.file)
    return next(filter(None, map(month_words.named, lines)), None)


def _of_this_month(
    headings: Sequence[_Heading], unplaced: list[str], month: tuple[int | None, int] | None
) -> list[_Heading]:
    """Of several columns of one measure (8月, 9月) the one of the sheet's month, else none: nobody
    knows which is meant. Columns with the very same header are left for others to tell.
    """
    texts: dict[tuple[str, tuple[str, ...]], set[str]] = {}
    for heading in headings:
        if heading.indicators:
            texts.setdefault((heading.measure, heading.indicators), set()).add(heading.text)
    kept = []
    for heading in headings:
        several = len(texts.get((heading.measure, heading.indicators), ())) > 1
        if several and not _is_of(heading.text, month):
            unplaced.append(heading.text)
        else:
            kept.append(heading)
    return kept


def _is_of(text: str, month: tuple[int | None, int] | None) -> bool:
    """Whether a header names that month, and no other year."""
    named = month_words.named(text)
    if named is None or month is None or named[1] != month[1]:
        return False
    return None in (named[0], month[0]) or named[0] == month[0]


def _own_levels(levels: Mapping[int, tuple[str, ...]]) -> dict[int, tuple[str, ...]]:
    """Without a title that stands over all columns."""
    tops = {texts[0] for texts in levels.values()}
    has_title = len(tops) == 1 and len(levels) > 1
    return {
        column: texts[1:] if has_title and len(texts) > 1 else texts
        for column, texts in levels.items()
    }


def _meaning(levels: Sequence[str]) -> tuple[str, tuple[str, ...]] | None:
    """(measure, indicators it may be of) of a column, None where it is no measure of ours."""
    heading = read_heading(BULLETIN, "|".join(text.replace("|", " ") for text in levels))
    key, _, measure = heading.field.partition(".")
    if measure:
        return measure, (key,)
    is_of_another_time = heading.field == NOTHING and heading.why
    if is_of_another_time or heading.field in vocabulary.FIELDS[BULLETIN]:
        return None
    texts = ("".join(levels), "".join(levels[-2:]), levels[-1])
    return next(filter(None, map(read, texts)), None)


def _is_of_the_sheet(levels: Sequence[str]) -> bool:
    """Whether it is the column of counties, groups or months."""
    return read_heading(BULLETIN, "|".join(levels)).field in vocabulary.FIELDS[BULLETIN]


def _is_under_another(levels: Sequence[str]) -> bool:
    """Whether a bare measure stands under a name that is none of ours."""
    return len(levels) > 1 and read("".join(levels[:-1])) is None and read(levels[-2]) is None


def _full_score_of(texts: Sequence[str]) -> Decimal | None:
    """The 分值 that the lowest of a column's header texts gives."""
    return next(filter(None, map(full_score, reversed(texts))), None)


def _with_owners(headings: Sequence[_Heading]) -> Iterator[tuple[_Heading, tuple[str, ...]]]:
    """Each heading with the indicators that it belongs to."""
    times = Counter(heading.indicators for heading in headings)
    single = {heading.indicators[0] for heading in headings if len(heading.indicators) == 1}
    present = single - {OVERALL}
    only = next(iter(present)) if len(present) == 1 else None
    current: str | None = None
    before = -1
    for heading in headings:
        keys = heading.indicators
        if heading.column != before + 1:
            # a column of something else stands between: what follows is no longer of this group
            current = None
        before = heading.column
        if len(keys) == 1:
            current = keys[0]
            yield heading, keys
        elif keys and times[keys] == 1:
            yield heading, tuple(key for key in keys if key in present)
        else:
            # it is of the indicator at its left; one before the only indicator belongs to that
            left = current if not keys or current in keys else None
            owner = left or (only if heading is headings[0] else None)
            yield heading, (owner,) if owner else ()
