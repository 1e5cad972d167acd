"""Whether a database agrees with itself: keys, times in force, references, counts against rows,
files that were kept.
"""

import re
import zlib
from collections.abc import Callable, Iterator
from datetime import date

from govsvc.assessment import counting
from govsvc.domain import indicators
from govsvc.domain.months import month_text

Query = Callable[..., list[tuple]]


def faults(query: Query) -> list[str]:
    """One Chinese sentence for each thing that is not as the program leaves it; empty where all is
    well.
    """
    return [
        sentence
        for check in (_intervals, _references, _keys, _values, _counts, _editions, _originals)
        for sentence in check(query)
    ]


def _intervals(query: Query) -> Iterator[str]:
    for name, count in query("wrong_intervals"):
        yield f"表{name}有{count}行的有效版本不合理。"


def _references(query: Query) -> Iterator[str]:
    for kind, month, count in query("wrong_combinations"):
        yield f"{_place(kind, month)}有{count}行找不到它的状态和标记。"
    for kind, month, count in query("wrong_batches"):
        yield f"{_place(kind, month)}有{count}行找不到它的导入记录。"


def _keys(query: Query) -> Iterator[str]:
    for kind, month in query("fact_months"):
        if kind in counting.COUNTED_KINDS and (
            found := query("doubled_keys", kind=kind, month=month)
        ):
            yield f"{_place(kind, month)}有{len(found)}个编码重复计入，如{found[0][0]}。"


def _values(query: Query) -> Iterator[str]:
    for month, source, county, _, times in query("doubled_values"):
        yield (
            f"{month_text(month)}{indicators.SOURCES.get(source, source)}{county}的一个指标值有"
            f"{times}份。"
        )


def _counts(query: Query) -> Iterator[str]:
    """The stored counts against the rows themselves, counted again."""
    months = {month for _, month in query("fact_months")} | {
        row[0] for row in query("read_snapshots")
    }
    for month in sorted(months):
        stored = {
            key: (numerator, denominator)
            for key, numerator, denominator in query("own_counts", month=month)
        }
        counted: dict[str, tuple[int, int]] = {}
        for kind in counting.COUNTED_KINDS:
            rows = query("combination_counts", kind=kind, month=month)
            counted |= {
                key: value
                for key, value in counting.tally((row[5], row[8]) for row in rows).items()
                if value[1]
            }
        for key in sorted(stored.keys() | counted.keys()):
            if stored.get(key) != counted.get(key):
                name = next(
                    (
                        indicator.short
                        for indicator in indicators.INDICATORS
                        if indicator.key == key
                    ),
                    key,
                )
                yield (
                    f"{month_text(month)}{name}：存有的数{_pair(stored.get(key))}与逐行计数"
                    f"{_pair(counted.get(key))}不同。"
                )


def _editions(query: Query) -> Iterator[str]:
    numbers: dict[date, list[int]] = {}
    for month, edition, *_ in query("read_editions"):
        numbers.setdefault(month, []).append(edition)
    for month, found in numbers.items():
        if found != list(range(1, len(found) + 1)):
            yield f"{month_text(month)}的定稿版次不连续。"


def _originals(query: Query) -> Iterator[str]:
    for file, sha256, _, content, is_of_batch in query("read_originals"):
        try:
            is_readable = bool(zlib.decompress(content))
        except zlib.error:
            is_readable = False
        if not is_readable or not re.fullmatch(r"[0-9a-f]{64}", sha256):
            yield f"原件{file}读不出来。"
        if not is_of_batch:
            yield f"原件{file}没有对应的导入记录。"


def _place(kind: str, month: date) -> str:
    return f"{month_text(month)}{indicators.KINDS.get(kind, kind)}"


def _pair(value: tuple[int, int] | None) -> str:
    return f"{value[0]}/{value[1]}" if value else "无"
