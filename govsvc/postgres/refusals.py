"""Why no connection to a server came about, and what it refuses, as situations of the store.

It is judged by classes and codes alone: the server says it in the server's language.
"""

import psycopg
from psycopg import errors, pq
from psycopg.conninfo import make_conninfo
from psycopg_pool import PoolTimeout

from govsvc.domain.database_address import ServerAddress
from govsvc.domain.errors import StaleVersion, StoreError

#: where the server's certificate is asked for
_TRUST = ("require", "verify-ca", "verify-full")
#: seconds that a server is given to say that it is there
_PATIENCE = 2


def not_connected(error: psycopg.Error, address: ServerAddress) -> StoreError:
    """The StoreError for a connection that failed while it was made."""
    if address.is_of_several or not _answers(address):
        return StoreError.of("server_not_reached")
    failed = error.pgconn
    was_asked = failed is not None and (failed.used_password or failed.needs_password)
    is_untrusted = address.sslmode in _TRUST and not was_asked
    return StoreError.of("server_certificate" if is_untrusted else "server_refuses")


def _answers(address: ServerAddress) -> bool:
    """Whether a server is there that takes connections; it is told neither user nor password."""
    asked = make_conninfo(host=address.host, port=address.port, connect_timeout=_PATIENCE)
    return pq.PGconn.ping(asked.encode()) == pq.Ping.OK


def translated(error: psycopg.Error) -> StoreError:
    """The StoreError for what PostgreSQL reported."""
    if isinstance(
        error, (errors.SerializationFailure, errors.DeadlockDetected, errors.LockNotAvailable)
    ):
        return StaleVersion.of("stale")
    if isinstance(error, errors.DiskFull):
        return StoreError.of("server_full")
    if isinstance(error, errors.InsufficientPrivilege):
        return StoreError.of("server_rights")
    if isinstance(error, errors.ReadOnlySqlTransaction):
        return StoreError.of("server_read_only")
    if isinstance(error, (errors.UndefinedTable, errors.InvalidSchemaName)):
        return StoreError.of("server_schema_missing")
    if isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout)):
        return StoreError.of("server_not_reached")
    return StoreError.of("database")
