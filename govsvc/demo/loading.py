"""The demonstration months in a database: made beside it, and there when they are complete."""

from datetime import datetime
from pathlib import Path

from govsvc import demo
from govsvc.domain.entries import Entries
from govsvc.domain.indicators import ITEMS
from govsvc.importing.pipeline import batches_of
from govsvc.store import CLOSED, Act, Batch, Store, manifest, open_store, opening
from govsvc.system.files import remove_file, replace_file

#: who wrote the demonstration months
DEMONSTRATION = "演示"


def make_demonstration(path: Path, when: datetime) -> None:
    """Makes the database file `path` with the demonstration months; it appears when it is complete,
    or not at all. A database that another program has made there meanwhile stays.

    Raises StoreError where a database of that name was there before and is gone.
    """
    opening.expected(path)
    unfinished = path.with_name(path.name + ".new")
    for left in (unfinished, manifest.beside(unfinished)):
        remove_file(left)
    store = open_store(unfinished)
    try:
        load_demonstration(store, when)
    finally:
        store.close()
    # the database notes itself anew under its own name
    remove_file(manifest.beside(unfinished))
    if path.exists():
        remove_file(unfinished)
    else:
        replace_file(unfinished, path)


def load_demonstration(store: Store, when: datetime) -> int:
    """Fills an empty database with the demonstration months and closes all but the last; gives the
    new version. Raises StoreError.
    """
    files, corrected_month = demo.months(), demo.month_date(demo.CORRECTED_MONTH)
    corrected = files[demo.CORRECTED_MONTH].entries
    files[demo.CORRECTED_MONTH].entries = Entries.of(demo.before_correction(list(corrected)))
    last = list(files[-1].entries)
    items = [entry for entry in last if entry.kind == ITEMS]
    inspected, rated = demo.inspected(items), demo.ratings(items)
    counted = demo.cases([files[month].entries for month in demo.CASE_MONTHS])
    called, sent = demo.calls(last), demo.representatives()
    batches = [
        *batches_of(files),
        *(
            Batch(rows[0].kind, rows[0].month, [(rows[0].file, "")], Entries.of(rows))
            for rows in (
                inspected,
                *counted,
                *called,
                *rated,
                demo.questionnaire(),
                *demo.window_scores(items),
                *demo.chains(items),
                sent,
            )
        ),
    ]
    version = store.imports.commit(
        batches,
        expected_version=store.version(),
        who=DEMONSTRATION,
        when=when,
        home=demo.HOME,
        settings={"is_demonstration": "yes"} | demo.populations(called),
        roster=demo.roster(),
    )
    for month in (file.month for file in files[:-1] if file.month):
        version = store.month_writes.set_state(
            month, CLOSED, Act(DEMONSTRATION, when), expected_version=version
        )
    mended = Entries.of(
        entry for entry in corrected if entry.kind == ITEMS and entry.unit == demo.CORRECTED_UNIT
    )
    batch = Batch(ITEMS, corrected_month, [(f"{demo.CORRECTED_UNIT}更正.xlsx", "")], mended)
    version = store.imports.commit(
        [batch], expected_version=version, who=DEMONSTRATION, when=when, correction=demo.CORRECTION
    )
    matters = demo.matters(
        store.rows.list_rows, demo.roster(), store.rectification.calendar(), when.date()
    )
    store.rectification_writes.import_ledger(
        matters, Act(DEMONSTRATION, when), expected_version=version, meeting=demo.MEETING
    )
    return store.version()
