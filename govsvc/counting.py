"""Typed rows become facts: which indicators count a row, whether it is met, and which lists it is on.

Pure functions over `indicators`; the store calls them in the transaction that commits the rows, so that stored counts
always belong to stored rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from govsvc import indicators
from govsvc.indicators import ITEMS, STATIONS, Indicator, Rules
from govsvc.rows import COUNTED, Entry


@dataclass(frozen=True, slots=True)
class Fact:
    """One counted row. `met`: indicator key → met or not, only for indicators that count the row. `lists`: list keys."""

    kind: str
    unit: str
    key: str
    name: str
    attributes: dict[str, str]
    met: dict[str, bool]
    lists: list[str]


def is_met(indicator: Indicator, flags: dict[str, bool], level: str | None, rules: Rules) -> bool | None:
    """Whether a row with these flags is met; None where `indicator` does not count it.

    A row whose deciding flag is unknown (its column is wholly blank) is not counted.
    """
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
    return all(flags[key] for key in indicator.met) and not any(flags.get(key) for key in indicator.unless)


def judge(entry: Entry, rules: Rules) -> tuple[dict[str, bool], list[str]]:
    """(`met`, `lists`) of one entry; both empty where it does not count."""
    met: dict[str, bool] = {}
    lists: list[str] = []
    if entry.status == COUNTED:
        level = entry.attributes.get("level")
        for indicator in indicators.INDICATORS:
            if indicator.kind == entry.kind:
                answer = is_met(indicator, entry.flags, level, rules)
                if answer is not None:
                    met[indicator.key] = answer
        for problem_list in indicators.LISTS:
            if problem_list.indicator in met:
                on = entry.flags.get(problem_list.flag) if problem_list.flag else not met[problem_list.indicator]
                if on:
                    lists.append(problem_list.key)
    return met, lists


def facts(entries: Iterable[Entry], villages: Sequence[Entry], rules: Rules) -> list[Fact]:
    """The facts of one month's `entries`.

    Where there is a village list (`villages` not empty), it is the denominator of the stations: a village without a
    row in the ledger has no station, and a ledger row of no listed village is not counted.
    """
    known: dict[tuple, tuple[dict[str, bool], list[str]]] = {}

    def fact(entry: Entry) -> Fact:
        # thousands of rows share a few dozen combinations of flags
        same = (entry.kind, entry.status, entry.attributes.get("level"), *sorted(entry.flags.items()))
        if same not in known:
            known[same] = judge(entry, rules)
        return Fact(entry.kind, entry.unit, entry.key, entry.name, entry.attributes, *known[same])

    entries = list(entries)
    stations = {entry.key for entry in entries if entry.kind == STATIONS}
    if not (villages and stations):
        return [fact(entry) for entry in entries]
    listed = {village.key for village in villages}
    no_station = {flag.key: False for flag in indicators.flags_of(STATIONS)}
    return [Fact(entry.kind, entry.unit, entry.key, entry.name, entry.attributes, {}, [])
            if entry.kind == STATIONS and entry.key not in listed else fact(entry) for entry in entries] + [
        fact(Entry(STATIONS, village.month, village.unit, village.key, village.name, {"note": "台账中没有这个村（社区）"}, no_station))
        for village in villages if village.key not in stations]


def tally(found: Iterable[Fact]) -> dict[str, tuple[int, int]]:
    """Indicator key → (numerator, denominator) over the facts; an indicator that counts no row is absent."""
    counts: dict[str, tuple[int, int]] = {}
    for fact in found:
        for key, met in fact.met.items():
            numerator, denominator = counts.get(key, (0, 0))
            counts[key] = (numerator + met, denominator + 1)
    return counts


#: kinds whose rows are counted into indicators
COUNTED_KINDS = (ITEMS, STATIONS)
