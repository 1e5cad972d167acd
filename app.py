"""Entry of `streamlit run app.py`: routes, response headers and the last-resort error text around
pages/_shell.py.

The script lies in pages/ so that Streamlit sees no pages/ folder beside it and does not fall back
to its own discovery.
"""

import logging
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route

ROOT = Path(__file__).resolve().parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from govsvc import sheets  # noqa: E402
from govsvc.admin import app_client  # noqa: E402
from govsvc.domain.errors import GovsvcError  # noqa: E402
from govsvc.store import file_probe  # noqa: E402
from pages._server import (  # noqa: E402
    admin_route,
    backup_download,
    current_actor,
    health,
    logging_setup,
    nightly_backup,
    sign_in,
    sso,
)
from pages._server.authorization import AuthorizationMiddleware  # noqa: E402
from pages._server.security_headers import SecurityHeadersMiddleware  # noqa: E402
from pages._server.settings import database_path  # noqa: E402
from pages._server.upload_limits import UploadCleaner, UploadLimitMiddleware  # noqa: E402


async def overview(request: Request) -> RedirectResponse:
    """The default page's own path, which Streamlit does not know, leads to / with its query kept."""
    return RedirectResponse(
        "/" + (f"?{request.url.query}" if request.url.query else ""), status_code=307
    )


def on_script_error(error: Exception) -> bool:
    """A bug: the traceback goes to the log, a short sentence to the screen."""
    logging.getLogger("govsvc").error("页面出错", exc_info=error)
    st.error(
        "页面没能显示，已保存的数据不受影响。请刷新页面；若仍出现，请把运行日志交给技术人员。",
        icon=":material/error:",
    )
    return True


def own_address() -> str | None:
    """This machine's address in its network, None without one.

    Nothing is sent: a UDP socket only picks the route.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        return probe.getsockname()[0]


def _let_commands_ask(database: Path, port: int) -> None:
    """Writes the key by which `python -m govsvc backup` and its like ask this process; not where
    another one holds the database.
    """
    if database.exists() and file_probe.is_in_use(database):
        return
    host, base = (
        st.get_option("server.address") or "127.0.0.1",
        st.get_option("server.baseUrlPath").strip("/"),
    )
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "localhost": "127.0.0.1"}.get(host, host)
    try:
        app_client.write_key(database, f"http://{host}:{port}" + (f"/{base}" if base else ""))
    except OSError as error:
        logging.getLogger("govsvc").warning("口令文件不能写入，命令行不能请看板备份：%s", error)


def _make_first_account(database: Path) -> None:
    """On the first start: the administrator, whose password is said here once."""
    try:
        made = current_actor.sessions(database).accounts.make_first(datetime.now())
    except GovsvcError as error:
        print(f"\n  {error.title}{error.step}", flush=True)
        return
    if made:
        print(
            (
                f"\n  第一次启动，已建立管理员账号：{made[0]}\n  一次性密码（只显示这一次，"
                f"登录后要换成自己的）：{made[1]}"
            ),
            flush=True,
        )
        print("  忘记了的，在这台电脑上运行 python -m govsvc user reset admin", flush=True)


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Starts the process that will read the first file, the log and the nightly backup, and says on
    the console where to look.
    """
    database = database_path()
    handler = logging_setup.start(database)
    sheets.warm_up()
    port, address = st.get_option("server.port"), own_address()
    _let_commands_ask(database, port)
    backups = nightly_backup.NightlyBackup(database, datetime.now)
    janitor = UploadCleaner()
    for thread in (backups, janitor):
        thread.start()
    _make_first_account(database)
    print(f"\n  政务服务指标看板已启动，请用浏览器打开：http://localhost:{port}", flush=True)
    if address and st.get_option("server.address") is None:
        print(f"  本单位内网的其他电脑：http://{address}:{port}", flush=True)
    print("  关闭：在这个窗口按 Ctrl+C\n", flush=True)
    yield
    for thread in (backups, janitor):
        thread.stop()
    app_client.drop_key(database)
    logging_setup.stop(handler)


app = st.App(
    "pages/_shell.py",
    lifespan=lifespan,
    middleware=[
        Middleware(SecurityHeadersMiddleware),
        Middleware(AuthorizationMiddleware),
        Middleware(UploadLimitMiddleware),
    ],
    routes=[
        Route("/overview", overview),
        Route("/healthz", health.healthz),
        admin_route.ROUTE,
        backup_download.ROUTE,
        *sign_in.ROUTES,
        *sso.ROUTES,
    ],
    on_script_error=on_script_error,
)
