"""Who sends a request: the cookie of the session and the address. For routes and pages alike."""

from collections.abc import Mapping
from functools import cache
from ipaddress import ip_address
from pathlib import Path

from starlette.requests import HTTPConnection

from govsvc.admin.access import AccessInDatabase
from govsvc.security.audit_log import AuditLog
from govsvc.security.sessions import Sessions

COOKIE = "govsvc_session"


@cache
def log(database: Path) -> AuditLog:
    """The 操作日志 of that database; each process has one."""
    return AuditLog(database)


@cache
def sessions(database: Path) -> Sessions:
    """The sessions of that database; each process has one."""
    return Sessions(database, log(database), AccessInDatabase(database))


def token(connection: HTTPConnection) -> str:
    """The token of the session, "" where none is sent."""
    return connection.cookies.get(COOKIE, "")


def source(connection: HTTPConnection) -> str:
    """The address that a request comes from, as the log notes it."""
    return address(connection.client.host if connection.client else None, connection.headers)


def address(client: str | None, headers: Mapping[str, str]) -> str:
    """The address of a client, or 本机.

    A proxy's word is believed only where the proxy is on this machine; it puts the address last.
    """
    forwarded = headers.get("x-forwarded-for") or headers.get("X-Forwarded-For") or ""
    if forwarded and _is_loopback(client):
        client = forwarded.rpartition(",")[2].strip()[:45] or client
    return "本机" if _is_loopback(client) else client or "本机"


def _is_loopback(client: str | None) -> bool:
    try:
        return client is None or ip_address(client).is_loopback
    except ValueError:
        return False
