"""Who sends a request: the cookie of the session and the address. For routes and pages alike."""

from functools import cache
from ipaddress import ip_address

from starlette.requests import HTTPConnection

from govsvc.admin.access import AccessInDatabase
from govsvc.domain.database_address import DatabaseAddress
from govsvc.security.audit_log import AuditLog
from govsvc.security.roles import THIS_MACHINE
from govsvc.security.sessions import Sessions

COOKIE = "govsvc_session"


@cache
def log(database: DatabaseAddress) -> AuditLog:
    """The 操作日志 of that database; each process has one."""
    return AuditLog(database)


@cache
def sessions(database: DatabaseAddress) -> Sessions:
    """The sessions of that database; each process has one."""
    return Sessions(database, log(database), AccessInDatabase(database))


def token(connection: HTTPConnection) -> str:
    """The token of the session, "" where none is sent."""
    return connection.cookies.get(COOKIE, "")


def source(connection: HTTPConnection) -> str:
    """The address that a request comes from, as the log notes it."""
    return address(connection.client.host if connection.client else None)


def address(client: str | None) -> str:
    """The address of a client as the log notes it: cut where it is long, 本机 for this machine."""
    return THIS_MACHINE if client is None or is_loopback(client) else client[:45]


def is_loopback(client: str) -> bool:
    """Whether an address is this machine's own to itself; False for text that is no address."""
    try:
        return ip_address(client).is_loopback
    except ValueError:
        return False
