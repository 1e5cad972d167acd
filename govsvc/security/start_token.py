"""The token of the link that the start prints: it stands for the first administrator, once."""

import hashlib
import hmac
import secrets
import threading
from datetime import datetime, timedelta

#: how long the link is good
LIFETIME = timedelta(minutes=30)


class StartToken:
    """The one token that this process has given out; only its hash is kept, and in memory alone."""

    def __init__(self) -> None:
        self._digest, self._until = b"", datetime.min
        self._lock = threading.Lock()

    def issue(self, now: datetime) -> str:
        """A new token; an earlier one is no longer good."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._digest, self._until = _digest(token), now + LIFETIME
        return token

    def is_good(self, token: str, now: datetime) -> bool:
        """Whether the token would be accepted; it is not used up."""
        is_same = hmac.compare_digest(_digest(token), self._digest)
        return is_same and now < self._until

    def accept(self, token: str, now: datetime) -> bool:
        """Whether the token is good; it is used up then."""
        with self._lock:
            is_good = self.is_good(token, now)
            if is_good:
                self._digest = b""
        return is_good


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
