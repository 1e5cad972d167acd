"""Tokens against forms that another site sends (CSRF): good once, for one form in one browser."""

import hashlib
import hmac
import secrets
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cached_property

_LIFETIME = timedelta(hours=2)


def own_key() -> bytes:
    """A key that nobody else has."""
    return secrets.token_bytes(32)


class FormTokens:
    """Tokens signed by a key, which is asked for once; it only keeps which of them were used here.

    `key`: by default this process's own, so that no other one accepts them.
    """

    def __init__(self, key: Callable[[], bytes] = own_key) -> None:
        self._make_key = key
        #: used token → when it would have expired
        self._used: dict[str, float] = {}
        self._lock = threading.Lock()

    @cached_property
    def _key(self) -> bytes:
        return self._make_key()

    def token(self, action: str, browser: str, now: datetime) -> str:
        """A token for the form of that action. `browser`: a secret that this browser alone has."""
        claim = f"{(now + _LIFETIME).timestamp():.0f}.{secrets.token_urlsafe(12)}"
        return f"{claim}.{self._signature(claim, action, browser)}"

    def accept(self, token: str, action: str, browser: str, now: datetime) -> bool:
        """Whether the token is good for that form in that browser; it is used up then."""
        claim, _, signature = token.rpartition(".")
        expected = self._signature(claim, action, browser)
        if not browser or not hmac.compare_digest(signature.encode(), expected.encode()):
            return False
        expiry, at = float(claim.split(".")[0]), now.timestamp()
        with self._lock:
            self._used = {used: expires for used, expires in self._used.items() if expires > at}
            if expiry <= at or token in self._used:
                return False
            self._used[token] = expiry
        return True

    def _signature(self, *parts: str) -> str:
        message = "\n".join(parts).encode("utf-8", "replace")
        return hmac.new(self._key, message, hashlib.sha256).hexdigest()
