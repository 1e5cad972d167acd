"""Random valid months in random layouts are read back exactly as they were written, and counted as
the generator counts them.
"""

from itertools import zip_longest
from tempfile import TemporaryDirectory

import pytest
from generator.months import HOME, LIMIT_KEYS, Month, Value, months, own_counts
from generator.tables import Expected
from generator.workbooks import Draft, drafts
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from support import WHEN

from govsvc.domain import rates
from govsvc.domain.indicators import BULLETIN_SOURCE, OWN
from govsvc.domain.rows import FileRead
from govsvc.importing import pipeline
from govsvc.store import Store, open_store

#: the same examples each time; a failure is shown as it is found, since making it small takes
#: minutes
ORDINARY = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    print_blob=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
LONG = settings(
    ORDINARY, max_examples=3000, derandomize=False, phases=[Phase.generate, Phase.shrink]
)


@st.composite
def written(draw) -> tuple[Month, list[Draft]]:
    month = draw(months())
    return month, draw(drafts(month))


def entries(file: FileRead) -> list[tuple]:
    kept = {
        "business_code",
        "implementation_code",
        "item_code",
        "basic_code",
        "item_type",
        "level",
        "station_name",
        "former_name",
        *LIMIT_KEYS,
    }
    return [
        (
            e.kind,
            e.month,
            e.unit,
            e.key,
            e.name,
            e.flags if e.status == "counted" else {},
            e.status,
            e.sheet,
            e.row,
            {
                key: text
                for key, text in e.attributes.items()
                if key in kept and e.flags.get("has_station") is not False
            },
        )
        for e in file.entries
    ]


def reported(file: FileRead) -> list[tuple]:
    return sorted(
        (
            r.month,
            r.county,
            r.indicator,
            r.numerator,
            r.denominator,
            r.printed,
            r.printed_rank,
            r.group,
            r.sheet,
            r.row,
        )
        for r in file.reported
    )


def unlike(found: list, wanted: list) -> list[tuple]:
    """The first rows that differ, short enough to read."""
    return [pair for pair in zip_longest(found, wanted) if pair[0] != pair[1]][:3]


def check_read(file: FileRead, wanted: Expected) -> None:
    assert file.refused is None
    assert not unlike(
        sorted((i.sheet, i.cell, i.code) for i in file.issues), sorted(wanted.warnings)
    ), file.issues
    assert not unlike(entries(file), wanted.entries)
    assert not unlike(reported(file), sorted(wanted.reported))
    rows = {row[-2:] for row in wanted.reported} | {row[7:9] for row in wanted.entries}
    assert sum(sheet.rows for sheet in file.sheets) == len(rows)
    assert sum(sheet.left_out for sheet in file.sheets) == len(wanted.warnings)


def check_counts(month: Month, files: list[Draft], store: Store) -> None:
    """The own counts are the generator's, and so are the bulletin's values, rates and ranks."""
    snapshots = store.counts.snapshots()
    counted = own_counts(
        [row for file in files for row in file.expected.items],
        [row for file in files for row in file.expected.villages],
    )
    own = {s.indicator: (s.numerator, s.denominator) for s in snapshots if s.source == OWN}
    assert own == counted
    shares = {key: counts for key, counts in own.items() if key != "mean_visits"}
    assert {key: rates.published(*counts) for key, counts in shares.items()} == {
        key: Value(*counts).percent for key, counts in counted.items() if key in shares
    }
    for indicator in next(iter(month.bulletin.values())):
        printed = {
            s.county: rates.published_of(s.numerator, s.denominator, s.printed)
            for s in snapshots
            if (s.source, s.indicator) == (BULLETIN_SOURCE, indicator)
        }
        assert printed == {
            county: values[indicator].percent for county, values in month.bulletin.items()
        }
        found = {
            county: rank.place
            for county, rank in rates.ranks(printed, month.groups).items()
            if rank
        }
        assert found == month.ranks(indicator, fewest=2)


def check_month(month: Month, files: list[Draft]) -> None:
    """Read, planned and stored."""
    with TemporaryDirectory() as folder:
        store = open_store(f"{folder}/county.duckdb")
        try:
            plan = pipeline.plan(store, [(file.name, file.content()) for file in files], home=HOME)
            for read, file in zip(plan.files, files, strict=True):
                check_read(read, file.expected)
            pipeline.commit(store, plan, who="测试", when=WHEN)
            check_counts(month, files, store)
        finally:
            store.close()


@ORDINARY
@given(written())
def test_what_was_written_is_read_and_counted(drawn):
    check_month(*drawn)


@pytest.mark.full
@LONG
@given(written())
def test_what_was_written_is_read_and_counted_thousands_of_times(drawn):
    check_month(*drawn)
