"""What a row counts for: which indicators count it, whether it is met, which lists it is on.

Rows of one kind, status, level and flags count alike (a *combination*), so that each combination is
judged once. The store keeps the combinations beside the rows, in the transaction that commits the
rows: counts always belong to rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from govsvc.assessment.overlays import groups, laid_over
from govsvc.domain import indicators
from govsvc.domain.entries import COUNTED, Entries, Entry, combinations
from govsvc.domain.indicators import CASES, ITEMS, STATIONS, Indicator, ProblemList, Rules, unread

#: kinds whose rows are counted into indicators
COUNTED_KINDS = (ITEMS, STATIONS)
#: kinds that each unit hands in for itself: a key of theirs belongs to one unit in a month
KINDS_OF_UNITS = (*COUNTED_KINDS, CASES)
#: status of a listed village that the ledger lacks: it has no station
ABSENT = "absent"
NO_STATION = {flag.key: False for flag in indicators.flags_of(STATIONS)}
ABSENT_NOTE = "台账中没有这个村（社区）"
#: attribute of a listed village: the one that stands for it from the month of the list on
MERGED_INTO = "merged_into"


def is_met(
    indicator: Indicator, flags: dict[str, bool], level: str | None, rules: Rules
) -> bool | None:
    """Whether a row with these flags is met; None where `indicator` does not count it.

    A row whose deciding flag is unknown (its column is wholly blank) or unread is not counted.
    """
    if is_unread(indicator, flags):
        return None
    levels = rules.levels.get(indicator.key, indicator.levels)
    if levels and level and level not in levels:
        return None
    if any(not flags.get(key) for key in indicator.among):
        return None
    if any(flags.get(key) for key in indicator.exempt):
        treatment = rules.exempt_as.get(indicator.key, "out")
        return None if treatment == "out" else treatment == "met"
    if any(key not in flags for key in indicator.met):
        return None
    is_it = all(flags[key] for key in indicator.met) or is_also_met(indicator, flags, rules)
    return is_it and not any(flags.get(key) for key in indicator.unless)


def is_also_met(indicator: Indicator, flags: Mapping[str, bool], rules: Rules) -> bool:
    """Whether a row is met only because the rules let more count (部分授权)."""
    return rules.counts_also(indicator) and all(flags.get(key) for key in indicator.also_met)


def is_unread(indicator: Indicator, flags: Mapping[str, bool]) -> bool:
    """Whether nobody could read a flag that decides on the indicator, or one that such a flag
    requires.
    """
    return any(
        flags.get(unread(key)) and key not in flags for key in indicators.deciding_flags(indicator)
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
    flags = laid_over(flags, overlaid)
    level, item_type = attributes.get("level"), attributes.get("item_type")
    if status not in (COUNTED, ABSENT):
        return {}, []
    if item_type is not None and item_type not in rules.types_in_scope:
        return {}, []
    met: dict[str, bool] = {}
    for indicator in indicators.INDICATORS:
        if indicator.kind == kind:
            answer = is_met(indicator, flags, level, rules)
            if answer is not None:
                met[indicator.key] = answer
    return met, [one.key for one in indicators.LISTS if _is_listed(one, kind, met, flags, overlaid)]


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
    counts = {"out": 0, "met": 0}
    for status, attributes, flags, overlaid, rows in combined:
        for treatment in counts:
            as_if = replace(rules, exempt_as={indicator.key: treatment})
            counts[treatment] += rows * (
                indicator.key
                in judge(indicator.kind, status, attributes, flags, as_if, overlaid)[0]
            )
    return counts["met"] - counts["out"]


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
        if is_unread(indicator, known):
            as_if = {
                key: known.get(key, key in wanted) for key in indicators.deciding_flags(indicator)
            }
            met, _ = judge(indicator.kind, status, attributes, as_if, rules)
            count += rows * (indicator.key in met)
    return count


def unknown_count(
    indicator: Indicator,
    combined: Iterable[tuple[str, Mapping[str, str], dict[str, bool], dict[str, bool], int]],
    rules: Rules,
) -> int:
    """Rows that `indicator` would count, were what it asks for said of them at all; of (status,
    attributes, flags, overlaid, rows).
    """
    count = 0
    for status, attributes, flags, overlaid, rows in combined:
        known = laid_over(flags, overlaid)
        if all(key in known for key in indicator.met) or is_unread(indicator, known):
            continue
        as_if = dict.fromkeys(indicator.met, False) | known
        count += rows * (
            indicator.key in judge(indicator.kind, status, attributes, as_if, rules)[0]
        )
    return count


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


def tally(judged: Iterable[tuple[dict[str, bool], int]]) -> dict[str, tuple[int, int]]:
    """Indicator key → (numerator, denominator), added up over (indicators met, number of rows) of
    each combination; an indicator that counts no row is absent.
    """
    counts: dict[str, tuple[int, int]] = {}
    for met, rows in judged:
        for key, is_it in met.items():
            numerator, denominator = counts.get(key, (0, 0))
            counts[key] = numerator + rows * is_it, denominator + rows
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
        judged.append(
            (judge(kind, status, shared.attributes, shared.flags, rules, over)[0], number)
        )
    if absent:
        judged.append((judge(kind, ABSENT, {}, NO_STATION, rules)[0], len(absent)))
    return tally(judged)
