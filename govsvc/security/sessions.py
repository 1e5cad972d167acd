"""Sessions: signing in and out, and whose a token is. Only the hashes of tokens are stored."""

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta

from govsvc.domain.database_address import DatabaseAddress
from govsvc.domain.errors import GovsvcError
from govsvc.security import audit_kinds, passwords, throttling, weak_passwords
from govsvc.security.access_in_data import AccessInData
from govsvc.security.account import Account, account_key
from govsvc.security.accounts import FIRST, Accounts
from govsvc.security.accounts_database import access_tables, intact_values
from govsvc.security.audit_log import AuditLog
from govsvc.security.roles import (
    ADMINISTRATOR,
    NOBODY,
    THIS_MACHINE,
    VISITOR,
    Actor,
    Right,
)
from govsvc.security.side_database import Writing
from govsvc.security.sso import SingleSignOn
from govsvc.security.sso_person import Person

#: how long a session lasts, and how long without a request
LONGEST, IDLE = timedelta(hours=12), timedelta(minutes=30)
#: how often a session notes that it is in use
_TOUCH_INTERVAL = timedelta(minutes=1)


class Sessions:
    """The sessions of one database.

    Safe between threads and processes; everything raises GovsvcError. `data`: what the database
    remembers of who may enter.
    """

    def __init__(
        self,
        database: DatabaseAddress,
        log: AuditLog | None = None,
        data: AccessInData | None = None,
    ):
        self._file, self._log = access_tables(database), log or AuditLog(database)
        self.accounts = Accounts(database, self._log, data)
        self.sso = SingleSignOn(database, self._log)
        #: hash of a token → its last use, in seconds since 1970, that is not in the file yet
        self._uses: dict[str, float] = {}
        #: hashes of the tokens of those who came by the link of the start, and have no password yet
        self._without_password: set[str] = set()

    def sign_in(self, name: str, password: str, source: str, now: datetime) -> tuple[str, Account]:
        """(a new token, the account).

        Raises GovsvcError in the same words and after the same time for a wrong password, for a
        name that is no account and for a disabled one; where account or address must wait; and
        where the accounts are lost.
        """
        self.accounts.settings.refuse_lost()
        account = self._authenticated(name, password, source, now)
        self._log.add(
            audit_kinds.SIGNED_IN,
            now,
            actor=account.name,
            source=source,
            subject=account.description,
        )
        return self._begin(account, source, now), account

    def change_password(
        self,
        token: str,
        old: str,
        new: str,
        source: str,
        now: datetime,
        county: str = "",
        units: Sequence[str] = (),
    ) -> str:
        """Gives the account another password; gives a new token. All its other sessions end.

        `old` is not looked at in a session that was begun without password. `county`, `units`: the
        names that must not make up the password, beside the account's own. Raises GovsvcError where
        `old` is wrong or `new` is too weak; nothing is changed then.
        """
        owner = self._account_of(token, now)
        if owner is None:
            raise GovsvcError("登录已过期。", "请重新登录。", "signed_out")
        account = (
            owner
            if self.is_without_password(token, source)
            else self._authenticated(owner.name, old, source, now, "原密码不对。")
        )
        weak_passwords.refuse_weak(new, account.name, county, (*account.units, *units))
        if passwords.normalized(new) == passwords.normalized(old):
            raise GovsvcError("新密码和原密码一样。", "请换一个。", "weak_password")
        digest = passwords.hashed(new)
        with self._file.writing() as writing:
            key = account_key(account.name)
            writing.rows("update_password", key=key, hash=digest, must_change=0)
            writing.rows("delete_sessions", account=account.name)
        self._log.add(
            audit_kinds.PASSWORD, now, actor=account.name, source=source, subject=account.name
        )
        return self._begin(account, source, now)

    def begin_for(self, name: str, source: str, now: datetime, how: str) -> str:
        """A token for an account whose owner was authenticated elsewhere; `how`: for the log."""
        account = self.accounts.get(name)
        if account is None or account.is_disabled:
            raise _wrong_password()
        self._log.add(
            audit_kinds.SIGNED_IN,
            now,
            actor=account.name,
            source=source,
            subject=f"{account.description}，{how}",
        )
        return self._begin(account, source, now)

    def begin_without_password(self, now: datetime) -> str:
        """A token for the first administrator, who has not chosen a password yet: he was shown on
        this machine who he is. It is good on this machine alone, and while the program runs.

        Raises GovsvcError where he has chosen one, or there is no such account.
        """
        if not self.awaits_password():
            raise _wrong_password()
        token = self.begin_for(FIRST, THIS_MACHINE, now, "启动窗口里的链接")
        self._without_password.add(_digest(token))
        return token

    def awaits_password(self) -> bool:
        """Whether the first administrator has not chosen a password yet."""
        account = self.accounts.get(FIRST)
        return (
            account is not None
            and account.role == ADMINISTRATOR
            and account.must_change
            and not account.is_disabled
        )

    def is_without_password(self, token: str, source: str) -> bool:
        """Whether the session of that token was begun without one, and is used on this machine."""
        return source == THIS_MACHINE and _digest(token) in self._without_password

    def begin_sso(self, person: Person, source: str, now: datetime) -> tuple[str, Account]:
        """(a token, the account) of a person whom an identity provider has named.

        Raises GovsvcError where the rules keep him out, or are lost with the accounts.
        """
        self.accounts.settings.refuse_lost()
        account = self.sso.record(person, now)
        if account.is_disabled:
            self._log.add(
                audit_kinds.SIGN_IN_FAILED,
                now,
                actor=account.name,
                source=source,
                subject="统一身份登录，没有给他权限",
            )
            raise GovsvcError(
                "您尚无进入看板的权限。", f"请管理员给“{account.name}”设置角色。", "single_barred"
            )
        self._log.add(
            audit_kinds.SIGNED_IN,
            now,
            actor=account.name,
            source=source,
            subject=f"{account.description}，统一身份登录",
        )
        return self._begin(account, source, now), account

    def account(self, token: str, now: datetime) -> Account | None:
        """The account of that token; None where the token is unknown or its session has ended."""
        return self._account_of(token, now) if token else None

    def actor(self, token: str, source: str, now: datetime, is_use: bool = True) -> Actor:
        """Who acts with that token: the account, or somebody who has not signed in.

        An account whose password must be changed first counts as not signed in, but on this machine
        in a session without password. `is_use`: whether
        this request keeps the session alive.
        """
        account = self._account_of(token, now, is_use) if token else None
        if account and (not account.must_change or self.is_without_password(token, source)):
            return account.actor(source)
        return replace(VISITOR if self.accounts.settings.is_open else NOBODY, source=source)

    def sign_out(self, token: str, source: str, now: datetime) -> None:
        """Ends all sessions of the account whose token that is."""
        account = self._account_of(token, now)
        if account:
            with self._file.writing() as writing:
                writing.rows("delete_sessions", account=account.name)
            self._log.add(audit_kinds.SIGNED_OUT, now, actor=account.name, source=source)

    def end(self, name: str, by: Actor, now: datetime) -> None:
        """Ends all sessions of that account. Raises NotAllowed where `by` is no administrator."""
        by.require(Right.MANAGE, "管理用户")
        with self._file.writing() as writing:
            writing.rows("delete_sessions", account=name)
        self._log.add(
            audit_kinds.SIGNED_OUT,
            now,
            actor=by.name,
            source=by.source,
            subject=name,
            after="在各处的登录均已退出",
        )

    def live(self, now: datetime) -> dict[str, int]:
        """Account → in how many places it is signed in."""
        return dict(self._file.rows("read_live_sessions", **_oldest(now)))

    def _authenticated(
        self, name: str, password: str, source: str, now: datetime, title: str = ""
    ) -> Account:
        """The account, where name and password are right; its failures are then forgotten.

        Raises GovsvcError where they are wrong, with that title where one is given, or where
        account or address must wait.
        """
        throttling.attempt(self._file, name, source, now)
        account = self.accounts.get(name)
        is_active = account is not None and not account.is_disabled
        stored = account.password_hash if account and is_active else None
        if not passwords.is_right(stored, password) or account is None:
            self._log_failure(account, source, now)
            raise (
                GovsvcError(title, "请再试一次。", "wrong_password") if title else _wrong_password()
            )
        throttling.forget_failures(self._file, name, source)
        if passwords.is_outdated(account.password_hash):
            self._rehash(account, password)
        return account

    def _log_failure(self, account: Account | None, source: str, now: datetime) -> None:
        """A name that is no account is not written down: it may be somebody's password."""
        if account is None:
            subject = "没有这个账号"
        else:
            subject = account.name + ("（已停用）" if account.is_disabled else "")
        self._log.add(
            audit_kinds.SIGN_IN_FAILED,
            now,
            actor=account.name if account else "",
            source=source,
            subject=subject,
        )

    def _rehash(self, account: Account, password: str) -> None:
        digest, key = passwords.hashed(password), account_key(account.name)
        with self._file.writing() as writing:
            writing.rows(
                "update_password", key=key, hash=digest, must_change=int(account.must_change)
            )

    def _begin(self, account: Account, source: str, now: datetime) -> str:
        token = secrets.token_urlsafe(32)
        with self._writing() as writing:
            writing.rows("delete_old_sessions", **_oldest(now))
            writing.rows(
                "insert_session",
                digest=_digest(token),
                account=account.name,
                at=now.timestamp(),
                source=source,
            )
            key = account_key(account.name)
            writing.rows("note_seen", key=key, seen_at=now.isoformat(" ", "seconds"))
        return token

    def _account_of(self, token: str, now: datetime, is_use: bool = True) -> Account | None:
        digest, at = _digest(token), now.timestamp()
        rows = self._file.rows("read_session", digest=digest, begun=_oldest(now)["begun"])
        with intact_values():
            seen = max(float(rows[0][1]), self._uses.get(digest, 0)) if rows else 0
        if seen <= _oldest(now)["seen"]:
            self._uses.pop(digest, None)
            return None
        if is_use and at - seen > _TOUCH_INTERVAL.total_seconds():
            self._note_use(digest, at)
        name = rows[0][0]
        account = self.accounts.get(name) or self.sso.account(name)
        return None if account is None or account.is_disabled else account

    def _note_use(self, digest: str, at: float) -> None:
        """Notes that a session is in use. Where that cannot be written it is remembered: whoever
        looks needs no disk that can be written.
        """
        self._uses[digest] = at
        with suppress(GovsvcError), self._writing():
            pass

    @contextmanager
    def _writing(self) -> Iterator[Writing]:
        """One transaction, in which the uses that are not in the file yet are written, too."""
        uses = dict(self._uses)
        with self._file.writing() as writing:
            for digest, at in uses.items():
                writing.rows("touch_session", digest=digest, at=at)
            yield writing
        for digest, at in uses.items():
            if self._uses.get(digest) == at:
                self._uses.pop(digest, None)


def _oldest(now: datetime) -> dict[str, float]:
    """The parameters of queries on sessions: begun and last seen after these seconds since 1970."""
    at = now.timestamp()
    return {"begun": at - LONGEST.total_seconds(), "seen": at - IDLE.total_seconds()}


def _wrong_password() -> GovsvcError:
    return GovsvcError(
        "账号或密码不对。", "请核对后再试；忘记密码的，请管理员重置。", "wrong_password"
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
