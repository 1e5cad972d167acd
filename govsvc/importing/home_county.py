"""The home county of an import that names it first: its full name, and its row of the bulletin."""

from collections.abc import Sequence
from dataclasses import replace

from govsvc.domain import county_names
from govsvc.importing.plan import Plan
from govsvc.store import Batch, Store


def offered(planned: Plan) -> list[str]:
    """The full names that the home county may have, the likeliest first."""
    hints = dict.fromkeys(
        name for name in (planned.home, *(file.home_hint for file in planned.files)) if name
    )
    return county_names.offered(_printed(planned.batches), hints)


def with_home(store: Store, planned: Plan, home: str | None) -> tuple[Sequence[Batch], str | None]:
    """The batches as they are stored, and the home county's full name where it is named first:
    `home`, else what the plan knows.
    """
    named = home or planned.home
    if not named or store.settings.home() is not None:
        return planned.batches, None
    hints = {file.home_hint for file in planned.files if file.home_hint}
    full = county_names.full_name(named, {*_printed(planned.batches), *hints})
    return [_put_under(batch, full) for batch in planned.batches], full


def _put_under(batch: Batch, home: str) -> Batch:
    """The batch with the bulletin's 清源 under the home county 清源县."""
    printed = _printed([batch])
    names = county_names.put_under(home, None, printed)
    if home in printed or len(names) != 1:
        return batch
    reported = [replace(row, county=home) if row.county in names else row for row in batch.reported]
    return replace(batch, reported=reported)


def _printed(batches: Sequence[Batch]) -> set[str]:
    """The counties that the bulletins print."""
    return {row.county for batch in batches for row in batch.reported}
