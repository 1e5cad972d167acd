"""Rows of the month before that a department or township no longer has."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

from govsvc.assessment.counting import MERGED_INTO
from govsvc.assessment.problems import basic_code, is_recoded
from govsvc.assessment.row_matching import Pair, pair
from govsvc.domain import row_keys
from govsvc.domain.indicators import ITEMS, STATIONS
from govsvc.domain.months import month_text
from govsvc.domain.rows import COUNTED, Entry
from govsvc.importing.validation.baseline import Incoming, Key, Past
from govsvc.importing.validation.issue_places import Places
from govsvc.sheets.cells import vocabulary

MOST_NAMED = 3
#: rows named in full in one issue, so that a cell of a download holds them
MOST_LISTED = 200
#: codes of a department that are said one by one
MOST_CODES = 20


def check_vanished(past: Past, places: Places, brought: Incoming) -> None:
    """A warning for each unit whose counted rows are gone, and one at each code that is another
    than before.

    Only units that the import brings are compared: the others have not reported yet.
    """
    month = past.latest(brought.kind, brought.month)
    if month is None:
        return
    before = past.keys(brought.kind, month, brought.month)
    now = past.keys(brought.kind, brought.month)
    missing_keys = _missing_keys(past, brought, before, now)
    if not missing_keys:
        return
    new = {key for _, key, _ in now}.difference(key for _, key, _ in before)
    pairs, added, missing = pair(
        past.rows(brought.kind, month, missing_keys, brought.month),
        past.rows(brought.kind, brought.month, new),
    )
    if brought.kind == ITEMS:
        recoded = [(was, row) for was, row in pairs if was.key != row.key and is_recoded(was, row)]
        for of_unit in _by_unit(recoded):
            _warn_of_recoded(places, of_unit, month_text(month))
        with_other_code, missing = _with_other_code(missing, added)
        for of_unit in _by_unit(with_other_code):
            _warn_of_codes(places, of_unit, month_text(month))
    missing_of: dict[str, list[Entry]] = defaultdict(list)
    for row in missing:
        missing_of[row.unit].append(row)
    for unit, rows in missing_of.items():
        _warn_of_missing(places, brought.first(unit), rows, month_text(month))


def _missing_keys(
    past: Past, brought: Incoming, before: Sequence[Key], now: Sequence[Key]
) -> set[str]:
    """Keys of rows that counted in a unit of the import and are with no unit any more; a village
    that was merged is not missing.
    """
    missing = {
        key
        for unit, key, status in before
        if unit in brought.row_counts and status == COUNTED and key not in brought.keys
    }
    if missing:
        # one may be with a unit that is not in the files
        missing -= {key for _, key, _ in now}
    if missing and brought.kind == STATIONS:
        missing -= {
            village.key
            for village in past.villages(brought.month)
            if village.attributes.get(MERGED_INTO)
        }
    return missing


def _by_unit(pairs: Iterable[Pair]) -> Iterable[list[Pair]]:
    """The pairs of each unit that has the rows now."""
    pairs_of: dict[str, list[Pair]] = defaultdict(list)
    for was, row in pairs:
        pairs_of[row.unit].append((was, row))
    return pairs_of.values()


def _with_other_code(
    missing: Iterable[Entry], new: Iterable[Entry]
) -> tuple[list[Pair], list[Entry]]:
    """(pairs, rows still missing): what may be the same item under another code, by 基本编码 and
    name, else by department and name.
    """
    pairs: list[Pair] = []
    for key in (_basic_and_name, lambda row: (row.unit, row.name)):
        missing, new = _matched(missing, new, key, pairs)
    return pairs, list(missing)


def _basic_and_name(row: Entry) -> Hashable | None:
    """None where the row has no 基本编码."""
    basic = basic_code(row)
    return (basic, row.name) if basic and row.name else None


def _matched(
    missing: Iterable[Entry],
    new: Iterable[Entry],
    key: Callable[[Entry], Hashable | None],
    pairs: list[Pair],
) -> tuple[list[Entry], list[Entry]]:
    """Adds to `pairs` the rows of one key; gives (missing rows, new rows) that have no partner."""
    new = list(new)
    candidates: dict[Hashable, list[Entry]] = defaultdict(list)
    for row in new:
        if key(row) is not None:
            candidates[key(row)].append(row)
    unmatched, taken = [], set()
    for row in missing:
        same = candidates.get(key(row))
        if same:
            taken.add(id(same[0]))
            pairs.append((row, same.pop(0)))
        else:
            unmatched.append(row)
    return unmatched, [row for row in new if id(row) not in taken]


def _warn_of_recoded(places: Places, pairs: Sequence[Pair], month: str) -> None:
    """One note for the codes of a department that changed with its body; the import is the
    confirmation.
    """
    row = pairs[0][1]
    texts = [f"{now.name}（{was.key}→{now.key}）" for was, now in pairs]
    more = "等" if len(texts) > MOST_NAMED else ""
    places.warn(
        row,
        None,
        "items_recoded",
        f"{row.unit}有{len(texts)}项编码变更（随机构调整）："
        f"{'、'.join(now.name for _, now in pairs[:MOST_NAMED])}{more}，"
        f"按基本编码和名称与上次（{month}）对应，不计新增，也不计减少。",
        "；".join(texts[:MOST_LISTED]),
        "确认导入即确认对应；不是同一事项的，请改正编码或名称",
    )


def _warn_of_codes(places: Places, pairs: Sequence[Pair], month: str) -> None:
    """A warning at each code of a department, or one for all where it is many: a body that was
    reorganised.
    """
    changed = [
        (was, row, field) for was, row in pairs if row.row and (field := _differing(was, row))
    ]
    if len(changed) > MOST_CODES:
        texts = [
            f"{row.name}（{was.attributes[field]}→{row.attributes[field]}）"
            for was, row, field in changed
        ]
        row = changed[0][1]
        for begin, end, part in _parts(texts):
            places.warn(
                row,
                None,
                "item_code_changed",
                f"{row.unit}有{len(texts)}项事项的编码与上次（{month}）不同{part}："
                f"{'、'.join(texts[begin : begin + MOST_NAMED])}等，按编码不是同一事项。",
                "；".join(texts[begin:end]),
                "请核对编码；确已换码的可以不改",
            )
        return
    for was, row, field in changed:
        before, now = was.attributes[field], row.attributes[field]
        places.warn(
            row,
            field,
            "item_code_changed",
            (
                f"第{row.row}行{row.unit}的“{row.name}”编码为{now}，上次（{month}）为{before}，"
                "按编码不是同一事项。"
            ),
            now,
            f"{before}；确已换码的可以不改",
        )


def _differing(was: Entry, row: Entry) -> str | None:
    """The finest code that both have and that differs."""
    return next(
        (
            field
            for field in vocabulary.CODES
            if was.attributes.get(field)
            and row.attributes.get(field)
            and was.attributes[field] != row.attributes[field]
        ),
        None,
    )


def _parts(texts: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """(begin, end, how to say so) of what is listed in one issue each."""
    for begin in range(0, len(texts), MOST_LISTED):
        end = min(begin + MOST_LISTED, len(texts))
        yield begin, end, f"（名单第{begin + 1}—{end}个）" if len(texts) > MOST_LISTED else ""


def _warn_of_missing(places: Places, first: Entry, rows: Sequence[Entry], month: str) -> None:
    is_item = first.kind == ITEMS
    code, measure, what = (
        ("item_vanished", "项事项", "取消、划转")
        if is_item
        else ("village_vanished", "个村（社区）", "撤并")
    )
    texts = [
        f"{row.name}（{row.key}）"
        if is_item and row.key != row_keys.of_item(row.unit, row.name)
        else row.name
        for row in rows
    ]
    more = "等" if len(rows) > MOST_NAMED else ""
    for begin, end, part in _parts(texts):
        places.warn(
            first,
            None,
            code,
            f"{first.unit}有{len(rows)}{measure}上次（{month}）有、本次没有{part}："
            f"{'、'.join(texts[begin : begin + MOST_NAMED])}{more}。",
            "；".join(texts[begin:end]),
            f"漏报的请补上；确已{what}的可以不改",
        )
