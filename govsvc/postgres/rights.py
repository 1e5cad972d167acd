"""What the user of the apps may do in one county's schema, beside its owner, the administrator."""

from govsvc.domain.database_address import ServerAddress
from govsvc.domain.errors import StoreError
from govsvc.postgres.pool import DATA, own_query, pool_of, run


def grant(address: ServerAddress, role: str) -> None:
    """Gives that user of the server all that an app needs in the schema, whose tables are all made:
    it adds to the 操作日志 and can neither change nor remove of it.

    Raises StoreError where there is no such user, where he owns the tables or is the server's
    administrator, or where the address is not the owner's.
    """
    with pool_of(address, DATA).session() as cursor:
        known = run(cursor, own_query("read_role"), {"role": role})
        if not known:
            raise StoreError.of("server_no_role", role=role)
        if known[0][0]:
            raise StoreError.of("server_role_owns", role=role)
        for (statement,) in run(cursor, own_query("grant_to_app"), {"role": role}):
            cursor.execute(statement)
