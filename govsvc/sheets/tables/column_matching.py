"""Which column of a header is which field, read by concepts; what is inverted, parted or asked."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from govsvc.domain.feedback import LEVELS
from govsvc.domain.indicators import ITEMS, PARTIAL_KINDS
from govsvc.domain.mappings import Choices
from govsvc.sheets.cells import answers
from govsvc.sheets.tables import headers
from govsvc.sheets.tables.concepts import ASK, NOTHING, read_heading

#: column → the texts of its header from top to bottom
Levels = Mapping[int, tuple[str, ...]]
#: of several columns that name an item the finest is meant
_FINENESS = ("办理项", "子项", "")
_COARSE = re.compile("主项|大项")
#: reading of a depth, level of a rating → how a ticked column of it is written in a cell
_WORDS = {answers.FULL: "全程网办", answers.ONLINE: "在线办理", answers.NOT_ONLINE: "信息发布"} | {
    level.key: level.name for level in LEVELS
}
_YES, _NO = "是", "否"
_LONGEST_HEADER = 60


@dataclass(frozen=True, slots=True)
class Parts:
    """A field that several columns make up: (column, word that a mark in it stands for).

    Where the words are "" the first column that holds something is taken.
    """

    columns: tuple[tuple[int, str], ...]


@dataclass(slots=True)
class Matched:
    """The columns of a header, as they were understood.

    `columns`: field → column. `inverted`: fields whose column asks for the opposite. `parts`:
    column of a field → all columns that make it up. `rivals`: field → further columns that claim
    it. `asked`: column → fields it may be; nobody knows. `left_open`: fields that several columns
    claim and none is read as.
    """

    columns: dict[str, int] = field(default_factory=dict)
    inverted: set[str] = field(default_factory=set)
    parts: dict[int, Parts] = field(default_factory=dict)
    rivals: dict[str, tuple[int, ...]] = field(default_factory=dict)
    asked: dict[int, tuple[str, ...]] = field(default_factory=dict)
    left_open: set[str] = field(default_factory=set)

    @property
    def used(self) -> set[int]:
        """The columns that are read."""
        of_parts = {column for parts in self.parts.values() for column, _ in parts.columns}
        return {*self.columns.values(), *of_parts}

    def leave_open(self, name: str, columns: Sequence[int]) -> None:
        """The field is read from no column; all of these are asked about."""
        self.choose(name, None)
        self.left_open.add(name)
        self.asked |= dict.fromkeys(columns, (name,))

    def choose(self, name: str, column: int | None, is_inverse: bool = False) -> None:
        """A person said that the field is that column and no other, or that it has none."""
        before = self.columns.pop(name, None)
        self.rivals.pop(name, None)
        self.inverted.discard(name)
        if before is not None:
            self.parts.pop(before, None)
        if column is not None:
            for other in [key for key, taken in self.columns.items() if taken == column]:
                del self.columns[other]
            self.asked.pop(column, None)
            self.columns[name] = column
            if is_inverse:
                self.inverted.add(name)


@dataclass(slots=True)
class _Claims:
    """Field → the columns that say so, from left to right. `chosen`: as a person said."""

    fields: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    inverse: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    options: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    asked: dict[int, tuple[str, ...]] = field(default_factory=dict)
    chosen: dict[str, int] = field(default_factory=dict)


def text_of(texts: Sequence[str]) -> str:
    """A column's header as it is compared and remembered: its rows parted by |."""
    return "|".join(headers.plain(text).replace("|", " ") for text in texts)


def match_columns(kind: str, levels: Levels, said: Choices = Choices()) -> Matched:
    """The columns of a sheet of that kind (no bulletin: its measures are matched apart).

    `said`: what a person said of headers, which holds over any guess.
    """
    claims = _claims_of(kind, levels, said)
    matched = Matched(asked=claims.asked)
    for name, columns in claims.fields.items():
        _settle(matched, kind, name, columns, levels)
    for name, columns in claims.inverse.items():
        _settle_inverse(matched, name, columns, levels)
    for name, ticks in claims.options.items():
        if name not in matched.columns:
            matched.columns[name] = ticks[0][0]
            matched.parts[ticks[0][0]] = Parts(tuple(ticks))
    for name, column in claims.chosen.items():
        is_inverse = column in claims.inverse.get(name, ())
        matched.choose(name, column, is_inverse)
    _place_responsible(matched, kind)
    return matched


def _claims_of(kind: str, levels: Levels, said: Choices) -> _Claims:
    claims = _Claims()
    for column, texts in levels.items():
        if not _may_be_header(texts):
            continue
        chosen = said.field_of(kind, text_of(texts)) if said.headers else None
        if chosen == "":
            continue
        if chosen:
            claims.chosen[chosen] = column
        heading = read_heading(kind, "|".join(text.replace("|", " ") for text in texts))
        if heading.field == ASK:
            claims.asked[column] = heading.near
        elif heading.field.startswith("inverse:"):
            claims.inverse[heading.field.removeprefix("inverse:")].append(column)
        elif heading.field.startswith("option:"):
            name, _, reading = heading.field.removeprefix("option:").partition("=")
            claims.options[name].append((column, _WORDS[reading]))
        elif heading.field != NOTHING and "." not in heading.field:
            claims.fields[heading.field].append(column)
    return claims


def _may_be_header(texts: tuple[str, ...]) -> bool:
    whole = "".join(texts)
    return len(whole) <= _LONGEST_HEADER and not whole.isascii()


def _settle(matched: Matched, kind: str, name: str, columns: list[int], levels: Levels) -> None:
    """Of several columns with headers of one field the more telling header wins, then the left."""
    known = headers.lookup(kind)

    def rank(column: int) -> tuple[int, int, int]:
        texts = levels[column]
        number = min(
            (
                known[word][0]
                for word in headers.spellings(texts)
                if word in known and known[word][1] == name
            ),
            default=len(known),
        )
        return (_fineness(texts) if name == "name" else 0), number, column

    first, *others = sorted(columns, key=rank)
    matched.columns[name] = first
    if name == "name" and others and _fineness(levels[first]) != _fineness(levels[others[-1]]):
        # the item is the finest level that a row has
        matched.parts[first] = Parts(tuple((column, "") for column in (first, *others)))
    elif others:
        matched.rivals[name] = tuple(others)


def _fineness(texts: tuple[str, ...]) -> int:
    whole = "".join(texts)
    if _COARSE.search(whole):
        return len(_FINENESS)
    return next(number for number, word in enumerate(_FINENESS) if word in whole)


def _settle_inverse(matched: Matched, name: str, columns: list[int], levels: Levels) -> None:
    """否 beside 是 under one header makes one field; alone it is the field turned round."""
    first, *others = columns
    straight = matched.columns.get(name)
    if straight is None:
        matched.columns[name] = first
        matched.inverted.add(name)
        if others:
            matched.rivals[name] = tuple(others)
    elif len(levels[first]) > 1 and levels[first][:-1] == levels[straight][:-1]:
        matched.parts[straight] = Parts(((straight, _YES), (first, _NO)))
        if others:
            matched.rivals[name] = (*matched.rivals.get(name, ()), *others)
    else:
        matched.rivals[name] = (*matched.rivals.get(name, ()), *columns)


def _place_responsible(matched: Matched, kind: str) -> None:
    """责任单位 is the department where no other column names one."""
    if kind != ITEMS and kind not in PARTIAL_KINDS:
        return
    if "responsible" in matched.columns and "unit" not in matched.columns:
        column = matched.columns.pop("responsible")
        matched.columns["unit"] = column
        if "responsible" in matched.rivals:
            matched.rivals["unit"] = matched.rivals.pop("responsible")
    if kind != ITEMS:
        matched.columns.pop("responsible", None)
        matched.rivals.pop("responsible", None)
