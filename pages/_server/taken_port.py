"""A taken port: Streamlit would go on to the next one; a second dashboard that nobody asked for is
not started.
"""

import logging
import sys
from pathlib import Path

from streamlit import config

from govsvc.admin import app_client
from govsvc.domain.errors import GovsvcError

#: where Streamlit listens when it is told nothing
USUAL_PORT = 8501


def refuse_next_port(port: int, database: Path) -> None:
    """Raises GovsvcError where Streamlit listens at `port` because the usual one was taken."""
    if port == USUAL_PORT or config.is_manually_set("server.port"):
        return
    key = app_client.read_key(database)
    if key and app_client.is_running(database):
        raise GovsvcError(
            "看板已经在运行，没有再启动一个。",
            f"请用浏览器打开 {key.address} ；要重新启动的，先关掉原来的窗口或服务。",
            "port_taken",
        )
    raise GovsvcError(
        f"端口{USUAL_PORT}已被另一个程序使用，看板没有启动。",
        f"请先关掉那个程序（也可能是另一个看板）；或换一个端口，在启动命令后面加 "
        f"--server.port {USUAL_PORT + 100}。",
        "port_taken",
    )


def end_on_next_port(port: int, database: Path) -> None:
    """Prints why the app does not start, and raises; nothing that uvicorn says of it is printed."""
    try:
        refuse_next_port(port, database)
    except GovsvcError as error:
        print(f"\n  {error.title}{error.step}\n", file=sys.stderr, flush=True)
        logging.getLogger("uvicorn.error").disabled = True
        raise
