"""Addresses of downloads, in the hands of others and after the visit that they were made for."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from raw_http import Browser
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from target import Target, attack
from websockets.sync.client import ClientConnection, connect

GROUP = "下载地址"
#: a page with a download that needs no data
PAGE = "units"


@dataclass
class Page:
    """An open page: its channel, its number, and the number of a download on it."""

    channel: ClientConnection
    session: str = ""
    download: str = ""

    def run(self, name: str) -> None:
        message = BackMsg()
        message.rerun_script.page_name = name
        self.channel.send(message.SerializeToString())
        while (came := self._received()).WhichOneof("type") != "script_finished":
            self.session = came.new_session.initialize.session_id or self.session
            self.download = came.delta.new_element.download_button.deferred_file_id or self.download

    def address(self) -> str:
        """The address that a click on the download gives."""
        message = BackMsg()
        request = message.backend_operation_request
        request.request_id, request.session_id = "1", self.session
        request.deferred_file.file_id = self.download
        self.channel.send(message.SerializeToString())
        while (came := self._received()).WhichOneof("type") != "backend_operation_response":
            pass
        return came.backend_operation_response.deferred_file.url

    def _received(self) -> ForwardMsg:
        return ForwardMsg.FromString(self.channel.recv(timeout=30))


@contextmanager
def opened(browser: Browser) -> Iterator[Page]:
    """The page, after it has run."""
    browser.xsrf()
    cookies = "; ".join(f"{name}={value}" for name, value in browser.jar.items())
    with connect(
        f"ws://{browser.host}/_stcore/stream",
        subprotocols=["streamlit"],
        origin=browser.base,
        additional_headers={"Cookie": cookies},
        max_size=None,
    ) as channel:
        page = Page(channel)
        page.run(PAGE)
        yield page


def statuses(browsers: dict[str, Browser], address: str) -> dict[str, int]:
    return {who: browser.ask(address).status for who, browser in browsers.items()}


@attack(GROUP, "没有登录的人的下载地址：别的浏览器、关闭页面以后", "404")
def of_a_visitor(target: Target) -> str:
    own, other, bare = target.browser(), target.browser(), target.browser()
    other.xsrf()
    with opened(own) as page:
        address = page.address()
        if own.ask(address).status != 200:
            return "自己也取不到：没有试成"
        seen = statuses({"别的浏览器": other, "没有 cookie": bare}, address)
    deadline = time.monotonic() + 10
    while (after := own.ask(address).status) == 200 and time.monotonic() < deadline:
        time.sleep(0.05)  # the app hears of it soon
    seen["关闭以后"] = after
    return "；".join(f"{who}：{status}" for who, status in seen.items() if status != 404)


@attack(GROUP, "登录的人的下载地址：别人、同一账号别处、改后缀、退出以后", "404")
def of_an_account(target: Target) -> str:
    own = target.signed("viewer", anew=True)
    others = {
        "没有登录": target.browser(),
        "同一浏览器没有登录": Browser(own.base, own.source),
        "同一账号别处": target.signed("viewer", anew=True),
        "管理员": target.signed("administrator"),
    }
    with opened(own) as page:
        others["同一浏览器没有登录"].jar["_streamlit_xsrf"] = own.jar["_streamlit_xsrf"]
        address = page.address()
        if own.ask(address).status != 200:
            return "自己也取不到：没有试成"
        bare = address.rpartition(".")[0]
        seen = {
            f"{who} {spelled}": status
            for spelled in (address, bare, f"{bare}.html", f"{address}?x=1", f"{address}%00")
            for who, status in statuses(others, spelled).items()
        }
        own_cookies = dict(own.jar)
        own.form("/account", "signout", {})
        target.forget("viewer")
        own.jar = own_cookies
        seen["退出以后"] = own.ask(address).status
    return "；".join(f"{who}：{status}" for who, status in seen.items() if status != 404)
