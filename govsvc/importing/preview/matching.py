"""Rows of before and after: how many are new, changed and gone, and what differs in each."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from govsvc.assessment import problems
from govsvc.assessment.row_matching import pair
from govsvc.domain import indicators, row_keys
from govsvc.domain.chains import SAVINGS, shown
from govsvc.domain.indicators import (
    CHAIN_CASES,
    CHAINS,
    ITEMS,
    KINDS_ABOUT_ITEMS,
    ROW_KINDS,
    unread,
)
from govsvc.domain.rows import COUNTED, LEFT_OUT, OUT_OF_SCOPE, Entry
from govsvc.importing.preview.changes import (
    ADDED,
    CHANGED,
    GONE,
    Field,
    RowChange,
    UnitChange,
)
from govsvc.sheets.cells import vocabulary

NOT_GIVEN, UNREAD = "未填", "无法识别"
STATUS = "计入情况"
NOT_COUNTED = "未计入"
_STATUSES = {COUNTED: "计入", LEFT_OUT: NOT_COUNTED, OUT_OF_SCOPE: "不在范围"}
#: field of a row that counted before and has an error now
FAILED: Field = (STATUS, _STATUSES[COUNTED], _STATUSES[LEFT_OUT])
_FLAG_WORDS = {True: "是", False: "否", None: NOT_GIVEN}
_FLAGS = {flag.key: flag.header for flag in indicators.FLAGS}
#: fields of what a person found of a suspected item
_VERDICT = {
    "unit": ("部门",),
    "name": ("事项名称",),
    "found_on": ("认定日期",),
    "found_by": ("发现方式",),
    "confirmed_by": ("认定人",),
    "reason": ("理由",),
    "evidence": ("证据",),
}
_HEADERS = {
    kind: {field: headers[0] for field, headers in vocabulary.FIELDS.get(kind, _VERDICT).items()}
    | {"responsible": vocabulary.RESPONSIBLE[0]}
    | ({} if kind not in vocabulary.FIELDS else {"reason": "不进驻原因"})
    for kind in ROW_KINDS
}
for _kind in (CHAINS, CHAIN_CASES):
    _HEADERS[_kind]["name"] = "一件事名称"
    _HEADERS[_kind] |= {f"{one.key}_printed": f"{one.short}减幅" for one in SAVINGS}


def compare(
    kind: str,
    month: date,
    replaced: Sequence[Entry],
    staying: Sequence[Entry],
    incoming: Sequence[Entry],
) -> tuple[list[UnitChange], list[RowChange]]:
    """Units in order of their names, and the changed rows by unit: those of the files in their
    order, then the gone.
    """
    pairs, added, missing = pair(replaced, incoming)
    before_of = {id(after): before for before, after in pairs}
    new = {id(entry) for entry in added}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    changes: list[RowChange] = []

    def note(entry: Entry, what: str, fields: tuple[Field, ...]) -> None:
        counts[entry.unit][what] += 1
        code = _code(entry)
        changes.append(
            RowChange(kind, month, entry.unit, entry.key, code, entry.name, what, fields)
        )

    for entry in staying:
        counts[entry.unit][""] += 1
    for entry in incoming:
        if id(entry) in new:
            note(entry, ADDED, _standing(entry, to=True))
        elif fields := differences(before_of[id(entry)], entry):
            note(entry, CHANGED, fields)
        else:
            counts[entry.unit][""] += 1
    for entry in missing:
        note(entry, GONE, _standing(entry, to=False))
    units = [
        UnitChange(kind, month, unit, count[ADDED], count[CHANGED], count[GONE], count[""])
        for unit, count in sorted(counts.items())
    ]
    return units, sorted(changes, key=lambda change: change.unit)


def _code(entry: Entry) -> str | None:
    """The code of an item, None where it has none, or the own name of a village."""
    is_of_item = entry.kind in (ITEMS, *KINDS_ABOUT_ITEMS)
    return problems.code_of(entry) if is_of_item else row_keys.village_of(entry.key)


#: what is called so in rows that have no column of it
_OTHERS = {
    "unit": "单位",
    "name": "题目",
    "count": "条数",
    "of": "计数",
    "turn": "评价次数",
    "level_given": "评价",
    "channel": "评价渠道",
    "reason": "测评指标",
    "case": "办件编号（摘要）",
    "day": "日期",
    "is_named": "是否实名",
    "is_struck": "是否误评、恶意或不实",
    "is_closed": "是否已整改",
    "question": "评价项",
    "printed": "印制值",
}


def _words(entry: Entry, key: str, text: str | None) -> str:
    """What an attribute says, in words."""
    if not text:
        return NOT_GIVEN
    return shown(key, text) if entry.kind == CHAINS else text


def differences(before: Entry, after: Entry) -> tuple[Field, ...]:
    """What differs between two readings of one row; the place in the file does not count."""
    headers = _HEADERS[after.kind]
    fields = [
        (headers.get(field, _OTHERS[field]), was or NOT_GIVEN, now or NOT_GIVEN)
        for field in ("unit", "name")
        if (was := getattr(before, field)) != (now := getattr(after, field))
    ]
    if before.attributes != after.attributes:
        # in the order of the sheet's columns, whatever order the database gives the attributes in
        keys = dict.fromkeys([*headers, *sorted({*before.attributes, *after.attributes})])
        fields += [
            (
                headers.get(key) or _OTHERS.get(key, key),
                _words(after, key, was),
                _words(after, key, now),
            )
            for key in keys
            if (was := before.attributes.get(key)) != (now := after.attributes.get(key))
        ]
    if before.flags != after.flags:
        fields += [
            (header, was, now)
            for key, header in _FLAGS.items()
            if (was := _flag_word(before, key)) != (now := _flag_word(after, key))
        ]
    if before.status != after.status:
        fields.append((STATUS, _STATUSES[before.status], _STATUSES[after.status]))
    return tuple(fields)


def _flag_word(entry: Entry, key: str) -> str:
    return UNREAD if entry.flags.get(unread(key)) else _FLAG_WORDS[entry.flags.get(key)]


def _standing(entry: Entry, to: bool) -> tuple[Field, ...]:
    if entry.status == COUNTED:
        return ()
    word = _STATUSES[entry.status]
    return ((STATUS, "", word) if to else (STATUS, word, ""),)
