"""Who may do what: roles, accounts, sessions. Knows neither the data nor the screen."""

from govsvc.security.roles import (
    ADMINISTRATOR,
    COMMAND_LINE,
    NOBODY,
    ROLES,
    UPLOADER,
    VIEWER,
    VISITOR,
    Actor,
    Right,
    Role,
    by_key,
    system_actor,
)

__all__ = [
    "ADMINISTRATOR",
    "COMMAND_LINE",
    "NOBODY",
    "ROLES",
    "UPLOADER",
    "VIEWER",
    "VISITOR",
    "Actor",
    "Right",
    "Role",
    "by_key",
    "system_actor",
]
