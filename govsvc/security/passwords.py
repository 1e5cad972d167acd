"""Passwords: which ones will do, how they are kept (argon2id), one-time ones."""

import re
import secrets
import threading
import unicodedata
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
#: hashing takes 64 MB each: more at once wait, and too many are turned away
_AT_ONCE, _WAITING = 2, 16
_hashing, _waiting = threading.BoundedSemaphore(_AT_ONCE), threading.BoundedSemaphore(_WAITING)


def plain(text: str) -> str:
    """As it is compared and hashed: however its characters were typed."""
    return unicodedata.normalize("NFKC", text)


def refuse_weak(password: str, name: str) -> None:
    """Raises GovsvcError where the password will not do for that account."""
    password = plain(password)
    folded, account = password.casefold(), plain(name).casefold()
    if len(password) < SHORTEST:
        raise _weak(
            f"密码只有{len(password)}个字符。", f"至少要{SHORTEST}个字符，可以是几个不相干的词。"
        )
    if len(password) > LONGEST:
        raise _weak(f"密码超过{LONGEST}个字符。", "请用短一些的密码。")
    if len(account) >= 2 and account in folded:
        raise _weak("密码里有账号名。", "请换一个。")
    bare = re.sub(r"^[\d\W_]+|[\d\W_]+$", "", folded)
    if (
        folded in _common()
        or bare in _common()
        or len(set(folded)) < 5
        or not _without_runs(folded)
    ):
        raise _weak(
            "这个密码太常见，容易被猜到。",
            "请换一个，如几个不相干的词加数字；单位简称、键盘上相邻的键、年份加常用词都不行。",
        )


def _weak(title: str, step: str) -> GovsvcError:
    return GovsvcError(title, step, "weak_password")


@cache
def _common() -> frozenset[str]:
    return frozenset(_COMMON.read_text(encoding="utf-8").split())


def _without_runs(folded: str) -> str:
    """What is left without runs of four or more along the alphabet, the digits or a row of keys,
    there and back: "" or two characters count as nothing.
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
def _turn():
    """Two hashes at a time; raises GovsvcError where too many wait."""
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
def _nobodys() -> str:
    """The hash of no account: a name that is not there takes as long as a wrong password."""
    return _hasher().hash(secrets.token_urlsafe())


def hashed(password: str) -> str:
    with _turn():
        return _hasher().hash(plain(password))


def is_right(kept: str | None, password: str) -> bool:
    """Whether that is the password of the account with the hash `kept`; None: there is no account,
    and it takes as long.
    """
    nobodys = _nobodys()  # made by whoever comes first, whether the account is there or not
    with _turn():
        try:
            return (
                _hasher().verify(kept or nobodys, plain(password)[: LONGEST * 4])
                and kept is not None
            )
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with other settings than those of today."""
    return _hasher().check_needs_rehash(kept)
