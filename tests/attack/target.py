"""The app that is attacked, and the list of attacks on it.

Each attack says what it tries, what is expected, and what it saw where that did not hold.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urlsplit

from raw_http import Browser

from govsvc.domain.database_address import DatabaseAddress


class Untried(Exception):
    """What the attack needs is not there."""


@dataclass
class Target:
    """`accounts`: role → (name, password).

    `database`, `provider`: of an app that was started for this. It believes a proxy's word on
    addresses, so that each browser may have an address of its own. `start_link`: the path of the
    link that it printed for its first administrator. `neighbour`: the app of another county, with
    an administrator of its own.
    """

    base: str
    accounts: dict[str, tuple[str, str]] = field(default_factory=dict)
    database: DatabaseAddress | None = None
    provider: str = ""
    cookie_secret: str = ""
    is_local: bool = False
    start_link: str = ""
    neighbour: "Target | None" = None
    _sources: count = field(default_factory=lambda: count(1))
    _signed: dict[str, Browser] = field(default_factory=dict)

    def browser(self) -> Browser:
        """A browser that has not signed in, at an address of its own."""
        number = next(self._sources)
        return Browser(
            self.base, f"10.77.{number // 250}.{number % 250 + 1}" if self.is_local else ""
        )

    @property
    def is_of_this_machine(self) -> bool:
        """Whether the app is reached by a loopback address."""
        return urlsplit(self.base).hostname in ("127.0.0.1", "::1", "localhost")

    def account(self, role: str) -> tuple[str, str]:
        """(name, password). Raises Untried."""
        if role not in self.accounts:
            raise Untried
        return self.accounts[role]

    def forget(self, role: str) -> None:
        """Notes that the session of that role has ended."""
        self._signed.pop(role, None)

    def signed(self, role: str, anew: bool = False) -> Browser:
        """A browser in which that role is signed in; `anew`: in a session of its own."""
        if anew or role not in self._signed:
            browser = self.browser()
            answer = browser.sign_in(*self.account(role))
            if answer.status != 303 or "govsvc_session" not in browser.jar:
                raise AssertionError(f"{role}登录不了：{answer.status}")
            if anew:
                return browser
            self._signed[role] = browser
        signed = self._signed[role]
        return Browser(signed.base, signed.source, dict(signed.jar))

    def is_signed_in(self, browser: Browser) -> bool:
        return browser.ask("/account").status == 200

    def may_upload(self, browser: Browser, headers: dict[str, str | None] | None = None) -> bool:
        """Whether an upload is let through: Streamlit knows no such session and then says 400."""
        answer = browser.ask(
            "/_stcore/upload_file/no-session/no-file",
            "PUT",
            b"x",
            browser.xsrf() | {"Content-Type": "multipart/form-data; boundary=x"} | (headers or {}),
        )
        return answer.status not in (401, 403)


@dataclass(frozen=True)
class Attack:
    """`run` gives what was seen where the protection did not hold, "" where it held."""

    group: str
    name: str
    expected: str
    run: Callable[[Target], str]


ATTACKS: list[Attack] = []


def attack(group: str, name: str, expected: str) -> Callable:
    def add(run: Callable[[Target], str]) -> Callable[[Target], str]:
        ATTACKS.append(Attack(group, name, expected, run))
        return run

    return add
