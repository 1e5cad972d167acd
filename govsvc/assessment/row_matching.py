"""Rows of before and after, paired: which are the same row."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable

from govsvc.assessment.problems import CODES, basic_code, is_recoded
from govsvc.domain.rows import Entry

Pair = tuple[Entry, Entry]


def pair(
    before: Iterable[Entry], after: Iterable[Entry]
) -> tuple[list[Pair], list[Entry], list[Entry]]:
    """(pairs of the same row, rows only after, rows only before).

    By key first: within the unit, then across units (a row that moved). Months may hold different
    kinds of code: what is left is paired by the finest code that both carry, where they carry none
    in common by unit and name, and where the codes changed with the body by unit, 基本编码 and
    name; there only where it is one row on each side.
    """
    pairs: list[Pair] = []
    before, after = list(before), list(after)
    # the first passes keep rows with one key twice from taking each other's place
    several = _several(before) | _several(after)
    for key in (
        lambda e: (_place(e), *_said(e)) if _place(e) in several else None,
        _place,
        lambda e: (e.key, e.unit),
        lambda e: e.key,
    ):
        before, after = _pass(before, after, key, pairs)
    for code in CODES:
        before, after = _pass(
            before, after, lambda e, code=code: e.attributes.get(code), pairs, fits=_same_code
        )
    before, after = _pass(before, after, lambda e: (e.unit, e.name), pairs, fits=_no_common_code)
    before, after = _pass(before, after, _recoding, pairs, fits=is_recoded)
    return pairs, after, before


def _place(entry: Entry) -> Hashable:
    return entry.key, entry.unit, entry.name, entry.status


def _said(entry: Entry) -> Hashable:
    return frozenset(entry.attributes.items()), frozenset(entry.flags.items())


def _several(rows: Iterable[Entry]) -> set[Hashable]:
    return {place for place, count in Counter(map(_place, rows)).items() if count > 1}


def _pass(
    before: list[Entry],
    after: list[Entry],
    key: Callable[[Entry], Hashable],
    pairs: list[Pair],
    fits: Callable[[Entry, Entry], bool] | None = None,
) -> tuple[list[Entry], list[Entry]]:
    """Adds the pairs of equal `key` (not None); gives what is left.

    With `fits`: only one row against one that fits.
    """
    if not (before and after):
        return before, after
    there: dict[Hashable, list[Entry]] = defaultdict(list)
    for entry in before:
        there[key(entry)].append(entry)
    times = Counter(map(key, after)) if fits else {}
    taken: set[int] = set()
    left = []
    for entry in after:
        at = key(entry)
        found = there.get(at) if at is not None else None
        if found and (not fits or (len(found) == 1 == times[at] and fits(found[0], entry))):
            taken.add(id(found[0]))
            pairs.append((found.pop(0), entry))
        else:
            left.append(entry)
    return [entry for entry in before if id(entry) not in taken], left


def _recoding(entry: Entry) -> Hashable | None:
    basic = basic_code(entry)
    return (entry.unit, basic, entry.name) if basic else None


def _codes(entry: Entry) -> set[str]:
    return {code for code in CODES if entry.attributes.get(code)}


def _no_common_code(before: Entry, after: Entry) -> bool:
    return not _codes(before) & _codes(after)


def _same_code(before: Entry, after: Entry) -> bool:
    """Whether the finest code that both carry is equal: one 实施编码 may stand for several
    业务办理项.
    """
    finest = next((code for code in CODES if code in _codes(before) & _codes(after)), None)
    return finest is not None and before.attributes[finest] == after.attributes[finest]
