"""Reads over many schemas of one server, one after another on one connection.

A pool for each county would ask the server for more connections than it gives. No statement, and no
transaction, reaches into two schemas: they may lie on different machines of a cluster.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

import psycopg

from govsvc.domain.database_address import ServerAddress
from govsvc.domain.errors import StoreError
from govsvc.postgres.pool import WALK, Cursor, enter, pool_of, translated

T = TypeVar("T")


def each(addresses: Sequence[ServerAddress], read: Callable[[Cursor], T]) -> list[T | StoreError]:
    """What `read` gives of each schema, or why it gives nothing, in the order of `addresses`: at
    least one, all of one server.
    """
    answers: list[T | StoreError] = []
    try:
        pool = pool_of(addresses[0], WALK)
        if not pool.is_open:
            with pool.connected():  # which says at once where the server is not reached
                pass
        with pool.session() as cursor:
            for address in addresses:
                answers.append(_one(cursor, address.schema, read))
    except StoreError as error:  # the server went away meanwhile
        answers += [error] * (len(addresses) - len(answers))
    return answers


def _one(cursor: Cursor, schema: str, read: Callable[[Cursor], T]) -> T | StoreError:
    """Raises psycopg.Error where the connection is lost."""
    try:
        enter(cursor, schema)
        answer = read(cursor)
        cursor.connection.commit()
        return answer
    except psycopg.Error as error:
        if cursor.connection.closed:
            raise
        cursor.connection.rollback()
        return translated(error)
    except StoreError as error:
        cursor.connection.rollback()
        return error
