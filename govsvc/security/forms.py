"""Words that go with a form, so that no other site can send it: good once, for one purpose and one
visitor, for a while.
"""

import hashlib
import hmac
import secrets
import threading
from datetime import datetime, timedelta

_GOOD_FOR = timedelta(hours=2)


class Forms:
    """The forms that this process has given out. Nothing is kept of a word but that it was used."""

    def __init__(self):
        self._key = secrets.token_bytes(32)
        self._used: dict[str, float] = {}
        self._lock = threading.Lock()

    def word(self, purpose: str, visitor: str, now: datetime) -> str:
        """A word for one form. `visitor`: what his browser alone has."""
        ends = f"{(now + _GOOD_FOR).timestamp():.0f}.{secrets.token_urlsafe(12)}"
        return f"{ends}.{self._mark(ends, purpose, visitor)}"

    def is_good(self, word: str, purpose: str, visitor: str, now: datetime) -> bool:
        """Whether that word was given out for this; it is used up then."""
        ends, _, mark = word.rpartition(".")
        if not visitor or not hmac.compare_digest(
            mark.encode(), self._mark(ends, purpose, visitor).encode()
        ):
            return False
        until, at = float(ends.split(".")[0]), now.timestamp()
        with self._lock:
            self._used = {used: gone for used, gone in self._used.items() if gone > at}
            if until <= at or word in self._used:
                return False
            self._used[word] = until
        return True

    def _mark(self, *parts: str) -> str:
        return hmac.new(
            self._key, "\n".join(parts).encode("utf-8", "replace"), hashlib.sha256
        ).hexdigest()
