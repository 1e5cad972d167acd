"""What a write does to rows and counts, inside its transaction.

Nothing is removed: what is replaced ends.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

import numpy as np

from govsvc.assessment import counting, overlays, suspects
from govsvc.assessment.problems import CODES
from govsvc.domain import indicators
from govsvc.domain.entries import Entries, Entry, Shared, combinations
from govsvc.domain.errors import MonthClosed, StoreError
from govsvc.domain.indicators import (
    BULLETIN_SOURCE,
    CASES,
    CONFIRMATIONS,
    DISMISSALS,
    ITEMS,
    OWN,
    SAID_OF_ITEMS,
    STATIONS,
    TELLING_KINDS,
    VILLAGES,
    ProblemList,
    Rules,
)
from govsvc.domain.mappings import Choices
from govsvc.domain.months import month_text, months_until
from govsvc.domain.roster import Roster
from govsvc.domain.rows import ListRow, Target
from govsvc.store import tables, units
from govsvc.store.connection import Transaction
from govsvc.store.values import CLOSED, REPORTED, Act, Batch, replaces

Place = tuple[str, date]
#: kinds whose rows count in every observation period that their month is in
_OF_PERIOD = (CASES, DISMISSALS)


def record(transaction: Transaction, act: Act) -> None:
    """Notes who writes, when and what."""
    transaction.rows(
        "insert_operation",
        what=act.what,
        who=act.who,
        done_at=act.when,
        month=act.month,
        reason=act.reason,
        undone=act.undone,
    )


def write_setting(transaction: Transaction, key: str, value: str) -> None:
    transaction.rows("delete_setting", key=key)
    transaction.rows("insert_setting", key=key, value=value)


def remember(transaction: Transaction, choices: Choices) -> None:
    """Keeps what was said of headers and values, or forgets it where the choice says so."""
    for fingerprint, choice in choices.headers.items():
        transaction.rows("delete_header_choice", fingerprint=fingerprint)
        if not choice.is_guess:
            places = [-1 if place is None else place for place in choice.columns.values()]
            transaction.rows(
                "insert_header_choice",
                fingerprint=fingerprint,
                kind=choice.kind,
                header_rows=choice.rows,
                names=list(choice.columns),
                places=places,
            )
    for (name, header), words in choices.values.items():
        for cell, word in words.items():
            place = {"field": name, "header": header, "cell": cell}
            transaction.rows("delete_value_choice", **place)
            if word:
                transaction.rows("insert_value_choice", **place, word=word)


def write_batches(
    transaction: Transaction, batches: Sequence[Batch], act: Act
) -> list[tuple[int, Batch]]:
    """Writes the batches and ends what they replace; gives them with their numbers."""
    numbered = list(enumerate(batches, start=transaction.rows("next_batch_id")[0][0] + 1))
    for number, batch in numbered:
        _write_batch(transaction, number, batch, act)
    for number, batch in numbered:
        if batch.entries:
            insert_entries(transaction, number, batch.kind, batch.month, batch.entries)
    reported = [
        {
            "batch_id": number,
            "month": row.month,
            "source": BULLETIN_SOURCE,
            "county": row.county,
            "indicator": row.indicator,
            "numerator": row.numerator,
            "denominator": row.denominator,
            "printed": _text(row.printed),
            "printed_rank": row.printed_rank,
            "group_name": row.group,
            "score": _text(row.score),
            "cutoff": row.cutoff,
            "position": position,
            "full_score": _text(row.full_score),
        }
        for number, batch in numbered
        for position, row in enumerate(batch.reported)
    ]
    if reported:
        transaction.run_with(
            "incoming_snapshot",
            tables.snapshots(reported),
            "end_replaced_values",
            "insert_snapshots",
        )
    return numbered


def _write_batch(transaction: Transaction, number: int, batch: Batch, act: Act) -> None:
    """Writes the batch's own record, targets and who handed in, and ends the rows that its rows
    replace.
    """
    place, current = (
        {"kind": batch.kind, "month": batch.month},
        units.current(transaction.rows, batch.month),
    )
    transaction.rows(
        "insert_batch",
        batch_id=number,
        **place,
        who=act.who,
        imported_at=act.when,
        row_count=batch.row_count,
        left_out_count=batch.left_out_count,
        units=batch.units,
    )
    for file, sha256 in batch.files:
        transaction.rows("insert_batch_file", batch_id=number, file=file, sha256=sha256)
    if batch.entries and batch.is_changes:
        keys, faulty = (units.stored_keys(found, current) for found in batch.replaced_keys)
        transaction.rows("end_keys", **place, keys=keys, faulty=faulty)
    elif batch.entries:
        goes = replaces(batch)
        gone: dict[str, list[str]] = defaultdict(list)
        for unit, status in transaction.rows("unit_statuses", **place):
            if goes(current.get(unit, unit), "", status):
                gone[status].append(unit)
        for status, names in gone.items():
            transaction.rows("end_entries", **place, status=status, units=names)
    if batch.kind in counting.COUNTED_KINDS:
        submit(transaction, number, batch.kind, batch.month, batch.units, REPORTED)
    if batch.is_whole and batch.reported:
        transaction.rows("end_bulletin", month=batch.month)
    for target in batch.targets:
        set_target(transaction, number, target)


def set_target(transaction: Transaction, number: int, target: Target) -> None:
    """Writes the target in place of the one for the same year, node and indicator."""
    key = {"year": target.year, "until": target.until, "indicator": target.indicator}
    transaction.rows("end_target", **key)
    transaction.rows(
        "insert_target",
        batch_id=number,
        **key,
        value=_text(target.value),
        place=target.place,
        lead_unit=target.lead_unit,
    )


def submit(
    transaction: Transaction,
    batch_id: int,
    kind: str,
    month: date,
    names: Sequence[str],
    state: str,
    note: str = "",
) -> None:
    """Notes what the units of these names handed in, in place of what they had handed in before."""
    place = {"kind": kind, "month": month}
    stored = [
        text for text, name in units.current(transaction.rows, month).items() if name in names
    ]
    transaction.rows("end_submissions", **place, units=[*names, *stored])
    transaction.rows(
        "insert_submissions", batch_id=batch_id, **place, units=list(names), state=state, note=note
    )


def insert_entries(
    transaction: Transaction, number: int, kind: str, month: date, entries: Entries
) -> None:
    """Writes rows and their combinations; `recount` says what these count for."""
    next_id = transaction.rows("next_combination_id")[0][0] + 1
    codes, found = combinations(entries)
    combined = [
        (place, kind, month, status, *shared, {}, [], {})
        for place, (status, shared) in enumerate(found, start=next_id)
    ]
    transaction.run_with(
        "incoming_combination", tables.combinations(combined), "insert_combinations"
    )
    transaction.run_with(
        "incoming_entry", tables.entries(number, entries, codes + next_id), "insert_entry_rows"
    )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def touched(
    places: Iterable[Place], query: Callable[..., list[tuple]], closed: set[date] = frozenset()
) -> list[Place]:
    """The kinds and months whose counts change where the rows of `places` do.

    `query` runs a named query.

    A village list is in force from its month on, and cases count in every observation period that
    their month is in;
    what they say does not reach the months that are `closed`.
    """
    places = set(places)
    found = {
        (ITEMS if kind in SAID_OF_ITEMS else kind, month)
        for kind, month in places
        if kind in (*counting.COUNTED_KINDS, *SAID_OF_ITEMS)
    }
    case_months = {month for kind, month in places if kind in _OF_PERIOD}
    if case_months:
        rules = rules_of(query)
        found |= {
            (ITEMS, month)
            for (month,) in query("months_of_kind", kind=ITEMS, since=min(case_months))
            if month not in closed
            and case_months.intersection(months_until(month, rules(month).observation_months))
        }
    list_months = [month for kind, month in places if kind == VILLAGES]
    if list_months:
        found |= {
            (STATIONS, month)
            for (month,) in query("months_of_kind", kind=STATIONS, since=min(list_months))
            if month not in closed
        }
    return sorted(found)


#: the rules of each month
RulesOf = Callable[[date], Rules]


def rules_of(query: Callable[..., list[tuple]]) -> RulesOf:
    """The rules of each month: of a closed one those of its last edition, else the version that
    holds then. `query` runs a named query.
    """
    closed = {row[0] for row in query("read_month_states") if row[1] == CLOSED}
    editions = {
        month: rules for month, _, _, _, rules, *_ in query("read_editions") if month in closed
    }
    parsed: dict[str, Rules] = {}
    versions = [
        (from_month, Rules.of(rules)) for _, _, from_month, rules, *_ in query("read_rule_versions")
    ]

    def of(month: date) -> Rules:
        if month in editions:
            text = editions[month]
            if text not in parsed:
                parsed[text] = Rules.of(text)
            return parsed[text]
        return next(
            (rules for from_month, rules in reversed(versions) if from_month <= month), Rules()
        )

    return of


def recount(transaction: Transaction, places: Sequence[Place], rules: RulesOf) -> None:
    """Judges the combinations of each kind and month, and counts the home county's own values; what
    stays the same is left alone.
    """
    snapshots: list[dict] = []
    for kind, month in places:
        if kind == STATIONS:
            _place_villages(transaction, month)
        rows = _tell(transaction, month, rules(month)) if kind == ITEMS else None
        judged: list[tuple[dict[str, bool], int]] = []
        anew: list[tuple] = []
        rows = rows or transaction.rows("combination_counts", kind=kind, month=month)
        for number, status, attributes, key_field, flags, was_met, were_on, told, count in rows:
            met, lists = counting.judge(kind, status, attributes, flags, rules(month), told)
            judged.append((met, count))
            if (met, lists) != (was_met, were_on):
                anew.append(
                    (number, kind, month, status, attributes, key_field, flags, met, lists, told)
                )
        if anew:
            _judge_anew(transaction, kind, month, anew)
        keys = [indicator.key for indicator in indicators.INDICATORS if indicator.kind == kind]
        counts = {key: value for key, value in counting.tally(judged).items() if value[1]}
        stored = {
            key: (numerator, denominator)
            for key, numerator, denominator in transaction.rows("own_counts", month=month)
            if key in keys
        }
        changed = [key for key in keys if counts.get(key) != stored.get(key)]
        transaction.rows("end_own_snapshots", month=month, indicators=changed)
        snapshots += [
            {
                "batch_id": 0,
                "month": month,
                "source": OWN,
                "county": "",
                "indicator": key,
                "numerator": counts[key][0],
                "denominator": counts[key][1],
                "position": position,
            }
            for position, key in enumerate(sorted(counts))
            if key in changed
        ]
    if snapshots:
        transaction.run_with("incoming_snapshot", tables.snapshots(snapshots), "insert_snapshots")


def _judge_anew(transaction: Transaction, kind: str, month: date, anew: list[tuple]) -> None:
    """Stores combinations as they are judged now; rows of earlier data versions keep what they
    counted for then.
    """
    place, numbers = {"kind": kind, "month": month}, [row[0] for row in anew]
    lasting = [
        number for (number,) in transaction.rows("lasting_combinations", **place, numbers=numbers)
    ]
    next_id = transaction.rows("next_combination_id")[0][0] + 1
    copies = dict(zip(lasting, range(next_id, next_id + len(lasting))))
    transaction.rows(
        "drop_combinations", numbers=[number for number in numbers if number not in copies]
    )
    transaction.run_with(
        "incoming_combination",
        tables.combinations([(copies.get(row[0], row[0]), *row[1:]) for row in anew]),
        "insert_combinations",
    )
    if copies:
        rows = np.array(
            transaction.rows("rows_of_combinations", **place, numbers=lasting), np.int64
        ).reshape(-1, 2)
        wanted = np.array([copies[number] for number in rows[:, 1].tolist()], np.int64)
        transaction.run_with(
            "incoming_told",
            tables.told(rows[:, 0], wanted),
            "turn_new_told",
            "copy_told",
            "end_told",
        )


def listed(transaction: Transaction, month: date) -> list[Entry]:
    """The rows of the village list in force in a month, as they were stored."""
    found = transaction.rows("village_list_month", month=month)[0][0]
    return (
        [Entry(*row) for row in transaction.rows("read_entries", kind=VILLAGES, month=found)]
        if found
        else []
    )


def _place_villages(transaction: Transaction, month: date) -> None:
    """Notes which ledger rows the village list in force does not name, and adds the villages that
    the ledger lacks.
    """
    place, current = {"kind": STATIONS, "month": month}, units.current(transaction.rows, month)
    stored = transaction.rows("row_keys", **place)
    keys = [key for _, key, _ in units.keys_now(stored, current)]
    unlisted, absent = counting.against_list(
        keys, counting.in_force(listed(transaction, month), current)
    )
    for name in ("turn_new_listed", "copy_listed", "end_listed"):
        transaction.rows(
            name,
            **place,
            unlisted=sorted(row[1] for row, key in zip(stored, keys) if key in unlisted),
        )
    known = Counter(key for (key,) in transaction.rows("absent_keys", **place))
    staying = {
        key
        for key, count in Counter(village.key for village in absent).items()
        if known[key] == count
    }
    transaction.rows("end_absent", **place, staying=sorted(staying))
    new = [village for village in absent if village.key not in staying]
    if new:
        insert_entries(
            transaction,
            0,
            STATIONS,
            month,
            Entries.of(
                Entry(
                    STATIONS,
                    month,
                    village.unit,
                    village.key,
                    village.name,
                    {"note": counting.ABSENT_NOTE},
                    counting.NO_STATION,
                    counting.ABSENT,
                )
                for village in new
            ),
        )


def partials(month: date, query: Callable[..., list[tuple]]) -> dict[str, Entries]:
    """The rows of what sets flags of the month's items, by kind."""
    current = units.current(query, month)
    return {kind: rows for kind in TELLING_KINDS if (rows := _entries(query, kind, month, current))}


def of_period(
    kind: str, month: date, rules: Rules, query: Callable[..., list[tuple]]
) -> dict[date, Entries]:
    """The rows of one kind in each month of the observation period of `month` that has some, as the
    units stand in `month`.
    """
    current = units.current(query, month)
    return {
        found: rows
        for found in months_until(month, rules.observation_months)
        if (rows := _entries(query, kind, found, current))
    }


def _entries(
    query: Callable[..., list[tuple]], kind: str, month: date, current: Mapping[str, str]
) -> Entries:
    return Entries.of(
        units.as_now(
            [Entry(*row) for row in query("read_entries", kind=kind, month=month)], current
        )
    )


def _tell(transaction: Transaction, month: date, rules: Rules) -> list[tuple] | None:
    """Gives each row of the item list the combination of what the month's partial sheets and cases
    tell of it now.

    Gives the rows of combination_counts where nothing had to be told.
    """
    place = {"kind": ITEMS, "month": month}
    sheets = partials(month, transaction.rows)
    counts = transaction.rows("combination_counts", **place)
    found = {row[0]: (row[1], Shared(row[2], row[3], row[4]), row[7]) for row in counts}
    cases = of_period(CASES, month, rules, transaction.rows) if counts else {}
    if not (
        sheets
        or cases
        or any(
            told or any(shared.flags.get(flag) for flag in overlays.EXEMPTING)
            for _, shared, told in found.values()
        )
    ):
        return counts
    rows = transaction.rows("told_rows", **place)
    combined = np.array([row[1] for row in rows], np.int64)
    items = Entries.of(
        units.as_now([Entry(*row[2:]) for row in rows], units.current(transaction.rows, month))
    )
    says = overlays.tell(items, sheets, month).flags
    suspects.mark(
        says,
        items,
        cases,
        of_period(DISMISSALS, month, rules, transaction.rows) if cases else {},
        rules,
    )
    groups, parts = overlays.groups(combined, says)
    known = {
        (status, shared.text(), tuple(sorted(told.items()))): number
        for number, (status, shared, told) in found.items()
    }
    new: list[tuple] = []
    next_id = transaction.rows("next_combination_id")[0][0] + 1
    numbers = []
    for number, told in parts:
        status, shared, _ = found[number]
        shape = status, shared.text(), tuple(sorted(told.items()))
        if shape not in known:
            known[shape] = next_id + len(new)
            new.append((known[shape], ITEMS, month, status, *shared, {}, [], told))
        numbers.append(known[shape])
    wanted = np.array(numbers, np.int64)[groups]
    moved = wanted != combined
    if new:
        transaction.run_with(
            "incoming_combination", tables.combinations(new), "insert_combinations"
        )
    if moved.any():
        places = np.array([row[0] for row in rows], np.int64)
        transaction.run_with(
            "incoming_told",
            tables.told(places[moved], wanted[moved]),
            "turn_new_told",
            "copy_told",
            "end_told",
        )
    return None


def judge(
    transaction: Transaction,
    problem_list: ProblemList,
    rows: Sequence[ListRow],
    is_confirmed: bool,
    act: Act,
) -> None:
    """Notes what was found of suspected rows of one month, in place of what was found of them
    before. `row.grounds`: the evidence.
    """
    month, word = rows[0].month, indicators.CONFIRMED.owns[problem_list.flag][0]
    keys = [f"{row.key}／{word}" for row in rows]
    current = units.current(transaction.rows, month)
    for kind in (CONFIRMATIONS, DISMISSALS):
        transaction.rows(
            "end_keys", kind=kind, month=month, keys=units.stored_keys(keys, current), faulty=[]
        )
    said = {
        "found_on": f"{act.when:%Y-%m-%d}",
        "found_by": indicators.BY_CASES,
        "confirmed_by": act.who,
        "reason": act.reason,
    }
    kind = CONFIRMATIONS if is_confirmed else DISMISSALS
    found = [
        Entry(
            kind,
            month,
            row.unit,
            key,
            row.name,
            {code: row.attributes[code] for code in CODES if row.attributes.get(code)}
            | said
            | ({"evidence": row.grounds} if row.grounds else {}),
            {problem_list.flag: is_confirmed},
        )
        for row, key in zip(rows, keys)
    ]
    write_batches(transaction, [Batch(kind, month, [], Entries.of(found), is_changes=True)], act)


def closed_months(transaction: Transaction) -> dict[date, int]:
    """Closed month → number of its last edition."""
    return {
        month: edition
        for month, state, _, edition, *_ in transaction.rows("read_month_states")
        if state == CLOSED
    }


def refuse_closed(transaction: Transaction, months: Iterable[date], act: Act) -> set[date]:
    """Those of the months that are closed.

    Raises MonthClosed where there are some and `act` gives no reason for a correction.
    """
    closed = closed_months(transaction)
    found = sorted(set(months) & closed.keys())
    if found and not act.reason.strip():
        names = "、".join(f"{month_text(month)}（第{closed[month]}版）" for month in found)
        raise MonthClosed(
            f"{names}已定稿，数据没有改变。",
            "需要更正的，请写明更正原因，另存为更正版；原来的版本仍可查阅。",
            "month_closed",
            tuple(found),
        )
    return set(found)


def close(transaction: Transaction, month: date, act: Act, rules: RulesOf) -> int:
    """Closes the month, once more where it is closed; gives the number of the edition."""
    found = {row[0]: row for row in transaction.rows("read_month_states")}.get(month)
    edition = 1 + max(
        (row[1] for row in transaction.rows("read_editions") if row[0] == month), default=0
    )
    set_state(transaction, month, CLOSED, found[2] if found else None, edition)
    transaction.rows(
        "insert_edition", month=month, edition=edition, reason=act.reason, rules=rules(month).text()
    )
    return edition


def set_state(
    transaction: Transaction, month: date, state: str, base: date | None, edition: int
) -> None:
    transaction.rows("end_month_state", month=month)
    transaction.rows("insert_month_state", month=month, state=state, base=base, edition=edition)


def copy_month(
    transaction: Transaction,
    base: date,
    month: date,
    kinds: Sequence[str],
    act: Act,
    only: Container[str] | None = None,
) -> None:
    """Copies the rows of `base` into `month`, but those of units that have rows there or are none
    of `only`.
    """
    roster = units.read(transaction.rows)
    current, dissolved = roster.current(month), roster.dissolved(month)
    for kind in kinds:
        here = {
            current.get(unit, unit)
            for unit, _ in transaction.rows("unit_statuses", kind=kind, month=month)
        }
        there = sorted(
            {
                unit
                for unit, _ in transaction.rows("unit_statuses", kind=kind, month=base)
                if current.get(unit, unit) in here
                or unit in dissolved
                or not (only is None or unit in only)
            }
        )
        found = [
            row
            for row in transaction.rows("combination_counts", kind=kind, month=base)
            if row[1] != counting.ABSENT
        ]
        if not found:
            continue
        number = transaction.rows("next_batch_id")[0][0] + 1
        next_id = transaction.rows("next_combination_id")[0][0] + 1
        numbers = {row[0]: place for place, row in enumerate(found, start=next_id)}
        copied = [
            (numbers[row[0]], kind, month, row[1], *Shared(row[2], row[3], row[4]), {}, [], {})
            for row in found
        ]
        transaction.run_with(
            "incoming_combination", tables.combinations(copied), "insert_combinations"
        )
        transaction.run_with(
            "incoming_copy",
            tables.copies(numbers),
            "copy_rows",
            batch_id=number,
            kind=kind,
            base=base,
            month=month,
            units=there,
        )
        transaction.rows(
            "insert_batch",
            batch_id=number,
            kind=kind,
            month=month,
            who=act.who,
            imported_at=act.when,
            row_count=0,
            left_out_count=0,
            units=[],
        )


def drop_dissolved(
    transaction: Transaction, roster: Roster, closed: Container[date]
) -> list[Place]:
    """Ends, in months that were opened, the carried-over rows of units that are no more; gives the
    kinds and months that changed.
    """
    places = []
    for month in (row[0] for row in transaction.rows("read_month_states") if row[0] not in closed):
        dissolved = roster.dissolved(month)
        handed_in = (
            {(row[0], row[1]) for row in transaction.rows("read_submissions", month=month)}
            if dissolved
            else set()
        )
        for kind in counting.COUNTED_KINDS if dissolved else ():
            found = [
                (unit, status)
                for unit, status in transaction.rows("unit_statuses", kind=kind, month=month)
                if unit in dissolved and (kind, unit) not in handed_in
            ]
            for unit, status in found:
                transaction.rows("end_entries", kind=kind, month=month, status=status, units=[unit])
            if found:
                places.append((kind, month))
    return places


def restore_dissolved(
    transaction: Transaction, before: Roster, roster: Roster, closed: Container[date], act: Act
) -> list[Place]:
    """Carries over, in months that were opened, the rows of units that are there again; gives the
    kinds and months that changed.
    """
    places = []
    for month, base in (
        (row[0], row[2])
        for row in transaction.rows("read_month_states")
        if row[2] and row[0] not in closed
    ):
        again = before.dissolved(month) - roster.dissolved(month)
        if again:
            copy_month(transaction, base, month, counting.COUNTED_KINDS, act, only=again)
            places += [(kind, month) for kind in counting.COUNTED_KINDS]
    return places


_UNDO = (
    "undo_restore_entry_row",
    "undo_end_entry_row",
    "undo_restore_snapshot",
    "undo_end_snapshot",
    "undo_restore_target",
    "undo_end_target",
    "undo_restore_submission",
    "undo_end_submission",
)


def undo(transaction: Transaction, undone: int, opened: date | None, is_opening: bool) -> None:
    """Puts in force what the write `undone` ended, and ends what it put in force.

    `opened`: the month that it opened, or whose opening it took back or brought back; `is_opening`:
    it opened it itself.
    The state that the month has since then ends with its opening.
    """
    if is_opening:
        transaction.rows("end_month_state", month=opened)
    for name in (*_UNDO, *(("undo_restore_month_state", "undo_end_month_state") if opened else ())):
        transaction.rows(name, undone=undone)


def doubled(transaction: Transaction, places: Iterable[Place]) -> set[tuple[str, date, str]]:
    """(kind, month, key) of the keys that more than one counted row has."""
    return {
        (kind, month, key)
        for kind, month in places
        for key, _ in transaction.rows("doubled_keys", kind=kind, month=month)
    }


def refuse_doubled(
    transaction: Transaction, places: Sequence[Place], before: set[tuple[str, date, str]]
) -> None:
    """Raises StoreError where a key would count twice in one month that did not `before`."""
    for kind, month in places:
        keys = [key for _, _, key in sorted(doubled(transaction, [(kind, month)]) - before)]
        if keys:
            raise StoreError(
                f"撤销后{month_text(month)}有{len(keys)}行会重复（如{keys[0]}），没有撤销。",
                "后来的导入用到了同样的行，请先撤销后来的那一稿。",
                "doubled_by_undo",
            )
