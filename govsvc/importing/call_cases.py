"""办件编号 of calls, replaced by keyed hashes before anything else is done with them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from govsvc.domain.entries import Entries, Entry
from govsvc.domain.feedback import call_key
from govsvc.domain.indicators import CALLS
from govsvc.domain.rows import FileRead
from govsvc.importing.case_digest import digest_of
from govsvc.security.case_key import case_key
from govsvc.store import Store


def hash_cases(store: Store, files: Sequence[FileRead]) -> None:
    """Puts the keyed hash of its 办件编号 in the place of the key of each call, with the week
    before it and the number of the attempt behind.

    Raises GovsvcError where the key cannot be read or made.
    """
    holding = [file for file in files if file.entries.mask("kind", CALLS).any()]
    if not holding:
        return
    secret = case_key(store.address)
    attempts: Counter[tuple[object, ...]] = Counter()

    def hashed(entry: Entry) -> Entry:
        if entry.kind != CALLS:
            return entry
        digest = digest_of(secret, entry.key)
        week = entry.attributes.get("week") or entry.sheet
        case = (entry.month, week, digest)
        attempts[case] += 1
        return replace(
            entry,
            key=call_key(week, digest, attempts[case]),
            attributes=entry.attributes | ({"case": digest} if digest else {}),
        )

    for file in holding:
        file.entries = Entries.of(map(hashed, file.entries))
