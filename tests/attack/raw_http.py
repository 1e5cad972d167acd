"""HTTP and WebSocket by hand.

What a browser or a library would put right on the way is sent as it is.
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
    """A browser that stores cookies from answer to answer.

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
        """One request. A header that is None is left out; `cookies` replace the stored ones."""
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
        token: str | None = None,
    ) -> Answer:
        """Sends the form of a page as a browser does; `headers`, `token`: in place of its own."""
        if token is None:
            token = self.token(page, action)
        body = urlencode({"token": token, **fields}).encode()
        usual = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": self.base,
            "Sec-Fetch-Site": "same-origin",
            "Referer": f"{self.base}{page}",
        }
        return self.ask(f"/{action}", "POST", body, usual | (headers or {}))

    def token(self, page: str, action: str) -> str:
        """The token of the form of that action on a page; "" where there is none."""
        match = re.search(
            f'action="{action}"><input type="hidden" name="token" value="([^"]+)"',
            self.ask(page).text,
        )
        return match[1] if match else ""

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
    start = time.monotonic()
    name, _, port = host.partition(":")
    received = b""
    with socket.create_connection((name, int(port or 80)), patience) as line:
        try:
            line.sendall(sent)
            while chunk := line.recv(65536):
                received += chunk
        except (ConnectionError, TimeoutError):
            pass
    head, _, body = received.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    status = int(lines[0].split(" ")[1]) if received.startswith(b"HTTP/") else 0
    headers = [
        (key.strip().lower(), value.strip())
        for key, _, value in (line.partition(":") for line in lines[1:])
    ]
    if dict(headers).get("transfer-encoding") == "chunked":
        body = _joined(body)
    return Answer(status, headers, body, time.monotonic() - start)


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
    host: str | None = None,
) -> tuple[int, bytes]:
    """Asks for Streamlit's WebSocket: (status, what came within a second after `send`).

    Status 101: it was opened. `host`: in place of the browser's own.
    """
    jar = browser.jar if cookies is None else cookies
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [
        "GET /_stcore/stream HTTP/1.1",
        f"Host: {host or browser.host}",
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
        received = line.recv(4096)
        status = int(received.split(b" ")[1]) if received.startswith(b"HTTP/") else 0
        came = received.partition(b"\r\n\r\n")[2]
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
