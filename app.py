"""Entry of `streamlit run app.py`: routes, middleware and start-up around pages/_shell.py.

The script lies in pages/: beside it Streamlit sees no folder pages/, and so does not fall back to
its own discovery of pages. `streamlit run` puts the folder of app.py on sys.path.
"""

import logging
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route

from govsvc import sheets
from govsvc.admin import app_client, maintenance, private_files
from govsvc.domain.database_address import DatabaseAddress
from govsvc.domain.errors import GovsvcError
from govsvc.security.audit_log import STEP
from govsvc.store import manifest
from govsvc.system import clock, console
from pages._server import (
    accounts_at_start,
    admin_route,
    backup_download,
    client_address,
    health,
    host_names,
    html_pages,
    logging_setup,
    nightly_backup,
    sign_in,
    sso,
    start_link,
    taken_port,
)
from pages._server.authorization import AuthorizationMiddleware
from pages._server.client_address import ClientAddressMiddleware
from pages._server.frontend.middleware import FrontendMiddleware
from pages._server.host_names import HostNamesMiddleware
from pages._server.media_addresses import MediaAddressesMiddleware
from pages._server.security_headers import SecurityHeadersMiddleware
from pages._server.settings import database_address, database_place, hosts, proxies
from pages._server.upload_limits import UploadCleaner, UploadLimitMiddleware
from pages._ui import ui


async def overview(request: Request) -> RedirectResponse:
    """The default page's own path, which Streamlit does not know, leads to / with its query."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/{query}", status_code=307)


def on_script_error(error: Exception) -> bool:
    """A bug: the traceback goes to the log, a short sentence to the screen.

    What went wrong outside of the program in the middle of a page, as a server that is away, is
    said as everywhere.
    """
    if isinstance(error, GovsvcError):
        logging.getLogger("govsvc").warning("%s%s", error.title, error.step)
        ui.show_error(error)
        return True
    logging.getLogger("govsvc").error("页面出错", exc_info=error)
    st.error(
        "页面没能显示，已保存的数据不受影响。请刷新页面；若仍出现，请把运行日志交给技术人员。",
        icon=":material/error:",
    )
    return True


def own_address() -> str | None:
    """This machine's address in its network, None where it is in none.

    Nothing is sent: a UDP socket only picks the route.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        return probe.getsockname()[0]


def _base_path() -> str:
    """The path below which the app is served, "" where it is served at the root."""
    base = st.get_option("server.baseUrlPath").strip("/")
    return f"/{base}" if base else ""


def _write_command_key(database: Path, port: int) -> None:
    """Writes the key by which `python -m govsvc` calls this process.

    Not where another app has given its own. A key for this address is of an app that was killed.
    """
    host = st.get_option("server.address") or "127.0.0.1"
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "localhost": "127.0.0.1"}.get(host, host)
    address = f"http://{host}:{port}{_base_path()}"
    key = app_client.read_key(database)
    if key and key.address != address and app_client.is_running(database):
        return
    try:
        app_client.write_key(database, address)
    except OSError as error:
        logging.getLogger("govsvc").warning("口令文件不能写入，命令行不能请看板办理命令：%s", error)


def _address_of_data() -> DatabaseAddress:
    """Where the data lie; prints why the app does not start, and raises, where nothing can be."""
    try:
        return database_address()
    except GovsvcError as error:
        print(f"\n  {error.title}{error.step}\n", file=sys.stderr, flush=True)
        logging.getLogger("uvicorn.error").disabled = True
        raise


def _tell_of_log(database: DatabaseAddress) -> None:
    """Says where the 操作日志 is not what the data and the last backup know of it."""
    if not manifest.is_database_there(database):
        return
    try:
        fault = maintenance.log_fault(database)
    except GovsvcError:
        return  # whoever opens it is told
    if fault:
        logging.getLogger("govsvc").error("%s。%s", fault, STEP)
        print(f"\n  {fault}。{STEP}", flush=True)


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Starts the log, the process that reads files and the threads; prints the app's address.

    Stops them when the app ends.
    """
    console.let_print_anything()
    database, port, address = _address_of_data(), st.get_option("server.port"), own_address()
    place = database_place()
    taken_port.end_on_next_port(port, place)
    private_files.keep_private(place)
    handler = logging_setup.start(place)
    sheets.warm_up()
    if isinstance(database, Path):  # a command reaches a server by itself
        _write_command_key(database, port)
    _tell_of_log(database)
    backups = nightly_backup.NightlyBackup(database, clock.now)
    cleaner = UploadCleaner()
    for thread in (backups, cleaner):
        thread.start()
    accounts_at_start.prepare(database)
    start_link.printed(database, f"http://localhost:{port}{_base_path()}")
    print(f"\n  政务服务指标看板已启动，请用浏览器打开：http://localhost:{port}", flush=True)
    if address and st.get_option("server.address") is None:
        print(f"  本单位内网的其他电脑：http://{address}:{port}", flush=True)
    faults = *host_names.faults(hosts()), *client_address.faults(proxies()), clock.fault()
    for sentence in filter(None, faults):
        print(f"  {sentence}", flush=True)
    print("  关闭：在这个窗口按 Ctrl+C\n", flush=True)
    yield
    for thread in (backups, cleaner):
        thread.stop()
    app_client.drop_key(place)
    logging_setup.stop(handler)


app = st.App(
    "pages/_shell.py",
    lifespan=lifespan,
    middleware=[
        Middleware(SecurityHeadersMiddleware),
        Middleware(HostNamesMiddleware),
        Middleware(ClientAddressMiddleware),
        Middleware(AuthorizationMiddleware),
        Middleware(MediaAddressesMiddleware),
        Middleware(UploadLimitMiddleware),
        Middleware(FrontendMiddleware),
    ],
    routes=[
        Route("/overview", overview),
        Route("/healthz", health.healthz),
        admin_route.ROUTE,
        backup_download.ROUTE,
        *sign_in.ROUTES,
        *start_link.ROUTES,
        *sso.ROUTES,
    ],
    exception_handlers={GovsvcError: html_pages.fault_page},
    on_script_error=on_script_error,
)
