"""The 一件事清单 in force, and writes of one thing or of the cases of a month without a file."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from govsvc.domain.chains import Chain, ChainCases, cases_entry, chain_entry, chain_of
from govsvc.domain.entries import COUNTED, Entries, Entry
from govsvc.domain.errors import GovsvcError
from govsvc.domain.indicators import CHAIN_CASES, CHAINS
from govsvc.domain.months import month_text
from govsvc.importing import entered_rows
from govsvc.store import Act, Batch, Store

#: what stands where the file's name would
FORM = "页面录入"


def month_in_force(store: Store, month: date) -> date | None:
    """The month of the list that is in force: the latest up to this one; None where none is."""
    months = store.months.by_kind().get(CHAINS, ())
    return max((known for known in months if known <= month), default=None)


def rows_in_force(store: Store, month: date) -> list[Entry]:
    """The rows of that list, with the names that units have in `month`."""
    listed = month_in_force(store, month)
    return store.rows.entries(CHAINS, listed, at=month) if listed else []


def complete_changes(store: Store, batch: Batch) -> None:
    """Changes (增减变更) of a month without a list of its own are changes of the one in force,
    which becomes the list of the month.
    """
    listed = month_in_force(store, batch.rows_month)
    if listed in (None, batch.month):
        return
    keys = set(batch.entries.values("key"))
    kept = [
        replace(row, month=batch.rows_month)
        for row in rows_in_force(store, batch.rows_month)
        if row.key not in keys and row.status == COUNTED
    ]
    batch.entries, batch.is_changes = Entries.joined([batch.entries, Entries.of(kept)]), False


def save_chain(
    store: Store,
    chain: Chain,
    act: Act,
    *,
    expected_version: int,
    instead_of: str = "",
    correction: str = "",
) -> int:
    """Puts the thing into the list of its month, which is the one in force with this change; gives
    the new version.

    `instead_of`: key of the thing that it takes the place of, "" where it is new. Raises
    GovsvcError where it has no name, or the name of another; MonthClosed, NotAllowed, StaleVersion,
    StoreError. Nothing is stored then.
    """
    if not chain.key:
        raise GovsvcError("一件事没有保存：没有填写名称。", "请填写一件事的名称。", "chain_blank")
    listed = [row for row in rows_in_force(store, chain.month) if row.status == COUNTED]
    if chain.key != instead_of and any(row.key == chain.key for row in listed):
        raise GovsvcError(
            f"一件事没有保存：清单里已经有“{chain.name}”。",
            "请改名称，或选择这个一件事修改。",
            "chain_twice",
        )
    row = chain_entry(replace(chain, file=FORM, sheet=FORM, row=1))
    kept = [replace(one, month=chain.month) for one in listed]
    places = [place for place, one in enumerate(kept) if one.key == instead_of]
    for place in places:
        kept[place] = row
    batch = Batch(
        CHAINS,
        chain.month,
        [(f"{FORM}：{chain.name}", "")],
        Entries.of(kept if places else [*kept, row]),
        is_whole=True,
    )
    return entered_rows.commit(
        store, batch, act, expected_version=expected_version, correction=correction
    )


def save_cases(
    store: Store,
    month: date,
    cases: Mapping[str, int],
    act: Act,
    *,
    expected_version: int,
    correction: str = "",
) -> int:
    """Stores how many cases things had in a month (name → number); things that are not named keep
    theirs. Gives the new version.

    Raises GovsvcError where a thing is not in the list or nothing is given; MonthClosed,
    NotAllowed, StaleVersion, StoreError. Nothing is stored then.
    """
    known = {chain_of(row).key for row in rows_in_force(store, month) if row.status == COUNTED}
    given = [
        ChainCases(month, name, number, file=FORM, sheet=FORM, row=place)
        for place, (name, number) in enumerate(cases.items(), start=1)
    ]
    unknown = [one.name for one in given if one.key not in known]
    if unknown:
        raise GovsvcError(
            f"办件量没有保存：{month_text(month)}的一件事清单里没有“{'”“'.join(unknown)}”。",
            "请核对名称，或先在清单里加上。",
            "chain_unknown",
        )
    if not given:
        raise GovsvcError("办件量没有保存：没有填写。", "没有办件的填0。", "count_blank")
    batch = Batch(
        CHAIN_CASES,
        month,
        [(FORM, "")],
        Entries.of(map(cases_entry, given)),
        is_changes=True,
    )
    return entered_rows.commit(
        store, batch, act, expected_version=expected_version, correction=correction
    )


def names_of(rows: Sequence[Entry]) -> dict[str, str]:
    """Key → name of the things that count."""
    return {row.key: row.name for row in rows if row.status == COUNTED}
