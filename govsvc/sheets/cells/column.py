"""A column of a table as its different cells and where each stands.

Thousands of rows hold a few different values, and each of these is looked at once.
"""

from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from typing import Any, Generic, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

T = TypeVar("T")
U = TypeVar("U")

#: for which cells it is known that a function gives them as they are
Stays = Callable[["Column[Any]"], np.ndarray]

_NUMBERS = {bool, int, float}
#: Chinese characters, digits, plain letters and the marks that names have (RE2)
ORDINARY = r"\x{4E00}-\x{9FFF}0-9A-Za-z（）、。《》“”-"
#: below this many different cells, looking for those that stay as they are is not worth its while
_MANY = 500


class Column(Generic[T]):
    """`cells`: the different cells (after `map`: what became of them).

    `codes`: for each row the index of its cell in `cells`.
    """

    def __init__(self, cells: list[T] | None, codes: np.ndarray):
        """`cells`: None where they are all texts, which are set then."""
        if cells is not None:
            self.cells = cells
        self.codes = codes

    @cached_property
    def cells(self) -> list[T]:
        """Made of the texts once they are asked for: of thousands most are never."""
        made: list[Any] = self.texts.to_pylist()
        return made

    @classmethod
    def of(cls, rows: list[T]) -> "Column[T]":
        """From the cell of each row."""
        texts = _texts_of(rows)
        if texts is not None:
            return cls.of_texts(texts, rows)
        kinds = set(map(type, rows))
        # 1, 1.0 and True are equal and not the same
        is_mixed = len(kinds & _NUMBERS) > 1
        keys: list[Any] = [(type(cell), cell) for cell in rows] if is_mixed else rows
        numbers = dict.fromkeys(keys, 0)
        if len(numbers) == len(rows):
            return cls(rows, np.arange(len(rows), dtype=np.int32))
        different = list(numbers)
        numbers.update(zip(different, range(len(different))))
        codes = np.fromiter(map(numbers.__getitem__, keys), np.int32, len(rows))
        return cls([cell for _, cell in different] if is_mixed else different, codes)

    @classmethod
    def of_texts(cls, texts: pa.StringArray, rows: list[T] | None = None) -> "Column[T]":
        """From rows that are all texts. `rows`: the same, where they are at hand."""
        encoded: Any = texts.dictionary_encode()
        if rows is not None and len(encoded.dictionary) == len(rows):
            column = cls(rows, np.arange(len(rows), dtype=np.int32))
        else:
            column = cls(None, encoded.indices.to_numpy())
        column.texts = encoded.dictionary
        return column

    @classmethod
    def constant(cls, cell: T, rows: int) -> "Column[T]":
        """The same cell in so many rows."""
        return cls([cell], np.zeros(rows, np.int32))

    def __len__(self) -> int:
        return len(self.codes)

    def map(
        self,
        parse: Callable[[T], U],
        stays: Stays | None = None,
    ) -> "Column[U]":
        """With `parse` of each cell.

        `stays`: for which cells it is known that `parse` gives them as they are; much faster.
        """
        if stays is None or self._count < _MANY:
            return Column([parse(cell) for cell in self.cells], self.codes)
        others = positions(~stays(self))
        if not others:
            same: Column[Any] = self._with(self.codes)
            return same
        parsed: list[Any] = list(self.cells)
        for number in others:
            parsed[number] = parse(self.cells[number])
        column = Column(parsed, self.codes)
        if all(parsed[number] == self.cells[number] for number in others):
            column.texts = self.texts
        return column

    @cached_property
    def texts(self) -> pa.StringArray:
        """The different cells that are texts, null for others."""
        cells: list[Any] = self.cells
        if cells and not any(issubclass(kind, str) for kind in set(map(type, cells))):
            return pa.nulls(len(cells), pa.string())
        try:
            return pa.array(cells, pa.string())
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            return pa.array(
                [cell if isinstance(cell, str) else None for cell in cells], pa.string()
            )

    @cached_property
    def lengths(self) -> np.ndarray:
        """Characters of each of the different cells, -1 where it is no text."""
        return lengths_of(self.texts)

    @cached_property
    def filled(self) -> np.ndarray:
        """Per row whether there is something: not None, "" or 0."""
        if "texts" in self.__dict__ and not self.texts.null_count:
            return (self.lengths > 0)[self.codes]
        return self.mask(bool)

    def mask(self, test: Callable[[T], object]) -> np.ndarray:
        """Per row whether the cell passes."""
        return np.fromiter(map(bool, map(test, self.cells)), bool, len(self.cells))[self.codes]

    def is_in(self, words: frozenset[str]) -> np.ndarray:
        """Per row whether the cell is one of these."""
        if self._count < _MANY:
            return self.mask(words.__contains__)
        return _mask_of(pc.is_in(self.texts, _array_of(words)))[self.codes]

    def matches(self, pattern: str) -> np.ndarray:
        """Per row whether the cell is a text in which the (RE2) pattern occurs."""
        return self.cells_matching(pattern)[self.codes]

    def cells_matching(self, pattern: str, among: np.ndarray | None = None) -> np.ndarray:
        """The same per different cell. `among`: which are looked at; the others do not match."""
        if among is None:
            return _mask_of(pc.match_substring_regex(self.texts, pattern))
        is_match = np.zeros(self._count, bool)
        looked_at = np.nonzero(among)[0]
        if len(looked_at):
            texts = self.texts.take(looked_at)
            is_match[looked_at] = _mask_of(pc.match_substring_regex(texts, pattern))
        return is_match

    def odd_matching(self, pattern: str) -> np.ndarray:
        """Per different cell whether it is no ordinary text and the (RE2) pattern occurs in it."""
        return self.cells_matching(pattern, ~self.is_ordinary)

    @cached_property
    def is_ordinary(self) -> np.ndarray:
        """Per different cell whether it is a text of `ORDINARY` characters alone."""
        return self.cells_matching(f"^[{ORDINARY}]+$")

    def groups(self) -> tuple[list[T], np.ndarray]:
        """(the different cells, per row the number of its own): after `map` several may be the
        same.
        """
        numbers = {cell: number for number, cell in enumerate(dict.fromkeys(self.cells))}
        return list(numbers), np.array([numbers[cell] for cell in self.cells], np.int64)[self.codes]

    def take(self, rows: np.ndarray) -> "Column[T]":
        """The rows with these numbers only."""
        return self._with(self.codes[rows])

    def _with(self, codes: np.ndarray) -> "Column[T]":
        """The same cells in other rows."""
        column = Column(self.__dict__.get("cells"), codes)
        if "texts" in self.__dict__:
            column.texts = self.texts
        if "is_ordinary" in self.__dict__:
            column.is_ordinary = self.is_ordinary
        return column

    @property
    def _count(self) -> int:
        """How many different cells there are."""
        return len(self.cells) if "cells" in self.__dict__ else len(self.texts)

    def part(self, rows: slice) -> "Column[T]":
        """Some rows only, and only the cells that stand there."""
        codes = self.codes[rows]
        is_used = np.zeros(len(self.cells), bool)
        is_used[codes] = True
        numbers = np.cumsum(is_used, dtype=np.int32) - 1
        return Column([self.cells[code] for code in positions(is_used)], numbers[codes])

    def __iter__(self) -> Iterator[T]:
        return map(self.cells.__getitem__, self.codes.tolist())

    def __getitem__(self, row: int) -> T:
        if "cells" in self.__dict__:
            return self.cells[self.codes[row]]
        cell: Any = self.texts[int(self.codes[row])].as_py()
        return cell

    def strings(self) -> pa.StringArray:
        """A text a row, null for None."""
        texts = self.texts if "texts" in self.__dict__ else pa.array(self.cells, pa.string())
        start, rows = int(self.codes[0]) if len(self.codes) else 0, len(self.codes)
        if np.array_equal(self.codes, np.arange(start, start + rows)):
            return texts.slice(start, rows)
        return texts.take(pa.array(self.codes))

    def words(self) -> pa.DictionaryArray:
        """A text a row, each different one kept once."""
        cells: list[Any] = self.cells
        if len(set(cells)) < len(cells):
            return self.strings().dictionary_encode()
        return pa.DictionaryArray.from_arrays(pa.array(self.codes), pa.array(cells, pa.string()))


def _texts_of(rows: list[Any]) -> pa.StringArray | None:
    """The rows as an array where there are many and all are texts: many times faster to tell apart
    than one by one.
    """
    if len(rows) < _MANY or not (isinstance(rows[0], str) and isinstance(rows[-1], str)):
        return None
    try:
        texts = pa.array(rows, pa.string())
    except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeError):
        return None
    return None if texts.null_count else texts


def lengths_of(texts: pa.StringArray) -> np.ndarray:
    """Characters of each, -1 of null."""
    return pc.utf8_length(texts).fill_null(-1).to_numpy(zero_copy_only=False)


@lru_cache(maxsize=8)
def _array_of(words: frozenset[str]) -> pa.StringArray:
    return pa.array(sorted(words), pa.string())


def _mask_of(is_true: pa.BooleanArray) -> np.ndarray:
    """Whether each is true; null is not."""
    return is_true.fill_null(False).to_numpy(zero_copy_only=False)


def positions(mask: np.ndarray) -> list[int]:
    """Where it is true."""
    return np.nonzero(mask)[0].tolist()
