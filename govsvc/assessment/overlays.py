"""What partial sheets say of a month's items: which values they set, where the item list says
another thing, which exemptions hold.

The item list as read stays as it is; what the partial sheets *tell* lies over it. A flag has one
partial sheet that owns it (`indicators.PARTIALS`), so that the source of a value follows from the
flag; what a person confirmed of suspected items is told beside it. Rules:
docs/DOMAIN.md, "Sheets that know one thing better" and "Exempt items".
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from govsvc.assessment.problems import CODES
from govsvc.domain import indicators
from govsvc.domain.entries import COUNTED, LEFT_OUT, Entries, Entry
from govsvc.domain.indicators import (
    DISAGREES,
    ITEMS,
    LACKS_DOCUMENT,
    NOT_IN_FORCE,
    PARTIALS,
    TELLING,
)
from govsvc.domain.months import month_after

UNKNOWN, NO, YES = -1, 0, 1
#: flags that take an item out of a denominator, where a partial sheet owns them
EXEMPTING = tuple(flag for partial in PARTIALS if partial.is_exempting for flag in partial.owns)
#: a document's number, as 云政办发〔2026〕3号
_DOCUMENT = r"[〔\[(（【]\s*20\d\d\s*[〕\])）】]\s*第?\s*\d+\s*号|20\d\d年第?\d+号"
#: why a row of a partial sheet tells nothing
NO_ITEM, SEVERAL_ITEMS = "no_item", "several_items"

#: kind of a partial sheet → its rows of a month
Rows = Mapping[str, Entries]


@dataclass(slots=True)
class Told:
    """What is told of each item, in the items' order.

    `flags`: flag or mark → per item `YES`, `NO` or `UNKNOWN`.

    `unmatched`: rows of partial sheets that tell nothing, with why.
    """

    flags: dict[str, np.ndarray] = field(default_factory=dict)
    unmatched: list[tuple[Entry, str]] = field(default_factory=list)

    def of(self, place: int) -> dict[str, bool]:
        """What is told of one item."""
        return {
            key: bool(says[place]) for key, says in self.flags.items() if says[place] != UNKNOWN
        }


def tell(items: Entries, partials: Rows, month: date) -> Told:
    """What the `partials` of the month tell of its `items`; of items that do not count nothing is
    told.
    """
    counted = items.mask("status", COUNTED)
    found, exemptions = Told(), _Exemptions(len(items))
    for partial in TELLING:
        rows = partials.get(partial.kind)
        sure = rows.where(rows.mask("status", COUNTED)) if rows is not None and len(rows) else ()
        if not len(sure):
            continue
        item_places, row_places, unmatched = pairs(items, sure)
        found.unmatched += unmatched
        for flag in partial.owns:
            answers = sure.flag(flag)
            if partial.is_exempting:
                answers = exemptions.note(flag, answers, sure, month, item_places, row_places)
            told = np.full(len(items), UNKNOWN)
            np.maximum.at(told, item_places, answers[row_places])
            if partial.absent is not None:
                # a row with an error tells nothing: the item it names is not thereby absent
                faulty = pairs(items, rows.where(rows.mask("status", LEFT_OUT)))[0]
                is_absent = told == UNKNOWN
                is_absent[faulty] = False
                told[is_absent] = YES if partial.absent else NO
            told[~counted] = UNKNOWN
            if (told != UNKNOWN).any():
                # of two that speak of one item a yes holds
                found.flags[flag] = (
                    np.maximum(told, found.flags[flag]) if flag in found.flags else told
                )
    _mark(found, items, counted, exemptions)
    return found


def groups(
    numbers: np.ndarray, told: Mapping[str, np.ndarray]
) -> tuple[np.ndarray, list[tuple[int, dict[str, bool]]]]:
    """(per row its group, the groups): a group has one of the `numbers` and is told the same."""
    code = numbers.astype(np.int64)
    for says in told.values():
        code = code * 3 + says + 1
    _, first, inverse = np.unique(code, return_index=True, return_inverse=True)
    return inverse, [
        (
            int(numbers[place]),
            {key: bool(says[place]) for key, says in told.items() if says[place] != UNKNOWN},
        )
        for place in first.tolist()
    ]


def evidence(items: Sequence[Entry], partials: Rows) -> dict[int, list[Entry]]:
    """Place of an item → the rows of partial sheets that speak of it, in the order of `TELLING`."""
    table, found = Entries.of(items), defaultdict(list)
    for partial in TELLING:
        rows = partials.get(partial.kind)
        if rows is not None and len(rows):
            sure = rows.where(rows.mask("status", COUNTED))
            item_places, row_places, _ = pairs(table, sure)
            for item, row in sorted(zip(item_places.tolist(), row_places.tolist())):
                found[item].append(sure[row])
    return dict(found)


def disagreements(
    flags: Mapping[str, bool], told: Mapping[str, bool]
) -> list[tuple[str, bool, bool]]:
    """(flag, what the item list says, what its partial sheet tells) where both differ.

    An item list that does not give a reason for an exemption does not deny it.
    """
    found = []
    for partial in PARTIALS:
        for flag in partial.owns:
            if (
                flag in flags
                and flag in told
                and flags[flag] != told[flag]
                and not (partial.is_exempting and told[flag])
            ):
                found.append((flag, flags[flag], told[flag]))
    return found


def contradictions(flags: Mapping[str, bool], told: Mapping[str, bool]) -> list[tuple[str, str]]:
    """(flag that holds, flag that it requires and that does not hold) where a partial sheet tells
    one of them.
    """
    effective = {**flags, **told}
    return [
        (flag.key, required)
        for flag in indicators.flags_of(ITEMS)
        for required in flag.requires
        if effective.get(flag.key)
        and effective.get(required) is False
        and (flag.key in told or required in told)
    ]


class _Exemptions:
    """By flag, per item: whether an exemption in force names a document, whether one is out of
    force.
    """

    def __init__(self, items: int):
        def none() -> np.ndarray:
            return np.zeros(items, bool)

        self.documented, self.out_of_force = defaultdict(none), defaultdict(none)

    def note(
        self,
        flag: str,
        answers: np.ndarray,
        rows: Entries,
        month: date,
        item_places: np.ndarray,
        row_places: np.ndarray,
    ) -> np.ndarray:
        """The answers of the rows, no where one is out of force."""
        holds = np.array([is_in_force(entry.attributes, month) for entry in rows], bool)
        has_document = np.asarray(rows.attribute("document").is_valid())
        claims = answers == YES
        for noted, mask in (
            (self.documented, claims & holds & has_document),
            (self.out_of_force, claims & ~holds),
        ):
            noted[flag][item_places[mask[row_places]]] = True
        return np.where(claims & ~holds, NO, answers)


def is_in_force(attributes: Mapping[str, str], month: date) -> bool:
    """Whether an exemption holds at the month's end: the values are those of that day."""
    since, until = attributes.get("valid_from", ""), attributes.get("valid_until", "")
    last_day = (month_after(month) - timedelta(days=1)).isoformat()
    return (not since or since <= last_day) and (not until[:1].isdigit() or until >= last_day)


def _mark(found: Told, items: Entries, counted: np.ndarray, exemptions: _Exemptions) -> None:
    """Adds the marks: told otherwise than claimed, exempt without a document, exempt no longer or
    not yet.
    """
    unknown = np.full(len(items), UNKNOWN)
    given = {flag.key: items.flag(flag.key) for flag in indicators.flags_of(ITEMS)}
    told = {flag: found.flags.get(flag, unknown) for flag in given}
    effective = {
        flag: np.where(told[flag] != UNKNOWN, told[flag], answers)
        for flag, answers in given.items()
    }
    differs, lacks, out = (np.zeros(len(items), bool) for _ in range(3))
    has_number = np.asarray(
        pc.fill_null(pc.match_substring_regex(items.attribute("reason"), _DOCUMENT), False)
    )
    for partial in PARTIALS:
        for flag in partial.owns:
            both = (given[flag] != UNKNOWN) & (told[flag] != UNKNOWN) & (given[flag] != told[flag])
            differs |= both & (told[flag] == NO) if partial.is_exempting else both
            if partial.is_exempting:
                is_exempt = effective[flag] == YES
                lacks |= is_exempt & ~exemptions.documented[flag] & ~has_number
                out |= exemptions.out_of_force[flag] & ~is_exempt
    for flag in indicators.flags_of(ITEMS):
        for required in flag.requires:
            is_told = (told[flag.key] != UNKNOWN) | (told[required] != UNKNOWN)
            differs |= is_told & (effective[flag.key] == YES) & (effective[required] == NO)
    for mark, holds in ((DISAGREES, differs), (LACKS_DOCUMENT, lacks), (NOT_IN_FORCE, out)):
        if (holds & counted).any():
            found.flags[mark] = np.where(holds & counted, YES, UNKNOWN)


def pairs(items: Entries, rows: Entries) -> tuple[np.ndarray, np.ndarray, list[tuple[Entry, str]]]:
    """(places of items, places of the rows that speak of them, rows that speak of none with why).

    By the finest code that both carry: a row with a 实施编码 alone speaks of all its 业务办理项.
    Where they carry none in common by department and name (without a department by name), there
    only where it is one item.
    """
    item_codes, row_codes = (
        [items.attribute(code) for code in CODES],
        [rows.attribute(code) for code in CODES],
    )
    item_has, row_has = _patterns(item_codes), _patterns(row_codes)
    found: list[tuple[np.ndarray, np.ndarray]] = []
    for mine in np.unique(item_has).tolist():
        for theirs in np.unique(row_has).tolist():
            common = next(
                (place for place in range(len(CODES)) if mine & theirs & 1 << place), None
            )
            if common is not None:
                found.append(
                    _joined(
                        item_codes[common], item_has == mine, row_codes[common], row_has == theirs
                    )
                )
    item_places = np.concatenate([items_ for items_, _ in found] or [np.zeros(0, np.int64)])
    row_places = np.concatenate([rows_ for _, rows_ in found] or [np.zeros(0, np.int64)])
    left = np.setdiff1d(np.arange(len(rows)), row_places)
    by_name, unmatched = _by_name(items, item_has, rows, row_has, left) if len(left) else ([], [])
    if by_name:
        more = np.array(by_name, np.int64)
        item_places, row_places = (
            np.concatenate([item_places, more[:, 0]]),
            np.concatenate([row_places, more[:, 1]]),
        )
    return item_places, row_places, unmatched


def _by_name(
    items: Entries, item_has: np.ndarray, rows: Entries, row_has: np.ndarray, left: np.ndarray
) -> tuple[list[tuple[int, int]], list[tuple[Entry, str]]]:
    places: dict[tuple[str | None, str], list[int]] = defaultdict(list)
    for place, (unit, name) in enumerate(zip(items.values("unit"), items.values("name"))):
        places[unit, name].append(place)
        places[None, name].append(place)
    found, unmatched = [], []
    units, names = rows.values("unit"), rows.values("name")
    for row in left.tolist():
        same = (
            [
                place
                for place in places.get((units[row] or None, names[row]), ())
                if not item_has[place] & row_has[row]
            ]
            if names[row]
            else []
        )
        if len(same) == 1:
            found.append((same[0], row))
        else:
            unmatched.append((rows[row], SEVERAL_ITEMS if same else NO_ITEM))
    return found, unmatched


def _patterns(codes: Iterable[pa.Array]) -> np.ndarray:
    """Per row which codes it carries, a bit each."""
    return sum(
        np.asarray(column.is_valid()).astype(np.int64) << place
        for place, column in enumerate(codes)
    )


def _joined(
    item_codes: pa.Array, items: np.ndarray, row_codes: pa.Array, rows: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Places of the chosen items and rows that have one code."""

    def side(codes: pa.Array, mask: np.ndarray, name: str) -> pa.Table:
        chosen = np.nonzero(mask)[0]
        return pa.table({"code": codes.take(pa.array(chosen)), name: pa.array(chosen)})

    pairs = side(item_codes, items, "item").join(
        side(row_codes, rows, "row"), "code", join_type="inner"
    )
    return np.asarray(pairs["item"]), np.asarray(pairs["row"])
