"""Keys that all processes of one county's data share: each is made by its first use.

They lie beside the accounts and go with them into backups; nobody is shown one.
"""

import secrets
from collections.abc import Iterable

from govsvc.domain.database_address import DatabaseAddress
from govsvc.security.accounts_database import access_tables
from govsvc.security.side_database import Row

_BYTES = 32


def shared_key(database: DatabaseAddress, name: str) -> bytes:
    """The key of that name. Raises GovsvcError."""
    file = access_tables(database)
    known = _known(file.rows("read_access_settings"), name)
    if known is None:
        with file.writing() as writing:
            known = _known(writing.rows("read_access_settings"), name)
            if known is None:
                known = secrets.token_hex(_BYTES)
                writing.rows("write_access_setting", key=name, value=known)
    return bytes.fromhex(known)


def _known(settings: Iterable[Row], name: str) -> str | None:
    return next((value for key, value in settings if key == name), None)
