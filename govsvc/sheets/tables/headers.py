"""Header texts as they are compared, and which column of a header is which field."""

import hashlib
import re
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache, partial

from govsvc.domain import indicators
from govsvc.domain.indicators import (
    BAD_RATINGS,
    BULLETIN,
    CASES,
    CHAIN_CASES,
    CHAINS,
    ITEMS,
    KINDS,
    KINDS_OF_WEEKS,
    PARTIAL_KINDS,
    QUESTIONNAIRES,
    RATINGS,
    RECTIFICATION,
    REPRESENTATIVES,
    STATIONS,
    SURVEY,
    TARGETS,
    UNITS,
    VILLAGES,
    WINDOW_SCORES,
)
from govsvc.domain.rows import OVERALL
from govsvc.domain.units import IN_PLACE
from govsvc.sheets.cells import (
    bad_ratings_vocabulary,
    calls_vocabulary,
    cell_text,
    chains_vocabulary,
    questionnaires_vocabulary,
    ratings_vocabulary,
    representatives_vocabulary,
    scores_vocabulary,
    vocabulary,
)
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.formats.grid import Grid
from govsvc.sheets.tables import overlay_kinds

_BRACKETS = re.compile(r"\([^()]*\)|【[^】]*】|\[[^\]]*\]")
_EDGES = re.compile(r"^[*·、:\d.]+(?=\D)|[*:;。]+$")
#: columns of which a roster has two, and no other sheet that names departments
_OF_ROSTER = {
    "short_names",
    "aliases",
    "management",
    "leader",
    "merged_into",
    "merged_from",
    *IN_PLACE,
}


def plain(header: CellValue) -> str:
    """A header as it is compared: folded, without spaces, marks and numbering in front."""
    return _EDGES.sub("", cell_text.packed(header))


def bare(header: str) -> str:
    """The same without what stands in brackets."""
    return _EDGES.sub("", _BRACKETS.sub("", plain(header)))


def headers_by_field(kind: str) -> list[tuple[str, tuple[str, ...]]]:
    """(field or flag key, its headers, the most telling first) of a kind of sheet."""
    return [
        *vocabulary.FIELDS[kind].items(),
        *((flag.key, (flag.header, *flag.headers)) for flag in indicators.columns_of(kind)),
    ]


@lru_cache
def lookup(kind: str) -> dict[str, tuple[int, str]]:
    """Plain header → (its number among the field's synonyms, field or flag key)."""
    fields: dict[str, tuple[int, str]] = {}
    for field, headers in headers_by_field(kind):
        for number, header in enumerate(headers):
            fields.setdefault(plain(header), (number, field))
    return fields


@lru_cache(maxsize=1)
def known_words() -> frozenset[str]:
    """Headers of all kinds of sheets, as they are usually written and as they are compared."""
    words = {
        header for kind in KINDS for _, headers in headers_by_field(kind) for header in headers
    }
    for indicator in indicators.INDICATORS:
        words |= {indicator.name, indicator.short, *indicator.headers}
    return frozenset(words | {plain(word) for word in words})


def written(kind: str, field: str) -> str:
    """The header of a field as the templates write it."""
    return next(headers[0] for key, headers in headers_by_field(kind) if key == field)


def lines_of(rows: Sequence[list[CellValue]]) -> list[str]:
    """The texts in some rows, in order."""
    return [
        line
        for line in (cell_text.text(cell) for row in rows for cell in row if cell != "")
        if line
    ]


def header_texts(grid: Grid, first: int, last: int, column: int) -> list[str]:
    """The header's texts in one column from top to bottom, merged cells filled, none repeated."""
    texts = [cell_text.packed(grid.filled(row, column)) for row in range(first, last + 1)]
    return [
        text
        for number, text in enumerate(texts)
        if text and (number == 0 or text != texts[number - 1])
    ]


def levels(grid: Grid, first: int, last: int) -> dict[int, tuple[str, ...]]:
    """Column → the texts of its header in the rows `first` to `last` from top to bottom.

    Where a group's name is not merged over its columns it holds for those to its right that have a
    text below and none of their own.
    """
    of_columns: dict[int, tuple[str, ...]] = {}
    above: list[str] = []
    for column in range(grid.width):
        texts = [cell_text.packed(grid.filled(row, column)) for row in range(first, last + 1)]
        if above and above[-1] and texts[-1] and not any(texts[:-1]):
            texts[:-1] = above[:-1]
        above = texts
        kept = tuple(
            text
            for number, text in enumerate(texts)
            if text and (number == 0 or text != texts[number - 1])
        )
        if kept:
            of_columns[column] = kept
    return of_columns


def spellings(texts: Sequence[str]) -> tuple[str, ...]:
    """A column's header in every way it is compared with the usual ones.

    The lowest row alone comes first, then all rows together, then both without brackets.
    """
    lowest, whole = texts[-1], "".join(texts)
    return plain(lowest), plain(whole), bare(lowest), bare(whole)


def is_of_kind(kind: str, fields: Collection[str], has_measures: bool) -> bool:
    """Whether the columns of these fields are enough to be a sheet of that kind.

    `has_measures`: whether columns of a bulletin's measures were matched.
    """
    fields = set(fields)
    flags = fields & {flag.key for flag in indicators.flags_of(kind)}
    if kind == ITEMS:
        return overlay_kinds.names_items(fields) and bool(flags or "online_depth" in fields)
    if kind == STATIONS:
        return "name" in fields and bool(flags or "station_name" in fields)
    if kind in _BY_FIELDS:
        return _BY_FIELDS[kind](fields)
    if kind == CASES:
        return overlay_kinds.is_cases(fields)
    if kind in PARTIAL_KINDS:
        return overlay_kinds.names_items(fields)
    return "county" in fields and has_measures


#: kind → whether columns of these fields are enough
_BY_FIELDS: dict[str, Callable[[set[str]], bool]] = {
    VILLAGES: lambda fields: "name" in fields and bool(fields & {"unit", "area_code"}),
    UNITS: lambda fields: "name" in fields and len(fields & _OF_ROSTER) >= 2,
    TARGETS: lambda fields: "indicator" in fields and bool(fields & {"value", "place"}),
    RECTIFICATION: lambda fields: (
        {"unit", "due"} <= fields and bool(fields & {"matter", "problem"})
    ),
    **{kind: partial(calls_vocabulary.is_of_kind, kind) for kind in KINDS_OF_WEEKS},
    QUESTIONNAIRES: questionnaires_vocabulary.is_totals,
    SURVEY: questionnaires_vocabulary.is_survey,
    RATINGS: ratings_vocabulary.is_export,
    BAD_RATINGS: bad_ratings_vocabulary.is_ledger,
    CHAINS: chains_vocabulary.is_list,
    CHAIN_CASES: chains_vocabulary.is_cases,
    WINDOW_SCORES: scores_vocabulary.is_sheet,
    REPRESENTATIVES: representatives_vocabulary.is_roster,
}


def fields_of(kind: str) -> dict[str, str]:
    """Field → its name on screen, of all columns that a sheet of that kind may have."""
    names = {field: headers[0] for field, headers in headers_by_field(kind)}
    if kind == ITEMS:
        names["responsible"] = vocabulary.RESPONSIBLE[0]
    if kind == BULLETIN:
        words = {measure: headers[0] for measure, headers in vocabulary.MEASURES.items()}
        names |= {
            f"{indicator.key}.{measure}": indicator.short + (word if measure != "rate" else "")
            for indicator in indicators.printed_indicators()
            for measure, word in words.items()
        }
        names |= {
            f"{OVERALL}.{measure}": headers[0]
            for measure, headers in vocabulary.OVERALL_HEADERS.items()
        }
    return names


def fingerprint(grid: Grid, first: int, last: int) -> str:
    """What tells a header from others: its texts as they are compared, from its first column to its
    last.
    """
    texts = [
        "/".join(map(plain, header_texts(grid, first, last, column)))
        for column in range(grid.width)
    ]
    filled = [column for column, text in enumerate(texts) if text]
    words = texts[filled[0] : filled[-1] + 1] if filled else []
    return hashlib.sha256("|".join(words).encode()).hexdigest()[:32] if words else ""


def first_column(grid: Grid, first: int, last: int) -> int:
    """The first column in which a header says something."""
    return next(
        (column for column in range(grid.width) if header_texts(grid, first, last, column)), 0
    )
