"""Two versions of a paper side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest


@dataclass(frozen=True, slots=True)
class Change:
    """A paragraph that is not the same in both; "" where one lacks it."""

    before: str
    after: str


def changes(before: Sequence[str], after: Sequence[str]) -> list[Change]:
    """The paragraphs in which the texts differ, in their order."""
    return list(_changes(list(before), list(after)))


def _changes(before: list[str], after: list[str]) -> Iterator[Change]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind != "equal":
            pairs = zip_longest(before[start:end], after[new_start:new_end], fillvalue="")
            yield from (Change(*pair) for pair in pairs)
