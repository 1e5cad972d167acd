"""办件编号 of 差评, replaced by keyed hashes before anything else is done with them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from govsvc.domain.entries import Entries, Entry
from govsvc.domain.feedback import ONE_BAD, bad_rating_key
from govsvc.domain.indicators import BAD_RATINGS, RATINGS
from govsvc.domain.rows import FileRead
from govsvc.importing.case_digest import digest_of
from govsvc.security.case_key import case_key
from govsvc.store import Store


def hash_cases(store: Store, files: Sequence[FileRead]) -> None:
    """Puts the keyed hash of its 办件编号 in the place of the key of each 差评.

    Raises GovsvcError where the key cannot be read or made.
    """
    for file in files:
        is_bad = file.entries.mask("kind", BAD_RATINGS) | _of_export(file.entries)
        if not is_bad.any():
            continue
        secret = case_key(store.address)
        attempts: Counter[tuple[object, ...]] = Counter()
        hashed = [_hashed(secret, attempts, entry) for entry in file.entries.where(is_bad)]
        file.entries = Entries.joined([file.entries.where(~is_bad), Entries.of(hashed)])


def _of_export(entries: Entries) -> np.ndarray:
    """Which rows are the 差评 of an export."""
    is_rating = entries.mask("kind", RATINGS)
    if not is_rating.any():
        return is_rating
    is_bad = np.array([of == ONE_BAD for of in entries.attribute("of").to_pylist()], bool)
    both: np.ndarray = is_rating & is_bad
    return both


def _hashed(secret: bytes, attempts: "Counter[tuple[object, ...]]", entry: Entry) -> Entry:
    digest = digest_of(secret, entry.key)
    attempts[entry.kind, entry.month, digest] += 1
    return replace(
        entry,
        key=bad_rating_key(digest, attempts[entry.kind, entry.month, digest]),
        attributes=entry.attributes | ({"case": digest} if _is_case(entry.key) else {}),
    )


def _is_case(key: str) -> bool:
    """Whether a row has a 办件编号, and not only what it says."""
    return bool(key) and not key.startswith("|")
