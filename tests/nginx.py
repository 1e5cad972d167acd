"""nginx with docs/nginx.conf in front of apps."""

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

CONFIGURATION = Path(__file__).parents[1] / "docs" / "nginx.conf"
NAME = "govsvc.example.gov.cn"
#: who was sent where, in the file `where`
_LOG = (
    'log_format where "$cookie_govsvc_route $upstream_addr $uri"; access_log {folder}/where where;'
)


def county(text: str, number: int, name: str, apps: Sequence[str]) -> str:
    """The part of the configuration that is copied for each county, for the app servers of one."""
    for old, new in (
        ("upstream govsvc ", f"upstream govsvc_{number} "),
        ("http://govsvc;", f"http://govsvc_{number};"),
        (f"server_name {NAME};", f"server_name {name};"),
        (
            "server 127.0.0.1:8501;",
            " ".join(f"server {app.removeprefix('http://')};" for app in apps),
        ),
    ):
        assert old in text
        text = text.replace(old, new)
    return text


def configured(counties: Mapping[str, Sequence[str]]) -> str:
    """The configuration for counties: name → the addresses of their app servers."""
    text = CONFIGURATION.read_text(encoding="utf-8")
    shared, upstream, own = text.partition("upstream govsvc")
    parts = [
        county(upstream + own, number, name, apps)
        for number, (name, apps) in enumerate(counties.items())
    ]
    return "\n".join([shared, *parts])


def without_tls(text: str, port: int, plain: int) -> str:
    """The same, spoken with at `port` without encryption; what leads to it is at `plain`."""
    text = text.replace("listen 80;", f"listen 127.0.0.1:{plain};")
    text = text.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};")
    return re.sub(r"ssl_\w+ +[^;]+;", "", text)


@contextmanager
def running(folder: Path, text: str, port: int) -> Iterator[None]:
    """nginx with that text, from when it listens at `port`."""
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; user "
        f"{'root' if os.getuid() == 0 else 'nobody'};\n"
        f"events {{}}\nhttp {{ {_LOG.format(folder=folder)} {temporary}\n{text} }}",
        encoding="utf-8",
    )
    subprocess.run(
        ["nginx", "-t", "-c", str(folder / "nginx.conf")], check=True, capture_output=True
    )
    server = subprocess.Popen(
        ["nginx", "-c", str(folder / "nginx.conf")], stderr=subprocess.DEVNULL
    )
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    try:
        yield
    finally:
        server.terminate()
        server.wait(10)
