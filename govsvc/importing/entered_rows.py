"""Rows that come from a form or a draw and no file, stored as an import is."""

from govsvc.domain.roster import Roster
from govsvc.store import Act, Batch, Store


def commit(
    store: Store,
    batch: Batch,
    act: Act,
    *,
    expected_version: int,
    correction: str = "",
    roster: Roster | None = None,
) -> int:
    """Stores them; gives the new version. Raises as `ImportWrites.commit`; nothing is stored
    then.
    """
    return store.imports.commit(
        [batch],
        expected_version=expected_version,
        who=act.who,
        when=act.when,
        correction=correction,
        roster=roster,
    )
