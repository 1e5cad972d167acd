"""An accounts file that is damaged anywhere: a sentence, never a traceback, and nothing lets in."""

import asyncio
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import httpx
import pytest
from starlette.applications import Starlette
from support import WHEN

import app
from govsvc.__main__ import main
from govsvc.domain.errors import GovsvcError
from govsvc.security import UPLOADER, Right, system_actor
from govsvc.security.sessions import Sessions
from govsvc.security.sso_person import Person
from pages._server import current_actor, sign_in

GOOD, HERE = "榕树下的第七把椅子42", "10.0.0.5"
PERSON = Person("张三 zhang@county.gov.cn", "zhang@county.gov.cn", ("office",))
#: what no such file ever holds
NEVER_WRITTEN = (b"\xff\xfe", "[1", "[3]", 7, 1e300)
COLUMNS = {
    "account": ("role", "units", "hash", "must_change"),
    "session": ("account", "seen"),
    "failure": ("count", "at"),
    "access_setting": ("value",),
    "person": ("email", "groups"),
}


@pytest.fixture
def sessions(tmp_path) -> Sessions:
    made = Sessions(tmp_path / "a.duckdb")
    made.accounts.make_first(WHEN)
    for number in range(6):
        made.accounts.add(f"账号{number}", UPLOADER, ["公安局"], system_actor(), WHEN, GOOD)
    made.sso.set_rule("email", PERSON.email, UPLOADER, ["公安局"], system_actor(), WHEN)
    return made


def uses(sessions: Sessions) -> Iterator[Callable[[], object]]:
    """What pages and commands do with the file: of each a function."""
    token, _ = sessions.sign_in("账号3", GOOD, HERE, WHEN)
    sso_token, _ = sessions.begin_sso(PERSON, HERE, WHEN)
    accounts, sso = sessions.accounts, sessions.sso
    return iter(
        (
            lambda: [(account.description, account.seen_at[:16]) for account in accounts.all()],
            lambda: sessions.actor(token, HERE, WHEN),
            lambda: sessions.actor(sso_token, HERE, WHEN),
            lambda: sessions.sign_in("账号5", GOOD, HERE, WHEN),
            lambda: sessions.live(WHEN),
            lambda: accounts.reset("账号4", system_actor(), WHEN),
            lambda: accounts.make_first(WHEN),
            lambda: [rule.description for rule in sso.rules()],
            sso.default_role,
        )
    )


def refusals(all_uses: list[Callable[[], object]], content: bytes, sessions: Sessions) -> list[str]:
    """The codes of the errors; whatever is no GovsvcError fails the test."""
    codes = []
    for use in all_uses:
        sessions.accounts.path.write_bytes(content)
        try:
            use()
        except GovsvcError as error:
            assert error.title and error.step
            codes.append(error.code)
    return codes


@pytest.mark.parametrize(
    "times", [8, pytest.param(400, marks=pytest.mark.full)], ids=["few", "many"]
)
def test_bytes_overwritten_anywhere_are_a_sentence(sessions, times):
    all_uses, draw, codes = list(uses(sessions)), random.Random(20261130), []
    good = sessions.accounts.path.read_bytes()
    for _ in range(times):
        content = bytearray(good)
        for _ in range(draw.choice((5, 50, 400))):
            start, length = draw.randrange(len(content)), draw.choice((1, 4, 64))
            content[start : start + length] = draw.randbytes(length)
        codes += refusals(all_uses, bytes(content[: len(good)]), sessions)
    assert codes.count("side_damaged") > times


@pytest.mark.parametrize(
    ("table", "column"), [(table, column) for table in COLUMNS for column in COLUMNS[table]]
)
def test_values_that_are_never_written_are_a_sentence(sessions, table, column):
    all_uses, path = list(uses(sessions)), sessions.accounts.path
    good = path.read_bytes()
    for value in NEVER_WRITTEN:
        path.write_bytes(good)
        written = "CAST(? AS TEXT)" if isinstance(value, bytes) else "?"
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute(f'UPDATE {table} SET "{column}" = {written}', (value,))
        codes = refusals(all_uses, path.read_bytes(), sessions)
        assert set(codes) <= {"side_damaged", "wrong_password", "too_soon"}
        if column in ("role", "units"):
            assert "side_damaged" in codes


def test_nobody_is_let_in_by_a_damaged_file(sessions):
    token, _ = sessions.sign_in("账号3", GOOD, HERE, WHEN)
    sessions.accounts.path.write_bytes(b"not a database" * 400)
    with pytest.raises(GovsvcError):
        sessions.actor(token, HERE, WHEN).may(Right.LOOK)


@pytest.mark.parametrize("path", ["/signin", "/account"])
def test_the_pages_of_signing_in_say_it(tmp_path, monkeypatch, path):
    database = tmp_path / "b.duckdb"
    database.with_name("b.access.sqlite").write_bytes(b"not a database" * 400)
    monkeypatch.setattr(sign_in, "database_address", lambda: database)
    served = Starlette(routes=sign_in.ROUTES, exception_handlers=app.app._exception_handlers)

    async def answer() -> httpx.Response:
        transport = httpx.ASGITransport(served)
        cookies = {current_actor.COOKIE: "a" * 40}
        async with httpx.AsyncClient(
            transport=transport, base_url="http://127.0.0.1", cookies=cookies
        ) as client:
            return await client.get(path)

    got = asyncio.run(answer())
    assert got.status_code == 503 and "账号文件已损坏：b.access.sqlite" in got.text


def test_the_command_line_says_it(tmp_path, capsys):
    database = tmp_path / "c.duckdb"
    database.with_name("c.access.sqlite").write_bytes(b"not a database" * 400)
    assert main(["user", "list", "--database", str(database)]) == 1
    said = capsys.readouterr().err
    assert "账号文件已损坏：c.access.sqlite" in said and "restore --last --only-accounts" in said
