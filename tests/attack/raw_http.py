"""HTTP and WebSocket by hand: what a browser or a library would put right on the way is sent as it
is.
"""

import base64
import json
import os
import re
import socket
import struct
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit


@dataclass
class Answer:
    """`headers`: (name in lower case, value)."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    seconds: float

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name), "")

    def cookies(self) -> dict[str, str]:
        return dict(
            value.partition(";")[0].partition("=")[::2]
            for key, value in self.headers
            if key == "set-cookie"
        )

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


@dataclass
class Browser:
    """Cookies that are kept from answer to answer.

    `source`: what a proxy on this machine would say of where it comes from.
    """

    base: str
    source: str = ""
    jar: dict[str, str] = field(default_factory=dict)

    @property
    def host(self) -> str:
        return urlsplit(self.base).netloc

    def ask(
        self,
        path: str | bytes,
        method: str = "GET",
        body: bytes | None = None,
        headers: dict[str, str | None] | None = None,
        cookies: dict[str, str] | None = None,
    ) -> Answer:
        """A header that is None is left out; `cookies` in place of the kept ones."""
        jar = self.jar if cookies is None else cookies
        sent = {
            "Host": self.host,
            "Connection": "close",
            "X-Forwarded-For": self.source or None,
            "Cookie": "; ".join(f"{name}={value}" for name, value in jar.items()) or None,
            "Content-Length": None if body is None else str(len(body)),
            **(headers or {}),
        }
        raw = path if isinstance(path, bytes) else path.encode("utf-8")
        lines = [
            method.encode() + b" " + raw + b" HTTP/1.1",
            *(
                f"{name}: {value}".encode("utf-8", "surrogateescape")
                for name, value in sent.items()
                if value is not None
            ),
        ]
        answer = exchange(self.host, b"\r\n".join(lines) + b"\r\n\r\n" + (body or b""))
        if cookies is None:
            self.jar |= answer.cookies()
        return answer

    def form(
        self,
        page: str,
        action: str,
        fields: dict[str, str],
        headers: dict[str, str | None] | None = None,
        word: str | None = None,
    ) -> Answer:
        """Fills in the form of a page as a browser does; `headers` and `word` change what it sends."""
        if word is None:
            word = self.word(page, action)
        body = urlencode({"word": word, **fields}).encode()
        usual = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": self.base,
            "Sec-Fetch-Site": "same-origin",
            "Referer": f"{self.base}{page}",
        }
        return self.ask(f"/{action}", "POST", body, usual | (headers or {}))

    def word(self, page: str, action: str) -> str:
        """The hidden word of the form of that action on a page; "" where there is none."""
        found = re.search(
            f'action="{action}"><input type="hidden" name="word" value="([^"]+)"',
            self.ask(page).text,
        )
        return found[1] if found else ""

    def sign_in(self, name: str, password: str, **more) -> Answer:
        return self.form("/signin", "signin", {"name": name, "password": password}, **more)

    def xsrf(self) -> dict[str, str]:
        """The header that Streamlit's own page sends along with an upload."""
        if "_streamlit_xsrf" not in self.jar:
            self.ask("/_stcore/health")
        return {"X-Xsrftoken": self.jar.get("_streamlit_xsrf", ""), "Origin": self.base}


def exchange(host: str, sent: bytes, patience: float = 20) -> Answer:
    """One request and its whole answer.

    A connection that is closed without an answer is status 0.
    """
    begun = time.monotonic()
    name, _, port = host.partition(":")
    found = b""
    with socket.create_connection((name, int(port or 80)), patience) as line:
        try:
            line.sendall(sent)
            while chunk := line.recv(65536):
                found += chunk
        except (ConnectionError, TimeoutError):
            pass
    head, _, body = found.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    status = int(lines[0].split(" ")[1]) if found.startswith(b"HTTP/") else 0
    headers = [
        (key.strip().lower(), value.strip())
        for key, _, value in (line.partition(":") for line in lines[1:])
    ]
    if dict(headers).get("transfer-encoding") == "chunked":
        body = _joined(body)
    return Answer(status, headers, body, time.monotonic() - begun)


def _joined(body: bytes) -> bytes:
    out = b""
    while body:
        size, _, rest = body.partition(b"\r\n")
        length = int(size.split(b";")[0] or b"0", 16)
        out, body = out + rest[:length], rest[length + 2 :]
        if not length:
            break
    return out


def socket_opened(
    browser: Browser,
    origin: str | None,
    cookies: dict[str, str] | None = None,
    send: bytes | None = None,
    opcode: int = 2,
) -> tuple[int, bytes]:
    """Asks for Streamlit's WebSocket; (status, what came within a second after `send`): 101 where
    it was opened.
    """
    jar = browser.jar if cookies is None else cookies
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [
        "GET /_stcore/stream HTTP/1.1",
        f"Host: {browser.host}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key}",
        "Sec-WebSocket-Version: 13",
        *([f"Origin: {origin}"] if origin is not None else []),
        *(
            ["Cookie: " + "; ".join(f"{name}={value}" for name, value in jar.items())]
            if jar
            else []
        ),
    ]
    name, _, port = browser.host.partition(":")
    with socket.create_connection((name, int(port or 80)), 10) as line:
        line.sendall("\r\n".join(lines).encode() + b"\r\n\r\n")
        found = line.recv(4096)
        status = int(found.split(b" ")[1]) if found.startswith(b"HTTP/") else 0
        came = found.partition(b"\r\n\r\n")[2]
        if status == 101:
            if send is not None:
                line.sendall(
                    struct.pack("!BBH", 0x80 | opcode, 0x80 | 126, len(send)) + b"\0\0\0\0" + send
                )
            line.settimeout(1)
            try:
                while chunk := line.recv(65536):
                    came += chunk
            except (TimeoutError, ConnectionError):
                pass
    return status, came


def json_of(answer: Answer) -> object:
    try:
        return json.loads(answer.body)
    except ValueError:
        return None
