"""Who may do what: roles, accounts, sessions. Knows neither the data nor the screen."""

from govsvc.security.roles import (
    ADMINISTRATOR,
    CONSOLE,
    NOBODY,
    ROLES,
    UPLOADER,
    VIEWER,
    VISITOR,
    Actor,
    Right,
    Role,
    by_key,
    machine,
)

__all__ = [
    "ADMINISTRATOR",
    "CONSOLE",
    "NOBODY",
    "ROLES",
    "UPLOADER",
    "VIEWER",
    "VISITOR",
    "Actor",
    "Right",
    "Role",
    "by_key",
    "machine",
]
