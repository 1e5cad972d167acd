"""Accounts, passwords, delays and sessions, without a screen."""

import sqlite3
import stat
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import argon2
import pytest
from support import WHEN

from govsvc.domain.errors import GovsvcError, NotAllowed
from govsvc.security import (
    ADMINISTRATOR,
    UPLOADER,
    VIEWER,
    Actor,
    Right,
    audit_kinds,
    passwords,
    system_actor,
)
from govsvc.security.accounts import Accounts
from govsvc.security.audit_log import AuditLog
from govsvc.security.roles import REVIEWER
from govsvc.security.sessions import IDLE, LONGEST, Sessions
from govsvc.security.throttling import OF_ACCOUNT, OF_ADDRESS

GOOD, OTHER = "榕树下的第七把椅子42", "蓝色茶壶-四月十二日"
CHEAP = argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)  # as in conftest.py
HERE = "10.0.0.5"


@pytest.fixture
def log(tmp_path) -> AuditLog:
    return AuditLog(tmp_path / "govsvc.duckdb")


@pytest.fixture
def sessions(tmp_path, log) -> Sessions:
    sessions_of_two = Sessions(tmp_path / "govsvc.duckdb", log)
    sessions_of_two.accounts.add("李四", UPLOADER, ["自然资源局"], system_actor(), WHEN, GOOD)
    sessions_of_two.accounts.add("王主任", ADMINISTRATOR, [], system_actor(), WHEN, OTHER)
    for name, password in (("李四", GOOD), ("王主任", OTHER)):  # as if each had changed it
        with sqlite3.connect(sessions_of_two.accounts.path) as connection:
            connection.execute("UPDATE account SET must_change = 0 WHERE name = ?", (name,))
        assert password
    return sessions_of_two


def in_(
    sessions: Sessions, name: str = "李四", password: str = GOOD, at=WHEN, source: str = HERE
) -> str:
    return sessions.sign_in(name, password, source, at)[0]


# -- passwords ---------------------------------------------------------------------------


@pytest.mark.dear
def test_passwords_are_kept_by_argon2id_with_64_megabytes():
    stored_hash = passwords.hashed(GOOD)
    parameters = argon2.extract_parameters(stored_hash)
    assert (
        parameters.type == argon2.Type.ID
        and parameters.memory_cost >= 65536
        and parameters.time_cost >= 3
        and GOOD not in stored_hash
    )
    assert (
        stored_hash != passwords.hashed(GOOD)
        and passwords.is_right(stored_hash, GOOD)
        and not passwords.is_right(stored_hash, OTHER)
        and not passwords.is_right(None, GOOD)
    )


@pytest.mark.dear
def test_no_account_and_a_disabled_one_take_as_long_as_a_wrong_password(tmp_path, monkeypatch):
    sessions = Sessions(tmp_path / "a.duckdb")
    sessions.accounts.add("李四", UPLOADER, [], system_actor(), WHEN, GOOD)
    sessions.accounts.add("停用的", VIEWER, [], system_actor(), WHEN, GOOD)
    sessions.accounts.change("停用的", system_actor(), WHEN, is_disabled=True)
    monkeypatch.setattr("govsvc.security.throttling.attempt", lambda *_: None)
    took: dict[str, list[float]] = {}
    for turn in range(6):
        for name in ("李四", "没有这个人", "停用的"):
            begun = time.process_time()  # of all threads: others on this machine do not count
            with pytest.raises(GovsvcError, match="账号或密码不对"):
                sessions.sign_in(name, "不对的密码不对的", HERE, WHEN)
            if turn:
                took.setdefault(name, []).append(time.process_time() - begun)
    middle = [statistics.median(seconds) for seconds in took.values()]
    assert max(middle) < 2 * min(middle), took


def test_too_many_at_once_are_turned_away(monkeypatch):
    stored_hash = CHEAP.hash(GOOD)
    at_once = 40
    refused: list[str] = []
    are_all_refused = threading.Event()

    class Waiting:
        """Hashes only once everybody who finds no room has been turned away."""

        def verify(self, *_):
            assert are_all_refused.wait(60), len(refused)
            return True

        hash = CHEAP.hash

    monkeypatch.setattr(passwords, "_hasher", Waiting)

    def one(_) -> bool:
        try:
            return passwords.is_right(stored_hash, GOOD)
        except GovsvcError as error:
            refused.append(error.code)
            if len(refused) == at_once - passwords._MOST_WAITING:
                are_all_refused.set()
            return False

    with ThreadPoolExecutor(at_once) as pool:
        answers = list(pool.map(one, range(at_once)))
    assert answers.count(True) == passwords._MOST_WAITING
    assert refused == ["too_many"] * (at_once - passwords._MOST_WAITING)


# -- accounts ----------------------------------------------------------------------------


def test_the_first_start_makes_one_administrator_with_a_one_time_password(tmp_path, log):
    accounts = Accounts(tmp_path / "govsvc.duckdb", log)
    name, password = accounts.make_first(WHEN)
    assert accounts.make_first(WHEN) is None and [account.name for account in accounts.all()] == [
        name
    ] == ["admin"]
    sessions = Sessions(tmp_path / "govsvc.duckdb", log)
    token, account = sessions.sign_in("admin", password, HERE, WHEN)
    assert account.must_change and not sessions.actor(token, HERE, WHEN).may(Right.UPLOAD)
    token = sessions.change_password(token, password, GOOD, HERE, WHEN)
    assert sessions.actor(token, HERE, WHEN).may(Right.MANAGE)
    with pytest.raises(GovsvcError, match="不对"):
        in_(sessions, "admin", password)
    assert [entry.kind for entry in log.entries()[::-1]] == [
        audit_kinds.ACCOUNT,
        audit_kinds.SIGNED_IN,
        audit_kinds.PASSWORD,
        audit_kinds.SIGN_IN_FAILED,
    ]
    assert not any(password in str(entry) or GOOD in str(entry) for entry in log.entries())


def test_two_that_start_at_once_make_one_administrator(tmp_path):
    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(lambda _: Accounts(tmp_path / "a.duckdb").make_first(WHEN), range(6)))
    assert (
        sum(one is not None for one in made) == 1
        and len(Accounts(tmp_path / "a.duckdb").all()) == 1
    )


def test_the_file_is_its_owners_and_holds_no_password_or_token(sessions):
    token = in_(sessions)
    assert stat.S_IMODE(sessions.accounts.path.stat().st_mode) == 0o600
    content = sessions.accounts.path.read_bytes()
    assert token.encode() not in content and GOOD.encode() not in content


@pytest.mark.parametrize("role", [VIEWER, UPLOADER, REVIEWER])
def test_only_an_administrator_manages_accounts(sessions, role):
    by = Actor("张三", role, (), HERE, "张三")
    for do in (
        lambda: sessions.accounts.add("新人", VIEWER, [], by, WHEN),
        lambda: sessions.accounts.reset("李四", by, WHEN),
        lambda: sessions.accounts.change("李四", by, WHEN, role=ADMINISTRATOR),
        lambda: sessions.accounts.settings.set_open(False, by, WHEN),
        lambda: sessions.accounts.settings.set("x", "y", "设置", by, WHEN),
        lambda: sessions.end("李四", by, WHEN),
    ):
        with pytest.raises(NotAllowed):
            do()
    assert (
        sessions.accounts.settings.is_open
        and sessions.accounts.get("李四").role == UPLOADER
        and len(sessions.accounts.all()) == 2
    )


def test_a_name_is_one_however_it_is_typed(sessions):
    with pytest.raises(GovsvcError, match="已存在"):
        sessions.accounts.add(" 李四 ", VIEWER, [], system_actor(), WHEN)
    sessions.accounts.add("Zhang.San", VIEWER, [], system_actor(), WHEN, GOOD)
    assert in_(sessions, "ｚｈａｎｇ.san")
    for bad in (
        "",
        "a",
        "a b",
        "x" * 31,
        "<b>张</b>",
        "李\n四",
        "李'四",
        "系统",
        "命令行",
        "未登录",
    ):
        with pytest.raises(GovsvcError, match="不能作账号名"):
            sessions.accounts.add(bad, VIEWER, [], system_actor(), WHEN)


def test_the_last_administrator_stays(sessions):
    for change in ({"role": VIEWER}, {"is_disabled": True}):
        with pytest.raises(GovsvcError, match="唯一的管理员"):
            sessions.accounts.change("王主任", system_actor(), WHEN, **change)
    assert (
        sessions.accounts.get("王主任").role == ADMINISTRATOR
        and not sessions.accounts.get("王主任").is_disabled
    )
    sessions.accounts.change("李四", system_actor(), WHEN, role=ADMINISTRATOR)
    sessions.accounts.change("王主任", system_actor(), WHEN, is_disabled=True)


def test_changes_of_accounts_stand_in_the_log(sessions, log):
    sessions.accounts.change(
        "李四", Actor("王主任", ADMINISTRATOR, (), HERE, "王主任"), WHEN, units=["公安局"]
    )
    entry = log.entries()[0]
    assert (entry.kind, entry.actor, entry.source, entry.subject, entry.before, entry.after) == (
        audit_kinds.ACCOUNT,
        "王主任",
        HERE,
        "李四",
        "填报（限自然资源局）",
        "填报（限公安局）",
    )
    sessions.accounts.settings.set_open(False, system_actor(), WHEN)
    assert (log.entries()[0].before, log.entries()[0].after) == (
        "不登录也可以查看",
        "登录后才能查看",
    )


# -- sessions ----------------------------------------------------------------------------


def test_a_session_ends_after_thirty_idle_minutes_or_twelve_hours(sessions):
    token = in_(sessions)
    assert sessions.account(token, WHEN + IDLE - timedelta(seconds=1)).name == "李四"
    assert (
        sessions.account(token, WHEN + 2 * IDLE - timedelta(seconds=2)).name == "李四"
    )  # it was in use
    assert sessions.account(token, WHEN + 3 * IDLE) is None
    token = in_(sessions)
    assert (
        sessions.actor(token, HERE, WHEN + timedelta(minutes=20), is_use=False).account == "李四"
    )  # asked for by an open page alone
    assert sessions.account(token, WHEN + IDLE) is None
    token, at = in_(sessions), WHEN
    while at < WHEN + LONGEST - timedelta(minutes=20):
        at += timedelta(minutes=20)
        account = sessions.account(token, at)
        assert (account is not None) == (at < WHEN + LONGEST)
    assert sessions.account(token, WHEN + LONGEST) is None


def test_signing_out_ends_all_sessions_of_the_account_and_no_others(sessions, log):
    first, second, other = in_(sessions), in_(sessions), in_(sessions, "王主任", OTHER)
    sessions.sign_out(first, HERE, WHEN)
    assert (
        not sessions.account(first, WHEN)
        and not sessions.account(second, WHEN)
        and sessions.account(other, WHEN)
    )
    assert log.entries()[0].kind == audit_kinds.SIGNED_OUT
    sessions.sign_out(first, HERE, WHEN)  # a replayed cookie signs nobody out
    assert len(log.entries(kind=audit_kinds.SIGNED_OUT)) == 1 and sessions.account(other, WHEN)


@pytest.mark.parametrize(
    "change", [{"role": REVIEWER}, {"units": ["公安局"]}, {"is_disabled": True}]
)
def test_a_change_of_the_account_ends_its_sessions(sessions, change):
    token = in_(sessions)
    sessions.accounts.change("李四", system_actor(), WHEN, **change)
    assert sessions.account(token, WHEN) is None


def test_a_reset_and_a_new_password_end_the_sessions(sessions):
    token = in_(sessions)
    once = sessions.accounts.reset("李四", system_actor(), WHEN)
    assert sessions.account(token, WHEN) is None
    with pytest.raises(GovsvcError, match="不对"):
        in_(sessions)
    first, second = in_(sessions, password=once), in_(sessions, password=once)
    new = sessions.change_password(first, once, "竹子和铁轨之间42号", HERE, WHEN)
    assert (
        sessions.account(new, WHEN)
        and not sessions.account(first, WHEN)
        and not sessions.account(second, WHEN)
    )


def test_a_reset_ends_the_waiting_of_the_addresses_that_the_account_failed_from(sessions):
    """Its owner, who tried until his computer had to wait, signs in at once with what he is given;
    who tries other accounts from elsewhere goes on waiting.
    """
    at, elsewhere = WHEN, "10.0.0.66"
    for _ in range(OF_ADDRESS.free + 2):
        at += timedelta(seconds=OF_ACCOUNT.longest)
        for source, name in ((HERE, "李四"), (elsewhere, "王主任")):
            with pytest.raises(GovsvcError, match="不对"):
                in_(sessions, name, "不对的密码不对的", at, source)
    once = sessions.accounts.reset("李四", system_actor(), at)
    with pytest.raises(GovsvcError, match="太频繁"):
        in_(sessions, "没有这个人", "不对的密码不对的", at, elsewhere)
    assert in_(sessions, "李四", once, at, HERE)


@pytest.mark.parametrize(
    "old, new, message",
    [
        ("不是原密码", "竹子和铁轨之间42号", "原密码不对"),
        (GOOD, "短", "至少要10个"),
        (GOOD, GOOD, "一样"),
        (GOOD, "password123", "容易被猜到"),
    ],
)
def test_a_password_is_not_changed_for_a_wrong_one_or_by_who_does_not_know_it(
    sessions, old, new, message
):
    token = in_(sessions)
    with pytest.raises(GovsvcError) as refused:
        sessions.change_password(token, old, new, HERE, WHEN)
    assert message in str(refused.value) and sessions.account(token, WHEN) and in_(sessions)
    with pytest.raises(GovsvcError, match="登录已过期"):
        sessions.change_password("forged", GOOD, "竹子和铁轨之间42号", HERE, WHEN)


@pytest.mark.parametrize(
    "token", ["", "x", "0" * 43, "' OR 1=1 --", "x" * 100_000, "李四", "\ud800"]
)
def test_a_forged_token_is_dummy_hash(sessions, token):
    in_(sessions)
    assert sessions.account(token, WHEN) is None and not sessions.actor(token, HERE, WHEN).may(
        Right.UPLOAD
    )


def test_a_hash_from_the_file_is_no_token(sessions):
    in_(sessions)
    with sqlite3.connect(sessions.accounts.path) as connection:
        digest = connection.execute("SELECT digest FROM session").fetchone()[0]
    assert sessions.account(digest, WHEN) is None


def test_who_has_not_signed_in_may_look_where_that_is_open(sessions):
    assert sessions.actor("", HERE, WHEN).may(Right.LOOK) and not sessions.actor(
        "", HERE, WHEN
    ).may(Right.UPLOAD)
    sessions.accounts.settings.set_open(False, system_actor(), WHEN)
    assert not sessions.actor("", HERE, WHEN).may(Right.LOOK) and sessions.actor(
        in_(sessions), HERE, WHEN
    ).may(Right.LOOK)


# -- delays ------------------------------------------------------------------------------


def fail(sessions: Sessions, name: str, at, source: str = HERE) -> str:
    try:
        sessions.sign_in(name, "不对的密码不对的", source, at)
    except GovsvcError as error:
        return error.code
    raise AssertionError("signed in")


@pytest.mark.parametrize("name", ["李四", "没有这个人"])
def test_delays_grow_for_an_account_whether_it_is_there_or_not(sessions, name):
    at, tried, waited = WHEN, 0, []
    for number in range(400):
        code = fail(sessions, name, at, f"10.1.{number}.1")
        tried += code == "wrong_password"
        waited.append(code == "too_soon")
        at += timedelta(seconds=1)
    assert 7 <= tried <= 11 and waited[:3] == [False] * 3 and waited[3]
    assert OF_ACCOUNT.after(2) == 0 and OF_ACCOUNT.after(3) == 2 and OF_ACCOUNT.after(30) == 300


def test_the_right_password_must_wait_too_and_says_for_how_long(sessions):
    for _ in range(4):
        fail(sessions, "李四", WHEN)
    with pytest.raises(GovsvcError) as refused:
        in_(sessions)
    assert refused.value.code == "too_soon" and "秒后再试" in refused.value.step
    assert in_(sessions, at=WHEN + timedelta(seconds=5))
    assert in_(sessions)  # and its failures are forgotten


def test_delays_grow_for_an_address_over_all_accounts(sessions):
    codes = [fail(sessions, f"账号{number}", WHEN) for number in range(30)]
    assert codes.count("wrong_password") == OF_ADDRESS.free and codes[-1] == "too_soon"
    assert in_(sessions, source="10.0.0.6")  # others are not kept waiting
    with pytest.raises(GovsvcError, match="太频繁"):
        in_(sessions)


def test_behind_a_proxy_that_does_not_say_who_comes_only_accounts_wait(sessions):
    """All who come through it have the address of this machine; one's guesses lock out no other."""
    codes = [fail(sessions, f"账号{number}", WHEN, "本机") for number in range(30)]
    assert set(codes) == {"wrong_password"}
    guesses = [fail(sessions, "李四", WHEN, "本机") for _ in range(6)]
    assert guesses.count("wrong_password") == OF_ACCOUNT.free and guesses[-1] == "too_soon"
    with pytest.raises(GovsvcError, match="太频繁"):
        in_(sessions, source="本机")
    assert in_(sessions, "王主任", OTHER, source="本机")


def test_signing_in_to_an_own_account_does_not_pay_for_tries_at_others(sessions):
    codes = []
    for number in range(40):
        codes.append(fail(sessions, f"账号{number}", WHEN))
        if number % 3 == 2 and codes[-1] != "too_soon":
            in_(sessions)
    assert codes.count("wrong_password") == OF_ADDRESS.free


def test_many_tries_at_once_gain_nothing(sessions):
    with ThreadPoolExecutor(24) as pool:
        codes = list(
            pool.map(lambda number: fail(sessions, "李四", WHEN, f"10.2.{number}.1"), range(24))
        )
    assert codes.count("wrong_password") == OF_ACCOUNT.free


def test_failures_outlive_a_restart_and_are_forgotten_after_an_hour(sessions, tmp_path):
    for _ in range(8):
        fail(sessions, "李四", WHEN)
    again = Sessions(tmp_path / "govsvc.duckdb")
    assert fail(again, "李四", WHEN) == "too_soon"
    assert in_(again, at=WHEN + timedelta(seconds=3601))


def test_failures_stand_in_the_log_without_what_was_typed(sessions, log):
    fail(sessions, "李四", WHEN)
    fail(sessions, "我的密码是abc", WHEN)
    entries = log.entries(kind=audit_kinds.SIGN_IN_FAILED)
    assert [(entry.subject, entry.source) for entry in entries] == [
        ("没有这个账号", HERE),
        ("李四", HERE),
    ]
    assert (
        "我的密码是abc".encode() not in sessions.accounts.path.read_bytes() + log.path.read_bytes()
    )


@pytest.mark.dear
def test_a_hash_made_with_older_settings_is_made_anew_at_the_next_sign_in(tmp_path):
    sessions = Sessions(tmp_path / "a.duckdb")
    sessions.accounts.add("李四", UPLOADER, [], system_actor(), WHEN, GOOD)
    with sqlite3.connect(sessions.accounts.path) as connection:
        connection.execute("UPDATE account SET hash = ?", (CHEAP.hash(GOOD),))
    in_(sessions)
    assert "m=65536" in sessions.accounts.require("李四").password_hash and in_(sessions)
