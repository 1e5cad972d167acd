"""Passwords: which are refused as weak, how they are hashed (argon2id), one-time ones."""

import re
import secrets
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from govsvc.domain.errors import GovsvcError

SHORTEST, LONGEST = 10, 128
#: passwords found most often in leaked lists (after zxcvbn's, MIT licence), and those that offices
#: like: one a line, lower case
_COMMON = Path(__file__).with_name("common_passwords.txt")
#: without 0 o, 1 l i: read from a screen and typed by hand
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_ROWS = (
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
)
#: each hash takes 64 MB: more than these at once wait, and more than those waiting are refused
_AT_ONCE, _MOST_WAITING = 2, 16
_hashing = threading.BoundedSemaphore(_AT_ONCE)
_waiting = threading.BoundedSemaphore(_MOST_WAITING)


def normalized(text: str) -> str:
    """A password as it is compared and hashed, however its characters were typed (NFKC)."""
    return unicodedata.normalize("NFKC", text)


def refuse_weak(password: str, name: str) -> None:
    """Raises GovsvcError where the password is too weak for that account."""
    password = normalized(password)
    folded, account = password.casefold(), normalized(name).casefold()
    if len(password) < SHORTEST:
        raise _weak(
            f"密码只有{len(password)}个字符。", f"至少要{SHORTEST}个字符，可以是几个不相干的词。"
        )
    if len(password) > LONGEST:
        raise _weak(f"密码超过{LONGEST}个字符。", "请用短一些的密码。")
    if len(account) >= 2 and account in folded:
        raise _weak("密码里有账号名。", "请换一个。")
    if _is_easily_guessed(folded):
        raise _weak(
            "这个密码太常见，容易被猜到。",
            "请换一个，如几个不相干的词加数字；单位简称、键盘上相邻的键、年份加常用词都不行。",
        )


def _is_easily_guessed(folded: str) -> bool:
    """Whether it is common, with or without digits around it, has few different characters, or is
    little else than runs of keys.
    """
    bare = re.sub(r"^[\d\W_]+|[\d\W_]+$", "", folded)
    is_common = folded in _common() or bare in _common()
    return is_common or len(set(folded)) < 5 or not _without_runs(folded)


def _weak(title: str, step: str) -> GovsvcError:
    return GovsvcError(title, step, "weak_password")


@cache
def _common() -> frozenset[str]:
    return frozenset(_COMMON.read_text(encoding="utf-8").split())


def _without_runs(folded: str) -> str:
    """What is left without runs of four or more along the alphabet, the digits or a row of keys.

    Runs count in both directions; a rest of one or two characters counts as nothing.
    """
    rest = folded
    for row in _ROWS:
        for line in (row + row, (row + row)[::-1]):
            for length in range(min(len(rest), len(line)), 3, -1):
                for start in range(len(line) - length + 1):
                    rest = rest.replace(line[start : start + length], "")
    return rest if len(rest) > 2 else ""


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
