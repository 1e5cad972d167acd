"""What a row counts for: which indicators count it, whether it is met, which lists it is on.

Rows of one kind, status, level and flags count alike (a *combination*), so that each combination is
judged once. The store keeps the combinations beside the rows, in the transaction that commits the
rows: counts always belong to rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from govsvc.assessment.overlays import groups, laid_over
from govsvc.domain import indicators, time_limits
from govsvc.domain.entries import COUNTED, Entries, Entry, combinations
from govsvc.domain.indicators import (
    AS_OTHERS,
    CASES,
    ITEMS,
    STATIONS,
    TAKEN_OUT,
    AtMost,
    Indicator,
    ProblemList,
    Rules,
)

#: kinds whose rows are counted into indicators
COUNTED_KINDS = (ITEMS, STATIONS)
#: kinds that each unit hands in for itself: a key of theirs belongs to one unit in a month
KINDS_OF_UNITS = (*COUNTED_KINDS, CASES)
#: status of a listed village that the ledger lacks: it has no station
ABSENT = "absent"
#: the ratios of sums
SUMMED = tuple(one for one in indicators.INDICATORS if one.sums)
NO_STATION = {flag.key: False for flag in indicators.flags_of(STATIONS)}
ABSENT_NOTE = "台账中没有这个村（社区）"
#: attribute of a listed village: the one that stands for it from the month of the list on
MERGED_INTO = "merged_into"


def is_met(
    indicator: Indicator,
    flags: dict[str, bool],
    level: str | None,
    rules: Rules,
    numbers: Mapping[str, int] | None = None,
    *,
    may_be_unread: bool = True,
) -> bool | None:
    """Whether a row with these flags is met; None where `indicator` does not count it.

    A row whose deciding flag or quantity is unknown (its column is wholly blank) or unread is not
    counted. `numbers`: its quantities, those that are known. Of a ratio of sums a row is met where
    it adds nothing that is wanted less, or something that is wanted more. `may_be_unread`: whether
    any of the flags may be a mark of having been unread.
    """
    if may_be_unread and is_unread(indicator, flags, rules):
        return None
    levels = rules.levels.get(indicator.key, indicator.levels)
    if levels and level and level not in levels:
        return None
    if any(not flags.get(key) for key in indicator.among):
        return None
    treatment = rules.treatment(indicator)
    if treatment != AS_OTHERS and any(flags.get(key) for key in indicator.exempt):
        return None if treatment == TAKEN_OUT else treatment == "met"
    return _decided(indicator, flags, rules, numbers or {})


def _decided(
    indicator: Indicator, flags: Mapping[str, bool], rules: Rules, numbers: Mapping[str, int]
) -> bool | None:
    """Whether a row that is in the indicator's scope is met; None where nobody knows."""
    at_most = indicator.instead if rules.decides_instead(indicator) else indicator.at_most
    if indicator.sums:
        return _adds(indicator, numbers)
    if at_most:
        return is_also_met(indicator, flags, rules) or _is_at_most(at_most, numbers)
    if any(key not in flags for key in indicator.met):
        return None
    is_it = all(flags[key] for key in indicator.met) or is_also_met(indicator, flags, rules)
    return is_it and not any(flags.get(key) for key in indicator.unless)


def _is_at_most(test: AtMost, numbers: Mapping[str, int]) -> bool | None:
    number = numbers.get(test.quantity)
    if number is None:
        return False if test.is_unknown_no else None
    return number <= test.most


def _adds(indicator: Indicator, numbers: Mapping[str, int]) -> bool | None:
    """Whether the row does its part of a ratio of sums; None where it is not counted."""
    amount = amount_of(indicator, numbers)
    if amount is None:
        return None
    return amount[0] > 0 if indicator.direction > 0 else amount[0] == 0


def amount_of(indicator: Indicator, numbers: Mapping[str, int]) -> tuple[int, int] | None:
    """What a row adds to numerator and denominator of a ratio of sums; None where nothing."""
    sums = indicator.sums
    if sums is None:
        return None
    plus, minus = numbers.get(sums.plus), numbers.get(sums.minus) if sums.minus else 0
    over = numbers.get(sums.over) if sums.over else 1
    if plus is None or minus is None or not over or minus > plus:
        return None
    return plus - minus, over


def numbers_of(attributes: Mapping[str, str], rules: Rules) -> dict[str, int]:
    """The quantities of a row that are known, time limits in workdays."""
    return {
        one.key: number
        for one in indicators.QUANTITIES
        if (text := attributes.get(one.key)) is not None
        and (number := time_limits.amount(text, rules.workdays_of)) is not None
    }


def amounts(
    attributes: Mapping[str, str], met: Mapping[str, bool], rules: Rules
) -> dict[str, tuple[int, int]]:
    """What a row that counts for the indicators in `met` adds to numerator and denominator: 1 of 1
    or 0 of 1, of a ratio of sums its amounts.
    """
    added = {key: (int(is_it), 1) for key, is_it in met.items()}
    if any(one.key in met for one in SUMMED):
        numbers = numbers_of(attributes, rules)
        for indicator in SUMMED:
            if indicator.key in met:
                added[indicator.key] = amount_of(indicator, numbers) or (0, 0)
    return added


def is_also_met(indicator: Indicator, flags: Mapping[str, bool], rules: Rules) -> bool:
    """Whether a row is met only because the rules let more count (部分授权)."""
    return rules.counts_also(indicator) and all(flags.get(key) for key in indicator.also_met)


def is_unread(indicator: Indicator, flags: Mapping[str, bool], rules: Rules) -> bool:
    """Whether nobody could read a flag that decides on the indicator by these rules, or one that
    such a flag requires.
    """
    has_exempt = rules.treatment(indicator) != AS_OTHERS
    return any(
        flags.get(mark) and key not in flags
        for key, mark in indicators.deciding_marks(indicator)
        if has_exempt or key not in indicator.exempt
    )


def judge(
    kind: str,
    status: str,
    attributes: Mapping[str, str],
    flags: dict[str, bool],
    rules: Rules,
    overlaid: dict[str, bool] | None = None,
) -> tuple[dict[str, bool], list[str]]:
    """What one combination counts for: (indicator key → whether it is met, for each indicator that
    counts it; keys of the lists that it is on).

    Both are empty where no indicator counts it. `attributes`: those that its rows share; ``level``
    and ``item_type`` matter. `overlaid`: what partial sheets say (`govsvc.assessment.overlays`),
    which holds over `flags`, and the marks they set.
    """
    overlaid = overlaid or {}
    if not _is_in_scope(status, attributes, rules):
        return {}, []
    flags, level = laid_over(flags, overlaid), attributes.get("level")
    met: dict[str, bool] = {}
    numbers = numbers_of(attributes, rules)
    has_marks = not indicators.UNREAD_MARKS.isdisjoint(flags)
    for indicator in indicators.INDICATORS:
        if indicator.kind == kind:
            answer = is_met(indicator, flags, level, rules, numbers, may_be_unread=has_marks)
            if answer is not None:
                met[indicator.key] = answer
    return met, [
        one.key
        for one in indicators.LISTS
        if _is_listed(one, kind, met, flags, overlaid) and _is_above(one, numbers)
    ]


def _is_in_scope(status: str, attributes: Mapping[str, str], rules: Rules) -> bool:
    """Whether any indicator may count such rows."""
    item_type = attributes.get("item_type")
    return status in (COUNTED, ABSENT) and item_type in (None, *rules.types_in_scope)


def _is_counted(
    indicator: Indicator,
    status: str,
    attributes: Mapping[str, str],
    known: dict[str, bool],
    rules: Rules,
) -> bool:
    """Whether `indicator` counts such rows, as `judge` says it of all; `known`: their flags with
    what is laid over them.
    """
    if not _is_in_scope(status, attributes, rules):
        return False
    numbers = numbers_of(attributes, rules)
    return is_met(indicator, known, attributes.get("level"), rules, numbers) is not None


def _is_above(problem_list: ProblemList, numbers: Mapping[str, int]) -> bool:
    """Whether the list asks for no quantity, or the row's is known and above that."""
    bound = problem_list.above
    return bound is None or numbers.get(bound.quantity, bound.most) > bound.most


def _is_listed(
    problem_list: ProblemList,
    kind: str,
    met: Mapping[str, bool],
    flags: Mapping[str, bool],
    overlaid: Mapping[str, bool],
) -> bool:
    """Whether rows of the combination are on the list."""
    is_counted = problem_list.indicator in met
    if problem_list.mark:
        return (
            indicators.kind_of_list(problem_list) == kind
            and bool(overlaid.get(problem_list.mark))
            and (not problem_list.signs or is_counted)
        )
    if not is_counted:
        return False
    if problem_list.flag:
        return bool(flags.get(problem_list.flag))
    if any(flags.get(key) for key in problem_list.without):
        return False
    return not met[problem_list.indicator]


def exempt_count(
    indicator: Indicator,
    combined: Iterable[tuple[str, Mapping[str, str], dict[str, bool], dict[str, bool], int]],
    rules: Rules,
) -> int:
    """How many rows are exempt from `indicator`, whatever its rules make of exempt rows.

    `combined`: (status, attributes, flags, what is laid over the flags, number of rows) of each
    combination.
    """
    as_met, as_out = (
        replace(rules, exempt_as={indicator.key: treatment}) for treatment in ("met", TAKEN_OUT)
    )
    count = 0
    for status, attributes, flags, overlaid, rows in combined:
        known = laid_over(flags, overlaid)
        if any(known.get(key) for key in indicator.exempt):
            row = (status, attributes, known)
            count += rows * _is_counted(indicator, *row, as_met)
            count -= rows * _is_counted(indicator, *row, as_out)
    return count


def unread_count(
    indicator: Indicator,
    combined: Iterable[tuple[str, Mapping[str, str], dict[str, bool], dict[str, bool], int]],
    rules: Rules,
) -> int:
    """Rows that `indicator` would count, had somebody been able to read what they say; of (status,
    attributes, flags, overlaid, rows).
    """
    wanted = {*indicator.met, *indicator.among}
    count = 0
    for status, attributes, flags, overlaid, rows in combined:
        known = laid_over(flags, overlaid)
        if is_unread(indicator, known, rules):
            as_if = {
                key: known.get(key, key in wanted) for key in indicators.deciding_flags(indicator)
            }
            count += rows * _is_counted(indicator, status, attributes, as_if, rules)
    return count


def unknown_count(
    indicator: Indicator,
    combined: Iterable[tuple[str, Mapping[str, str], dict[str, bool], dict[str, bool], int]],
    rules: Rules,
) -> int:
    """Rows that `indicator` would count, were what it asks for said of them at all; of (status,
    attributes, flags, overlaid, rows).
    """
    in_scope = replace(indicator, met=(), sums=None, at_most=None, instead=None)
    count = 0
    for status, attributes, flags, overlaid, rows in combined:
        known = laid_over(flags, overlaid)
        if (
            status == COUNTED
            and _is_in_scope(status, attributes, rules)
            and not _is_counted(indicator, status, attributes, known, rules)
            and not is_unread(indicator, known, rules)
        ):
            level = attributes.get("level")
            count += rows * (is_met(in_scope, known, level, rules) is not None)
    return count


def mean_of_ratios(
    indicator: Indicator,
    combined: Iterable[tuple[str, Mapping[str, str], dict[str, bool], dict[str, bool], int]],
    rules: Rules,
) -> Fraction | None:
    """The mean of the rows' own ratios, of a ratio of sums, exactly; None where no row has one."""
    total, count = Fraction(0), 0
    for status, attributes, flags, overlaid, rows in combined:
        amount = amount_of(indicator, numbers_of(attributes, rules))
        known = laid_over(flags, overlaid)
        if amount and _is_counted(indicator, status, attributes, known, rules):
            total += rows * Fraction(*amount)
            count += rows
    return total / count if count else None


def in_force(villages: Iterable[Entry], present_names: Mapping[str, str]) -> list[Entry]:
    """The villages of a list that count, with their townships under `present_names`: those that
    were merged into another village are left out.
    """
    counting = []
    for village in villages:
        unit = present_names.get(village.unit, village.unit)
        if not village.attributes.get(MERGED_INTO):
            counting.append(
                village
                if unit == village.unit
                else replace(village, unit=unit, key=unit + village.key[len(village.unit) :])
            )
    return counting


def against_list(ledger: Iterable[str], villages: Sequence[Entry]) -> tuple[set[str], list[Entry]]:
    """Compares the ledger with the village list in force: (ledger rows that do not count, villages
    that the ledger lacks).

    The list is the denominator of the stations: a village without a row in the ledger (given by its
    keys) has no station, and a ledger row whose village is not listed is not counted. Both are
    empty where there is no ledger or no list.
    """
    stations = set(ledger)
    if not (villages and stations):
        return set(), []
    return stations - {village.key for village in villages}, [
        village for village in villages if village.key not in stations
    ]


def tally(
    judged: Iterable[tuple[Mapping[str, tuple[int, int]], int]],
) -> dict[str, tuple[int, int]]:
    """Indicator key → (numerator, denominator), added up over (`amounts`, number of rows) of each
    combination; an indicator that counts no row is absent.
    """
    counts: dict[str, tuple[int, int]] = {}
    for added, rows in judged:
        for key, (upper, lower) in added.items():
            numerator, denominator = counts.get(key, (0, 0))
            counts[key] = numerator + rows * upper, denominator + rows * lower
    return counts


def count(
    kind: str,
    entries: Entries,
    villages: Sequence[Entry],
    rules: Rules,
    overlaid: Mapping[str, np.ndarray] | None = None,
) -> dict[str, tuple[int, int]]:
    """The `tally` of one month's rows of one kind; `villages`: the list in force, for the stations;
    `overlaid`: of items, by partial sheets.
    """
    unlisted, absent = (
        against_list(entries.values("key"), villages) if kind == STATIONS else (set(), [])
    )
    if unlisted:
        entries = entries.where(~entries.mask("key", *unlisted))
    codes, combined = combinations(entries)
    codes, parts = groups(codes, overlaid or {})
    judged = []
    for (position, over), number in zip(parts, np.bincount(codes, minlength=len(parts)).tolist()):
        status, shared = combined[position]
        met, _ = judge(kind, status, shared.attributes, shared.flags, rules, over)
        judged.append((amounts(shared.attributes, met, rules), number))
    if absent:
        met, _ = judge(kind, ABSENT, {}, NO_STATION, rules)
        judged.append((amounts({}, met, rules), len(absent)))
    return tally(judged)
