"""Whether a database agrees with itself: keys, times in force, references, counts against rows,
files that are kept.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from govsvc.assessment import counting
from govsvc.domain.indicators import Rules
from govsvc.domain.paper_versions import PaperVersion
from govsvc.domain.rectification import standing
from govsvc.store import meeting_rows, rectification_rows
from govsvc.store.queries import Query
from govsvc.store.rules import rules_of

#: faults of a file, which is not what was written into it
_DAMAGE = {"not_readable", "unlike", "manifest_damaged"}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as the program leaves it: what kind of thing, and its facts."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_damage(self) -> bool:
        """Whether the file is damaged; else the data in it, read whole, break a rule."""
        return self.code in _DAMAGE


def faults(query: Query) -> list[Fault]:
    """What is not as the program leaves it; empty where all is well."""
    checks = (
        _intervals,
        _references,
        _keys,
        _values,
        _counts,
        _editions,
        _originals,
        _steps,
        _meetings,
        _evidence,
        _papers,
    )
    return [fault for check in checks for fault in check(query)]


def _intervals(query: Query) -> Iterator[Fault]:
    for table, count in query("wrong_intervals"):
        yield Fault("wrong_interval", {"table": table, "count": count})


def _references(query: Query) -> Iterator[Fault]:
    for code in ("wrong_combinations", "wrong_batches"):
        for kind, month, count in query(code):
            yield Fault(code, {"kind": kind, "month": month, "count": count})


def _keys(query: Query) -> Iterator[Fault]:
    for kind, month in query("fact_months"):
        if kind in counting.COUNTED_KINDS:
            doubled = query("doubled_keys", kind=kind, month=month)
            if doubled:
                yield Fault(
                    "doubled_keys",
                    {
                        "kind": kind,
                        "month": month,
                        "count": len(doubled),
                        "key": doubled[0][0],
                        "units": doubled[0][2],
                    },
                )


def _values(query: Query) -> Iterator[Fault]:
    for month, source, county, _, count in query("doubled_values"):
        yield Fault(
            "doubled_value", {"month": month, "source": source, "county": county, "count": count}
        )


def _counts(query: Query) -> Iterator[Fault]:
    """Compares the stored counts with the rows, counted again."""
    months = {month for _, month in query("fact_months")} | {
        row[0] for row in query("read_snapshots")
    }
    rules = rules_of(query)
    for month in sorted(months):
        stored = {
            key: (numerator, denominator)
            for key, numerator, denominator in query("own_counts", month=month)
        }
        counted = _counted(query, month, rules(month))
        for key in sorted(stored.keys() | counted.keys()):
            if stored.get(key) != counted.get(key):
                yield Fault(
                    "count_differs",
                    {
                        "month": month,
                        "indicator": key,
                        "stored": stored.get(key),
                        "counted": counted.get(key),
                    },
                )


def _counted(query: Query, month: date, rules: Rules) -> dict[str, tuple[int, int]]:
    """Indicator key → (numerator, denominator) of a month, counted row by row."""
    counted: dict[str, tuple[int, int]] = {}
    for kind in counting.COUNTED_KINDS:
        rows = query("combination_counts", kind=kind, month=month)
        values = counting.tally((counting.amounts(row[2], row[5], rules), row[8]) for row in rows)
        counted |= {key: value for key, value in values.items() if value[1]}
    return counted


def _editions(query: Query) -> Iterator[Fault]:
    numbers: dict[date, list[int]] = {}
    for month, edition, *_ in query("read_editions"):
        numbers.setdefault(month, []).append(edition)
    for month, editions in numbers.items():
        if editions != list(range(1, len(editions) + 1)):
            yield Fault("editions_not_consecutive", {"month": month})


def _originals(query: Query) -> Iterator[Fault]:
    for file, sha256, _, content, is_of_batch in query("read_originals"):
        try:
            is_readable = bool(zlib.decompress(content))
        except zlib.error:
            is_readable = False
        if not is_readable or not re.fullmatch(r"[0-9a-f]{64}", sha256):
            yield Fault("original_unreadable", {"file": file})
        if not is_of_batch:
            yield Fault("original_of_no_batch", {"file": file})


def _steps(query: Query) -> Iterator[Fault]:
    """Steps that cannot follow one another, or of no entry."""
    entries = {entry.number: entry for entry in rectification_rows.entries(query)}
    for number, happened in rectification_rows.events(query).items():
        try:
            standing(entries[number], happened)
        except KeyError:
            yield Fault("wrong_steps", {"number": number})


def _meetings(query: Query) -> Iterator[Fault]:
    """What no meeting decided, or of no entry."""
    entries = {entry.number for entry in rectification_rows.entries(query)}
    known = {meeting.number for meeting in meeting_rows.meetings(query)}
    for entry, meeting in meeting_rows.of_entries(query).items():
        if entry not in entries or meeting not in known:
            yield Fault("wrong_meetings", {"number": entry})


def _evidence(query: Query) -> Iterator[Fault]:
    for file, _, content, is_of_step in query("all_evidence"):
        try:
            is_readable = bool(zlib.decompress(content))
        except zlib.error:
            is_readable = False
        if not is_readable or not is_of_step:
            yield Fault("evidence_unreadable", {"file": file})


def _papers(query: Query) -> Iterator[Fault]:
    """Versions that do not follow one another, or cannot be read."""
    wrong = {(kind, month) for kind, month, _ in query("wrong_paper_versions")}
    for kind, month, *rest in query("all_paper_versions"):
        try:
            PaperVersion.of_stored(kind, month, *rest)
        except (ValueError, KeyError, TypeError):
            wrong.add((kind, month))
    for _, month in sorted(wrong):
        yield Fault("wrong_paper_versions", {"month": month})
