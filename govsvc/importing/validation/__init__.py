"""Checks of an import against what is stored: jumps against the month before, rows that are gone
or that another unit has, names never seen.

Each is a warning: nothing is left out for it.
"""

from collections.abc import Sequence

from govsvc.domain.indicators import BULLETIN, COUNTY_LISTS, PARTIAL_KINDS, STATIONS
from govsvc.domain.roster import Roster
from govsvc.domain.rows import FileRead
from govsvc.importing.taking_over import taken_over
from govsvc.importing.validation import jumps, names, owners, vanished
from govsvc.importing.validation.baseline import Incoming, Past
from govsvc.importing.validation.chains import check_chains
from govsvc.importing.validation.issue_places import Places
from govsvc.importing.validation.overlays import check_claims
from govsvc.store import Batch, Store


def check_against_stored(
    store: Store, files: Sequence[FileRead], batches: Sequence[Batch], roster: Roster | None = None
) -> None:
    """Adds the issues of what `batches` bring to the `files` they come from.

    `roster`: as it will be, by default as it is.
    """
    past, places = Past(store, batches, roster), Places(files)
    check_claims(store, list(files), list(batches), places)
    check_chains(store, batches, places)
    for batch in batches:
        if batch.kind == BULLETIN:
            names.check_counties(past, places, batch)
            jumps.check_counties(past, places, batch)
        elif batch.month:
            owners.check_owners(places, taken_over(store, batch, roster or store.settings.roster()))
            brought = Incoming(batch)
            # what a partial sheet holds differs from month to month by right; of changes the other
            # rows stay
            if batch.kind in (*PARTIAL_KINDS, *COUNTY_LISTS) or batch.is_changes:
                continue
            if batch.kind == STATIONS:
                names.check_villages(past, places, brought)
            jumps.check_units(past, places, brought)
            vanished.check_vanished(past, places, brought)
