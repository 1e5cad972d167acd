"""The key that 办件编号 are hashed with: attempts of one case are known, the case is not."""

from govsvc.domain.database_address import DatabaseAddress
from govsvc.security.shared_key import shared_key


def case_key(database: DatabaseAddress) -> bytes:
    """The key of that database, made by its first use. Raises GovsvcError."""
    return shared_key(database, "case_key")
