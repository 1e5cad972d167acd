"""The names that the app answers to: addresses, localhost, and those of GOVSVC_HOSTS.

A page elsewhere may have its own name lead to this machine and would then be of one origin with the
app (DNS rebinding). Under an address nobody can do that.
"""

import re
from ipaddress import IPv4Address, IPv6Address

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from pages._server import html_pages, settings

_SEPARATORS = re.compile(r"[\s,，;；、]+")
_NAME = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")
#: a Host header: an IPv6 address in brackets, or a name or IPv4 address; then a port
_HOST = re.compile(r"(?:\[(?P<ipv6>[0-9a-f:.]+)\]|(?P<name>[a-z0-9_.-]+))(?::\d{0,5})?")


def served_names(setting: str) -> set[str]:
    """The names in what GOVSVC_HOSTS says, as a browser sends them; what is no name is left out."""
    return {name for word in _words(setting) if (name := _as_sent(word))}


def faults(setting: str) -> list[str]:
    """A sentence for each word in what GOVSVC_HOSTS says that is no name."""
    return [
        f"环境变量 GOVSVC_HOSTS 里的“{word}”不是名字，没有采用："
        "只写网址里的名字，不带 https://、端口和路径，也不用星号。"
        for word in _words(setting)
        if _as_sent(word) is None
    ]


def _words(setting: str) -> list[str]:
    return [word for word in _SEPARATORS.split(setting) if word]


def _as_sent(word: str) -> str | None:
    """A name in small letters, Chinese ones as xn--; None for what is no name."""
    try:
        name = word.lower().removesuffix(".").encode("idna").decode()
    except UnicodeError:
        return None
    return name if _NAME.fullmatch(name) else None


class HostNamesMiddleware:
    """Refuses requests under any other name with a sentence; a proxy's word on it is not read."""

    def __init__(self, app: ASGIApp):
        self._app = app
        self._names = served_names(settings.hosts()) | {"localhost"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(scope) if scope["type"] in ("http", "websocket") else None
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        hosts = Headers(scope=scope).getlist("host")
        match = _HOST.fullmatch(hosts[0].lower()) if len(hosts) == 1 else None
        if match is None:
            return _malformed()
        name = (match["name"] or "").removesuffix(".")
        if name in self._names or _is_address(name, match["ipv6"]):
            return None
        return _unknown(name) if name else _malformed()


def _is_address(ipv4: str, ipv6: str | None) -> bool:
    try:
        IPv6Address(ipv6) if ipv6 else IPv4Address(ipv4)
    except ValueError:
        return False
    return True


def _unknown(name: str) -> ASGIApp:
    return _refusing(
        421,
        f"看板不能用“{name}”这个名字打开。",
        "请用启动窗口里显示的地址。本单位确实用这个名字的，请管理员把它加到环境变量 GOVSVC_HOSTS "
        "里（几个名字用逗号隔开），再重启看板。",
    )


def _malformed() -> ASGIApp:
    return _refusing(
        400, "请求里没有看板的名字（Host），或写得不对。", "请在浏览器里重新输入看板的网址。"
    )


def _refusing(status: int, fault: str, step: str) -> ASGIApp:
    body = f"<h1>打不开</h1>{html_pages.alert(fault)}<p>{step}</p>"
    return html_pages.notice("打不开 · 政务服务指标看板", body, status)
