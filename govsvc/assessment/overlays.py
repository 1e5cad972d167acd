"""What partial sheets say of a month's items: which values they set, where the item list says
another thing, which exemptions hold.

The item list as read stays as it is; what the partial sheets say lies over it. A flag has one
partial sheet that owns it (`indicators.PARTIALS`), so that the source of a value follows from the
flag; what a person confirmed of suspected items lies beside it. Rules: docs/DOMAIN.md, "Sheets
that know one thing better" and "Exempt items".
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow.compute as pc

from govsvc.assessment.item_matching import pairs
from govsvc.domain import indicators
from govsvc.domain.entries import COUNTED, LEFT_OUT, Entries, Entry, grouped
from govsvc.domain.indicators import (
    DISAGREES,
    ITEMS,
    LACKS_DOCUMENT,
    NOT_IN_FORCE,
    OVERLAY_SHEETS,
    PARTIALS,
    PartialSheet,
    unread,
)
from govsvc.domain.validity import is_in_force

UNKNOWN, NO, YES = -1, 0, 1
#: flags that take an item out of a denominator, where a partial sheet owns them
EXEMPTING = tuple(flag for partial in PARTIALS if partial.is_exempting for flag in partial.owns)
#: a document's number, as 云政办发〔2026〕3号
_DOCUMENT = r"[〔\[(（【]\s*20\d\d\s*[〕\])）】]\s*第?\s*\d+\s*号|20\d\d年第?\d+号"

#: kind of a partial sheet → its rows of a month
Rows = Mapping[str, Entries]


@dataclass(slots=True)
class Overlay:
    """What partial sheets say of each item, in the items' order.

    `flags`: flag or mark → per item `YES`, `NO` or `UNKNOWN`; the mark `unread(flag)` where the
    sheet's row could not be read. `unmatched`: rows of partial sheets that are not used, with why.
    """

    flags: dict[str, np.ndarray] = field(default_factory=dict)
    unmatched: list[tuple[Entry, str]] = field(default_factory=list)

    def of(self, position: int) -> dict[str, bool]:
        """What they say of one item: flag or mark → yes or no."""
        return _known(self.flags, position)


def overlay_of(items: Entries, partials: Rows, month: date) -> Overlay:
    """The overlay of a month: what its partial sheets, `partials`, say of its `items`; nothing is
    said of items that do not count.
    """
    counted = items.mask("status", COUNTED)
    overlay, exemptions = Overlay(), _Exemptions(len(items))
    for partial in OVERLAY_SHEETS:
        rows = partials.get(partial.kind)
        if rows is None or not len(rows):
            continue
        sure = rows.where(rows.mask("status", COUNTED))
        item_positions, row_positions, unmatched = pairs(items, sure)
        overlay.unmatched += unmatched
        is_unread = _unread_items(items, rows, partial) & counted
        silent_counts = _items_that_absence_speaks_of(items, sure, partial)
        for flag in (one.key for one in indicators.told_by(partial)):
            answers = sure.flag(flag)
            if partial.is_exempting:
                answers = exemptions.note(flag, answers, sure, month, item_positions, row_positions)
            says = np.full(len(items), UNKNOWN)
            np.maximum.at(says, item_positions, answers[row_positions])
            is_silent = says == UNKNOWN
            if partial.absent is not None and len(sure):
                says[is_silent & ~is_unread & silent_counts] = YES if partial.absent else NO
            if (is_silent & is_unread).any():
                overlay.flags[unread(flag)] = np.where(is_silent & is_unread, YES, UNKNOWN)
            says[~counted] = UNKNOWN
            if (says != UNKNOWN).any():
                # of two that speak of one item a yes holds
                overlay.flags[flag] = (
                    np.maximum(says, overlay.flags[flag]) if flag in overlay.flags else says
                )
    _mark(overlay, items, counted, exemptions)
    return overlay


def _items_that_absence_speaks_of(
    items: Entries, rows: Entries, partial: PartialSheet
) -> np.ndarray:
    """Whether a sheet that lacks the item says something by that: where it speaks for units, only
    of the items of those that it names.
    """
    if not partial.is_absence_by_unit:
        return np.ones(len(items), bool)
    return items.mask("unit", *(unit for unit in rows.units() if unit))


def _unread_items(items: Entries, rows: Entries, partial: PartialSheet) -> np.ndarray:
    """Whether a row with an error names the item in a sheet that decides by having it or not: what
    the sheet says of the item is unknown.
    """
    is_unread = np.zeros(len(items), bool)
    if partial.absent is not None:
        is_unread[pairs(items, rows.where(rows.mask("status", LEFT_OUT)))[0]] = True
    return is_unread


def laid_over(flags: Mapping[str, bool], overlaid: Mapping[str, bool]) -> dict[str, bool]:
    """The flags of an item under what is laid over them. One whose sheet could not be read is
    unknown, whatever the item list says.
    """
    own = {flag: answer for flag, answer in flags.items() if not overlaid.get(unread(flag))}
    return own | dict(overlaid)


def answers_under(items: Entries, flag: str, overlaid: Mapping[str, np.ndarray]) -> np.ndarray:
    """The same of one flag of all items: `YES`, `NO` or `UNKNOWN`."""
    unknown = np.full(len(items), UNKNOWN)
    says, is_unread = overlaid.get(flag, unknown), overlaid.get(unread(flag), unknown) == YES
    return np.where(says != UNKNOWN, says, np.where(is_unread, UNKNOWN, items.flag(flag)))


def groups(
    numbers: np.ndarray, overlaid: Mapping[str, np.ndarray]
) -> tuple[np.ndarray, list[tuple[int, dict[str, bool]]]]:
    """Groups rows that have the same combination number and the same overlay: (for each row the
    position of its group, (number, overlay) of each group).
    """
    most = int(numbers.max(initial=0)) + 1
    code = grouped(
        [(most, numbers.astype(np.int64)), *((3, says + 1) for says in overlaid.values())],
        len(numbers),
    )
    _, first, inverse = np.unique(code, return_index=True, return_inverse=True)
    return inverse, [
        (int(numbers[position]), _known(overlaid, position)) for position in first.tolist()
    ]


def _known(flags: Mapping[str, np.ndarray], position: int) -> dict[str, bool]:
    """Flag or mark → what is said of the item at a position, where anything is."""
    return {key: bool(says[position]) for key, says in flags.items() if says[position] != UNKNOWN}


def evidence(items: Sequence[Entry], partials: Rows) -> dict[int, list[Entry]]:
    """Position of an item → the rows of partial sheets that speak of it, in their order."""
    table, rows_of = Entries.of(items), defaultdict(list)
    for partial in OVERLAY_SHEETS:
        rows = partials.get(partial.kind)
        if rows is not None and len(rows):
            sure = rows.where(rows.mask("status", COUNTED))
            item_positions, row_positions, _ = pairs(table, sure)
            for item, row in sorted(zip(item_positions.tolist(), row_positions.tolist())):
                rows_of[item].append(sure[row])
    return dict(rows_of)


def disagreements(
    flags: Mapping[str, bool], overlaid: Mapping[str, bool]
) -> list[tuple[str, bool, bool]]:
    """(flag, what the item list says, what the partial sheet says) of each flag where both differ.

    An item list that does not give a reason for an exemption does not deny it.
    """
    return [
        (flag, flags[flag], overlaid[flag])
        for partial in PARTIALS
        for flag in (one.key for one in indicators.told_by(partial))
        if flag in flags
        and flag in overlaid
        and flags[flag] != overlaid[flag]
        and not (partial.is_exempting and overlaid[flag])
    ]


def contradictions(
    flags: Mapping[str, bool], overlaid: Mapping[str, bool]
) -> list[tuple[str, str]]:
    """(flag that holds, flag that it requires and that does not hold), where a partial sheet speaks
    of at least one of them.
    """
    effective = laid_over(flags, overlaid)
    return [
        (flag.key, required)
        for flag in indicators.flags_of(ITEMS)
        for required in flag.requires
        if effective.get(flag.key)
        and effective.get(required) is False
        and (flag.key in overlaid or required in overlaid)
    ]


class _Exemptions:
    """What the exemption lists say of each item: flag → whether an exemption in force names a
    document; flag → whether one is out of force.
    """

    def __init__(self, items: int):
        def none() -> np.ndarray:
            return np.zeros(items, bool)

        self.documented: dict[str, np.ndarray] = defaultdict(none)
        self.out_of_force: dict[str, np.ndarray] = defaultdict(none)

    def note(
        self,
        flag: str,
        answers: np.ndarray,
        rows: Entries,
        month: date,
        item_positions: np.ndarray,
        row_positions: np.ndarray,
    ) -> np.ndarray:
        """Notes what the rows say of the items; gives their answers, with no where an exemption is
        out of force.
        """
        holds = np.array([is_in_force(entry.attributes, month) for entry in rows], bool)
        has_document = np.asarray(rows.attribute("document").is_valid())
        claims = answers == YES
        for noted, mask in (
            (self.documented, claims & holds & has_document),
            (self.out_of_force, claims & ~holds),
        ):
            noted[flag][item_positions[mask[row_positions]]] = True
        return np.where(claims & ~holds, NO, answers)


def _mark(overlay: Overlay, items: Entries, counted: np.ndarray, exemptions: _Exemptions) -> None:
    """Adds the marks: a sheet says otherwise than the item list, exempt without a document, exempt
    no longer or not yet.
    """
    unknown = np.full(len(items), UNKNOWN)
    given = {flag.key: items.flag(flag.key) for flag in indicators.flags_of(ITEMS)}
    overlaid = {flag: overlay.flags.get(flag, unknown) for flag in given}
    effective = {flag: answers_under(items, flag, overlay.flags) for flag in given}
    differs, lacks, out = (np.zeros(len(items), bool) for _ in range(3))
    names_document = pc.match_substring_regex(items.attribute("reason"), _DOCUMENT)
    has_number: np.ndarray = np.asarray(names_document.fill_null(False))
    for partial in PARTIALS:
        for flag in (one.key for one in indicators.told_by(partial)):
            both = (
                (given[flag] != UNKNOWN)
                & (overlaid[flag] != UNKNOWN)
                & (given[flag] != overlaid[flag])
            )
            differs |= both & (overlaid[flag] == NO) if partial.is_exempting else both
            if partial.is_exempting:
                is_exempt = effective[flag] == YES
                lacks |= is_exempt & ~exemptions.documented[flag] & ~has_number
                out |= exemptions.out_of_force[flag] & ~is_exempt
    for dependent in indicators.flags_of(ITEMS):
        for required in dependent.requires:
            key = dependent.key
            is_overlaid = (overlaid[key] != UNKNOWN) | (overlaid[required] != UNKNOWN)
            differs |= is_overlaid & (effective[key] == YES) & (effective[required] == NO)
    for mark, holds in ((DISAGREES, differs), (LACKS_DOCUMENT, lacks), (NOT_IN_FORCE, out)):
        if (holds & counted).any():
            overlay.flags[mark] = np.where(holds & counted, YES, UNKNOWN)
