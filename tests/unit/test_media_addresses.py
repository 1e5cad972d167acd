"""An address of a file in memory is good for the visit that it was given to, while that lasts."""

import asyncio
import sqlite3
from contextlib import asynccontextmanager

import pytest
from starlette.responses import PlainTextResponse
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from govsvc.security import UPLOADER, VIEWER, system_actor
from govsvc.security.sessions import Sessions
from govsvc.system import clock
from pages._server import current_actor
from pages._server.media_addresses import MediaAddressesMiddleware

FILE = "4f326dfe29aa371810e2297df4be85dd"
ADDRESS = f"/media/{FILE}.csv"
#: Streamlit's cookie of a browser, masked anew at each answer: twice the same, and another
BROWSER = "_streamlit_xsrf=2|00000000|0a0b0c0d0e0f|1700000000"
SAME_BROWSER = "_streamlit_xsrf=2|ffffffff|f5f4f3f2f1f0|1700000000"
OTHER_BROWSER = "_streamlit_xsrf=2|00000000|0a0b0c0d0eff|1700000000"


@pytest.fixture
def sessions(tmp_path, monkeypatch):
    database = tmp_path / "county.duckdb"
    monkeypatch.setenv("GOVSVC_DATABASE", str(database))
    current_actor.sessions.cache_clear()
    sessions = Sessions(database)
    for name, role in (("李四", UPLOADER), ("张三", VIEWER)):
        sessions.accounts.add(name, role, [], system_actor(), clock.now())
    with sqlite3.connect(sessions.accounts.path) as file:
        file.execute("UPDATE account SET must_change = 0")
    yield sessions
    current_actor.sessions.cache_clear()


@pytest.fixture
def signed(sessions):
    """The cookie of a new session of an account."""

    def begin(name: str) -> str:
        token = sessions.begin_for(name, "10.0.0.9", clock.now(), "测试")
        return f"{current_actor.COOKIE}={token}"

    return begin


def download(address: str = ADDRESS) -> bytes:
    message = ForwardMsg()
    message.backend_operation_response.deferred_file.url = address
    return message.SerializeToString()


def icon(address: str = ADDRESS) -> bytes:
    message = ForwardMsg()
    message.page_config_changed.favicon = address
    return message.SerializeToString()


def text(address: str = ADDRESS) -> bytes:
    """What a page shows of what a visitor or an imported sheet wrote."""
    message = ForwardMsg()
    message.delta.new_element.markdown.body = address
    return message.SerializeToString()


async def streamlit(scope, receive, send):
    """In place of Streamlit: gives its messages until the channel is closed, and every file."""
    if scope["type"] == "http":
        await PlainTextResponse("the file")(scope, receive, send)
        return
    for content in scope["messages"]:
        await send({"type": "websocket.send", "bytes": content})
    scope["sent"].set()
    await scope["closed"].wait()


def scope_of(kind: str, path: str, cookies: tuple[str, ...]) -> dict:
    return {
        "type": kind,
        "method": "GET",
        "path": path,
        "client": ("10.0.0.9", 50000),
        "headers": [(b"cookie", "; ".join(cookies).encode())] if cookies else [],
    }


class App:
    """Streamlit behind the middleware, for one event loop."""

    def __init__(self):
        self.app = MediaAddressesMiddleware(streamlit)

    @asynccontextmanager
    async def channel(self, *cookies: str, messages: tuple[bytes, ...] = (download(),)):
        """An open page to which these messages were sent."""
        sent, closed, came = asyncio.Event(), asyncio.Event(), []

        async def send(message):
            came.append(message["bytes"])

        scope = scope_of("websocket", "/_stcore/stream", cookies)
        task = asyncio.create_task(
            self.app(scope | {"messages": messages, "sent": sent, "closed": closed}, None, send)
        )
        await sent.wait()
        assert tuple(came) == messages
        yield
        closed.set()
        await task

    async def status(self, *cookies: str, path: str = ADDRESS) -> int:
        """Of the answer to a request for the file; 200 where it is given."""
        sent = []

        async def send(message):
            sent.append(message)

        await self.app(scope_of("http", path, cookies), None, send)
        assert (b"the file" in sent[1]["body"]) == (sent[0]["status"] == 200)
        return sent[0]["status"]


@pytest.mark.parametrize("message", [download(), icon()], ids=["download", "icon"])
def test_who_has_not_signed_in_gets_it_in_the_same_browser_until_the_page_is_closed(
    sessions, message
):
    async def visit():
        app = App()
        assert await app.status(BROWSER) == 404
        async with app.channel(BROWSER, messages=(message,)):
            assert await app.status(BROWSER) == await app.status(SAME_BROWSER) == 200
            assert await app.status(OTHER_BROWSER) == await app.status() == 404
            assert await app.status("_streamlit_xsrf=2|00000000||1") == 404
        assert await app.status(BROWSER) == 404

    asyncio.run(visit())


def test_who_is_unknown_gets_nothing(sessions):
    async def visit():
        app = App()
        for cookie in ("", "_streamlit_xsrf=2|00000000||1", "_streamlit_xsrf=x"):
            async with app.channel(*filter(None, [cookie])):
                assert await app.status(*filter(None, [cookie])) == 404

    asyncio.run(visit())


def test_who_has_signed_in_gets_it_in_that_session_alone(sessions, signed):
    own, second, other = signed("李四"), signed("李四"), signed("张三")

    async def visit():
        app = App()
        async with app.channel(BROWSER, own):
            assert await app.status(SAME_BROWSER, own) == await app.status(own) == 200
            for cookies in ((BROWSER,), (BROWSER, other), (BROWSER, second), (other,), ()):
                assert await app.status(*cookies) == 404
        assert await app.status(BROWSER, own) == 404

    asyncio.run(visit())


@pytest.mark.parametrize("end", ["signed out", "disabled", "idle"])
def test_it_ends_with_the_session(sessions, signed, end):
    own = signed("李四")

    async def visit():
        app = App()
        async with app.channel(BROWSER, own):
            assert await app.status(BROWSER, own) == 200
            if end == "signed out":
                sessions.sign_out(own.partition("=")[2], "10.0.0.9", clock.now())
            elif end == "disabled":
                sessions.accounts.change("李四", system_actor(), clock.now(), is_disabled=True)
            else:
                with sqlite3.connect(sessions.accounts.path) as file:
                    file.execute("UPDATE session SET seen = seen - 1801")
            assert await app.status(BROWSER, own) == 404

    asyncio.run(visit())


def test_a_page_that_outlives_its_session_goes_on_as_a_visitor(sessions, signed):
    own = signed("李四")
    sessions.sign_out(own.partition("=")[2], "10.0.0.9", clock.now())

    async def visit():
        app = App()
        async with app.channel(BROWSER, own):
            assert await app.status(BROWSER, own) == 200 and await app.status(own) == 404

    asyncio.run(visit())


def test_signing_in_in_another_tab_takes_nothing_away(sessions, signed):
    own = signed("李四")

    async def visit():
        app = App()
        async with app.channel(BROWSER):
            assert await app.status(SAME_BROWSER, own) == 200

    asyncio.run(visit())


def test_an_address_in_a_text_of_the_page_gives_nothing(sessions, signed):
    own = signed("张三")

    async def visit():
        app = App()
        async with app.channel(BROWSER, own, messages=(text(), b"\xff/media/" + FILE.encode())):
            assert await app.status(BROWSER, own) == 404

    asyncio.run(visit())


def test_one_of_two_pages_may_be_closed(sessions):
    async def visit():
        app = App()
        async with app.channel(BROWSER):
            async with app.channel(BROWSER):
                assert await app.status(BROWSER) == 200
            assert await app.status(BROWSER) == 200
        assert await app.status(BROWSER) == 404

    asyncio.run(visit())


@pytest.mark.parametrize(
    "path",
    [f"/media/{FILE}", f"/media/{FILE}.html", f"/media/{FILE}.", f"/media/{FILE}.tar.gz"],
)
def test_another_ending_is_another_visitors_no_more_than_the_own(sessions, path):
    async def visit():
        app = App()
        async with app.channel(BROWSER):
            assert await app.status(OTHER_BROWSER, path=path) == 404

    asyncio.run(visit())


def test_under_a_path_of_its_own_it_is_the_same(sessions, monkeypatch):
    monkeypatch.setattr("pages._server.media_addresses.st.get_option", lambda _: "/kanban/")

    async def visit():
        app = App()
        async with app.channel(BROWSER):
            assert await app.status(BROWSER, path=f"/kanban{ADDRESS}") == 200
            assert await app.status(OTHER_BROWSER, path=f"/kanban{ADDRESS}") == 404

    asyncio.run(visit())


def test_files_of_the_program_are_everybodys(sessions):
    for path in ("/static/media/MaterialSymbols.woff2", "/trends", "/static/js/media/x.js"):
        assert asyncio.run(App().status(path=path)) == 200
