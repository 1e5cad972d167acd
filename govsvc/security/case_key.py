"""The key that 办件编号 are hashed with: attempts of one case are known, the case is not.

It lies beside the accounts and goes with them into backups; nobody is shown it.
"""

import secrets
from collections.abc import Iterable

from govsvc.domain.database_address import DatabaseAddress
from govsvc.security.accounts_database import access_tables
from govsvc.security.side_database import Row

_NAME = "case_key"
_BYTES = 32


def case_key(database: DatabaseAddress) -> bytes:
    """The key of that database, made by its first use. Raises GovsvcError."""
    file = access_tables(database)
    known = _known(file.rows("read_access_settings"))
    if known is None:
        with file.writing() as writing:
            known = _known(writing.rows("read_access_settings"))
            if known is None:
                known = secrets.token_hex(_BYTES)
                writing.rows("write_access_setting", key=_NAME, value=known)
    return bytes.fromhex(known)


def _known(settings: Iterable[Row]) -> str | None:
    return next((value for key, value in settings if key == _NAME), None)
