"""Sessions: signing in and out, whose a token is. Only the hash of a token is kept."""

import hashlib
import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from govsvc.domain.errors import GovsvcError
from govsvc.security import audit_kinds, passwords, throttling
from govsvc.security.accounts import Account, Accounts, key_of
from govsvc.security.accounts_database import AccountsDatabase
from govsvc.security.audit_log import AuditLog
from govsvc.security.roles import NOBODY, VISITOR, Actor, Right
from govsvc.security.sso import Person, SingleSignOn

LONGEST, IDLE = timedelta(hours=12), timedelta(minutes=30)
#: how often a session notes that it is in use
_NOTED = timedelta(minutes=1)


class Sessions:
    """The sessions of one database.

    Safe between threads and processes; everything raises GovsvcError.
    """

    def __init__(self, database: Path, log: AuditLog | None = None):
        self._file, self._log = AccountsDatabase(database), log or AuditLog(database)
        self.accounts = Accounts(database, self._log)
        self.sso = SingleSignOn(database, self._log)

    def sign_in(self, name: str, password: str, source: str, now: datetime) -> tuple[str, Account]:
        """A new token, and whose it is.

        Raises GovsvcError in the same words and after the same time for a wrong password, no such
        account and a disabled one;
        and where the account or the address must wait.
        """
        account = self._proven(name, password, source, now)
        self._log.add(
            audit_kinds.SIGNED_IN,
            now,
            actor=account.name,
            source=source,
            subject=account.description,
        )
        return self._begin(account, source, now), account

    def change_password(self, token: str, old: str, new: str, source: str, now: datetime) -> str:
        """A new token in place of all of the account's sessions.

        Raises GovsvcError where `old` is wrong or `new` will not do.
        """
        known = self._of(token, now)
        if known is None:
            raise GovsvcError("登录已过期。", "请重新登录。", "signed_out")
        account = self._proven(known.name, old, source, now, "原密码不对。")
        passwords.refuse_weak(new, account.name)
        if passwords.plain(new) == passwords.plain(old):
            raise GovsvcError("新密码和原密码一样。", "请换一个。", "weak_password")
        digest = passwords.hashed(new)
        with self._file.writing() as writing:
            writing.rows("update_password", key=key_of(account.name), hash=digest, must_change=0)
            writing.rows("delete_sessions", account=account.name)
        self._log.add(
            audit_kinds.PASSWORD, now, actor=account.name, source=source, subject=account.name
        )
        return self._begin(account, source, now)

    def begin_for(self, name: str, source: str, now: datetime, how: str) -> str:
        """A token for an account whose owner another one has proven to be himself: `how`, for the
        log.
        """
        account = self.accounts.get(name)
        if account is None or account.is_disabled:
            raise _refused()
        self._log.add(
            audit_kinds.SIGNED_IN,
            now,
            actor=account.name,
            source=source,
            subject=f"{account.description}，{how}",
        )
        return self._begin(account, source, now)

    def begin_sso(self, person: Person, source: str, now: datetime) -> tuple[str, Account]:
        """A token for one whom a provider of identities has named, and his account.

        Raises GovsvcError where the rules keep him out.
        """
        account = self.sso.keep(person, now)
        if account.is_disabled:
            self._log.add(
                audit_kinds.SIGN_IN_FAILED,
                now,
                actor=account.name,
                source=source,
                subject="统一身份登录，没有给他权限",
            )
            raise GovsvcError(
                "您还没有进入看板的权限。", f"请管理员给“{account.name}”设置角色。", "single_barred"
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
        """Whose token that is; None where it is nobody's, or has ended."""
        return self._of(token, now) if token else None

    def actor(self, token: str, source: str, now: datetime, is_use: bool = True) -> Actor:
        """Who asks with that token.

        One whose password must be changed first is nobody yet. `is_use`: whether that keeps the
        session.
        """
        account = self._of(token, now, is_use) if token else None
        if account and not account.must_change:
            return account.actor(source)
        return replace(VISITOR if self.accounts.is_open else NOBODY, source=source)

    def sign_out(self, token: str, source: str, now: datetime) -> None:
        """Ends all sessions of the one whose token that is."""
        account = self._of(token, now)
        if account:
            with self._file.writing() as writing:
                writing.rows("delete_sessions", account=account.name)
            self._log.add(audit_kinds.SIGNED_OUT, now, actor=account.name, source=source)

    def end(self, name: str, by: Actor, now: datetime) -> None:
        """Ends all sessions of that account. Raises NotAllowed where he may not."""
        by.require(Right.MANAGE, "管理用户")
        with self._file.writing() as writing:
            writing.rows("delete_sessions", account=name)
        self._log.add(
            audit_kinds.SIGNED_OUT,
            now,
            actor=by.name,
            source=by.source,
            subject=name,
            after="在各处的登录都已退出",
        )

    def live(self, now: datetime) -> dict[str, int]:
        """Account → in how many places it is signed in."""
        at = now.timestamp()
        return dict(
            self._file.rows(
                "read_live_sessions",
                begun=at - LONGEST.total_seconds(),
                seen=at - IDLE.total_seconds(),
            )
        )

    # --------------------------------------------------------------------------------------------------------------

    def _proven(
        self, name: str, password: str, source: str, now: datetime, said: str = ""
    ) -> Account:
        throttling.attempt(self._file, name, source, now)
        account = self.accounts.get(name)
        is_right = passwords.is_right(
            account.hash if account and not account.is_disabled else None, password
        )
        if not is_right:
            about = (
                (account.name + ("（已停用）" if account.is_disabled else ""))
                if account
                else "没有这个账号"
            )
            self._log.add(
                audit_kinds.SIGN_IN_FAILED,
                now,
                actor=account.name if account else "",
                source=source,
                subject=about,
            )
            raise GovsvcError(said, "请再试一次。", "wrong_password") if said else _refused()
        throttling.succeeded(self._file, name, source)
        if passwords.is_outdated(account.hash):
            digest = passwords.hashed(password)
            with self._file.writing() as writing:
                writing.rows(
                    "update_password",
                    key=key_of(account.name),
                    hash=digest,
                    must_change=int(account.must_change),
                )
        return account

    def _begin(self, account: Account, source: str, now: datetime) -> str:
        token, at = secrets.token_urlsafe(32), now.timestamp()
        with self._file.writing() as writing:
            writing.rows(
                "delete_old_sessions",
                begun=at - LONGEST.total_seconds(),
                seen=at - IDLE.total_seconds(),
            )
            writing.rows(
                "insert_session", digest=_digest(token), account=account.name, at=at, source=source
            )
            writing.rows(
                "note_seen", key=key_of(account.name), seen_at=now.isoformat(" ", "seconds")
            )
        return token

    def _of(self, token: str, now: datetime, is_use: bool = True) -> Account | None:
        at = now.timestamp()
        found = self._file.rows(
            "read_session",
            digest=_digest(token),
            begun=at - LONGEST.total_seconds(),
            seen=at - IDLE.total_seconds(),
        )
        if not found:
            return None
        name, seen = found[0]
        if is_use and at - seen > _NOTED.total_seconds():
            with self._file.writing() as writing:
                writing.rows("touch_session", digest=_digest(token), at=at)
        account = self.accounts.get(name) or self.sso.account(name)
        return None if account is None or account.is_disabled else account


def _refused() -> GovsvcError:
    return GovsvcError(
        "账号或密码不对。", "请核对后再试；忘记密码的，请管理员重置。", "wrong_password"
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
