"""A column of a table as its different cells and where each stands: thousands of rows hold a few
different values.
"""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_NUMBERS = {bool, int, float}
#: below this many different cells, looking for those that stay as they are is not worth its while
_MANY = 500


class Column:
    """`cells`: the different cells (after `map`: what became of them).

    `codes`: for each row the place in `cells`.
    """

    def __init__(self, cells: list, codes: np.ndarray):
        self.cells, self.codes = cells, codes

    @classmethod
    def of(cls, rows: list) -> "Column":
        """From the cell of each row."""
        kinds = set(map(type, rows))
        # 1, 1.0 and True are equal and not the same
        keys = [(type(cell), cell) for cell in rows] if len(kinds & _NUMBERS) > 1 else rows
        places = dict.fromkeys(keys)
        if len(places) == len(rows):
            return cls(rows, np.arange(len(rows), dtype=np.int32))
        cells = list(places)
        places.update(zip(cells, range(len(cells))))
        codes = np.fromiter(map(places.__getitem__, keys), np.int32, len(rows))
        return cls([cell for _, cell in cells] if keys is not rows else cells, codes)

    @classmethod
    def constant(cls, cell: Any, rows: int) -> "Column":
        return cls([cell], np.zeros(rows, np.int32))

    def __len__(self) -> int:
        return len(self.codes)

    def map(
        self, parse: Callable[[Any], Any], same: Callable[[pa.Array], pa.Array] | None = None
    ) -> "Column":
        """With `parse` of each cell.

        `same`: for which texts it is known that they stay as they are, much faster.
        """
        if same is None or len(self.cells) < _MANY:
            return Column([parse(cell) for cell in self.cells], self.codes)
        stays = same(self.texts).to_pylist()
        return Column(
            [cell if is_same else parse(cell) for cell, is_same in zip(self.cells, stays)],
            self.codes,
        )

    @cached_property
    def texts(self) -> pa.Array:
        """The different cells that are texts, null for others."""
        if (
            self.cells
            and not isinstance(self.cells[0], str)
            and not any(isinstance(cell, str) for cell in self.cells)
        ):
            return pa.nulls(len(self.cells), pa.string())
        try:
            return pa.array(self.cells, pa.string())
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            return pa.array(
                [cell if isinstance(cell, str) else None for cell in self.cells], pa.string()
            )

    @cached_property
    def lengths(self) -> np.ndarray:
        """Characters of each of the different cells, -1 where it is no text."""
        return np.asarray(pc.fill_null(pc.utf8_length(self.texts), -1))

    @cached_property
    def filled(self) -> np.ndarray:
        """Per row whether there is something: not None, "" or 0."""
        return self.mask(bool)

    def mask(self, test: Callable[[Any], Any]) -> np.ndarray:
        """Per row whether the cell passes."""
        return np.fromiter(map(bool, map(test, self.cells)), bool, len(self.cells))[self.codes]

    def is_in(self, words: frozenset) -> np.ndarray:
        """Per row whether the cell is one of these."""
        known = words.intersection(self.cells)
        return self.mask(known.__contains__) if known else np.zeros(len(self), bool)

    def matches(self, pattern: str) -> np.ndarray:
        """Per row whether the cell is a text in which the (RE2) pattern is found."""
        return np.asarray(pc.fill_null(pc.match_substring_regex(self.texts, pattern), False))[
            self.codes
        ]

    def groups(self) -> tuple[list, np.ndarray]:
        """(the different cells, per row the number of its own): after `map` several may be the
        same.
        """
        numbers = {cell: number for number, cell in enumerate(dict.fromkeys(self.cells))}
        return list(numbers), np.array([numbers[cell] for cell in self.cells], np.int64)[self.codes]

    def take(self, rows: np.ndarray) -> "Column":
        """The rows at these places only."""
        found = Column(self.cells, self.codes[rows])
        if "texts" in self.__dict__:
            found.texts = self.texts
        return found

    def __iter__(self):
        return map(self.cells.__getitem__, self.codes.tolist())

    def __getitem__(self, row: int):
        return self.cells[self.codes[row]]

    def strings(self) -> pa.Array:
        """A text a row, null for None."""
        found = pa.array(self.cells, pa.string())
        return (
            found
            if np.array_equal(self.codes, np.arange(len(self.cells)))
            else found.take(pa.array(self.codes))
        )

    def words(self) -> pa.DictionaryArray:
        """A text a row, each different one kept once."""
        if len(set(self.cells)) < len(self.cells):
            return self.strings().dictionary_encode()
        return pa.DictionaryArray.from_arrays(
            pa.array(self.codes), pa.array(self.cells, pa.string())
        )


def places(mask: np.ndarray) -> Iterable[int]:
    """Where it is true."""
    return np.nonzero(mask)[0].tolist()
