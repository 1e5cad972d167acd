"""What a person decided of suspected rows, kept as rows of a partial sheet."""

from collections.abc import Sequence

from govsvc.assessment.problems import CODES
from govsvc.domain import indicators, row_keys
from govsvc.domain.entries import Entries, Entry
from govsvc.domain.indicators import CONFIRMATIONS, DISMISSALS, ProblemList
from govsvc.domain.rows import ListRow
from govsvc.store import units
from govsvc.store.batch_writes import write_batches
from govsvc.store.engine import Transaction
from govsvc.store.values import Act, Batch


def write_findings(
    transaction: Transaction,
    problem_list: ProblemList,
    rows: Sequence[ListRow],
    is_confirmed: bool,
    act: Act,
) -> None:
    """Notes what was decided of suspected rows of one month; what was decided of them before ends.
    `row.grounds`: the evidence.
    """
    flag = problem_list.flag
    assert flag is not None, "rows are suspected only of lists that go by a flag"
    month, word = rows[0].month, indicators.CONFIRMED.owns[flag][0]
    keys = [row_keys.of_claim(row.key, word) for row in rows]
    present_names = units.present_names(transaction.rows, month)
    for kind in (CONFIRMATIONS, DISMISSALS):
        transaction.rows(
            "end_keys",
            kind=kind,
            month=month,
            keys=units.stored_keys(keys, present_names),
            faulty=[],
        )
    kind = CONFIRMATIONS if is_confirmed else DISMISSALS
    finding = {
        "found_on": f"{act.when:%Y-%m-%d}",
        "found_by": indicators.BY_CASES,
        "confirmed_by": act.who,
        "reason": act.reason,
    }
    entries = []
    for row, key in zip(rows, keys):
        codes = {code: row.attributes[code] for code in CODES if row.attributes.get(code)}
        evidence = {"evidence": row.grounds} if row.grounds else {}
        flags = {flag: is_confirmed}
        entries.append(
            Entry(kind, month, row.unit, key, row.name, codes | finding | evidence, flags)
        )
    write_batches(transaction, [Batch(kind, month, [], Entries.of(entries), is_changes=True)], act)
