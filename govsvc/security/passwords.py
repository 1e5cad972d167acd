"""Passwords: how they are compared and hashed (argon2id), one-time ones."""

import secrets
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from govsvc.domain.errors import GovsvcError

SHORTEST, LONGEST = 10, 128
#: without 0 o, 1 l i: read from a screen and typed by hand
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
#: each hash takes 64 MB: more than these at once wait, and more than those waiting are refused
_AT_ONCE, _MOST_WAITING = 2, 16
_hashing = threading.BoundedSemaphore(_AT_ONCE)
_waiting = threading.BoundedSemaphore(_MOST_WAITING)


def normalized(text: str) -> str:
    """A password as it is compared and hashed, however its characters were typed (NFKC)."""
    return unicodedata.normalize("NFKC", text)


def one_time() -> str:
    """A password to be given to somebody and changed at the first sign-in: 79 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


@contextmanager
def _hashing_slot() -> Iterator[None]:
    """Lets two hash at a time. Raises GovsvcError where too many wait."""
    if not _waiting.acquire(blocking=False):
        raise GovsvcError("同时登录的人太多。", "请稍后再试。", "too_many")
    try:
        with _hashing:
            yield
    finally:
        _waiting.release()


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()  # argon2id, 64 MB, three passes: the second recommendation of RFC 9106


@cache
def _dummy_hash() -> str:
    """A hash to compare with where there is no account, so that this takes as long as a wrong
    password.
    """
    return _hasher().hash(secrets.token_urlsafe())


def hashed(password: str) -> str:
    """The argon2id hash with its settings and salt, as it is stored."""
    with _hashing_slot():
        return _hasher().hash(normalized(password))


def is_right(stored: str | None, password: str) -> bool:
    """Whether the password is the one of that stored hash.

    None: there is no such account; the answer then takes as long.
    """
    dummy = _dummy_hash()  # made at the first call, whether there is such an account or not
    with _hashing_slot():
        try:
            is_match = _hasher().verify(stored or dummy, normalized(password)[: LONGEST * 4])
        except (VerificationError, InvalidHashError):
            return False
        return is_match and stored is not None


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with other settings than today's."""
    return _hasher().check_needs_rehash(stored)
