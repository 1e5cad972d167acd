"""Which rows of two lists, before and after, are the same row."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from functools import partial

from govsvc.assessment.problems import CODES, basic_code, is_recoded
from govsvc.domain.indicators import FEEDBACK_KINDS
from govsvc.domain.rows import Entry

Pair = tuple[Entry, Entry]


def pair(
    before: Iterable[Entry], after: Iterable[Entry]
) -> tuple[list[Pair], list[Entry], list[Entry]]:
    """(pairs of the same row, rows only after, rows only before).

    By key first: within the unit, then across units (a row that moved). Months may hold different
    kinds of code: what is left is paired by the finest code that both carry, where they carry none
    in common by unit and name (calls and ratings are not), and where the codes changed with the
    body by unit, 基本编码 and name; there only where it is one row on each side.
    """
    pairs: list[Pair] = []
    before, after = list(before), list(after)
    # the first passes keep rows with one key twice from taking each other's place
    several = _several(before) | _several(after)
    keys: tuple[Callable[[Entry], Hashable], ...] = (
        lambda e: (_identity(e), *_contents(e)) if _identity(e) in several else None,
        _identity,
        lambda e: (e.key, e.unit),
        lambda e: e.key,
    )
    for key in keys:
        before, after = _pass(before, after, key, pairs)
    for code in CODES:
        before, after = _pass(before, after, partial(_code, code), pairs, fits=_same_code)
    before, after = _pass(before, after, _naming, pairs, fits=_no_common_code)
    before, after = _pass(before, after, _recoding, pairs, fits=is_recoded)
    return pairs, after, before


def _identity(entry: Entry) -> Hashable:
    return entry.key, entry.unit, entry.name, entry.status


def _code(code: str, entry: Entry) -> str | None:
    return entry.attributes.get(code)


def _contents(entry: Entry) -> tuple[Hashable, Hashable]:
    return frozenset(entry.attributes.items()), frozenset(entry.flags.items())


def _several(rows: Iterable[Entry]) -> set[Hashable]:
    return {identity for identity, n in Counter(map(_identity, rows)).items() if n > 1}


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
    by_key: dict[Hashable, list[Entry]] = defaultdict(list)
    for entry in before:
        by_key[key(entry)].append(entry)
    times = Counter(map(key, after)) if fits else Counter[Hashable]()
    taken: set[int] = set()
    left = []
    for entry in after:
        value = key(entry)
        same = by_key.get(value) if value is not None else None
        if same and (not fits or (len(same) == 1 == times[value] and fits(same[0], entry))):
            taken.add(id(same[0]))
            pairs.append((same.pop(0), entry))
        else:
            left.append(entry)
    return [entry for entry in before if id(entry) not in taken], left


def _naming(entry: Entry) -> Hashable | None:
    """Unit and name, but of what people said: many calls and ratings are about one item."""
    return None if entry.kind in FEEDBACK_KINDS else (entry.unit, entry.name)


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
