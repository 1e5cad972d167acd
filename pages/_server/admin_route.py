"""The route by which the command line of this machine calls the running app."""

import asyncio
import hmac
import logging
from contextlib import nullcontext

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from govsvc.admin import app_client
from govsvc.admin.app_client import Printed
from govsvc.cli import in_app
from govsvc.domain.errors import GovsvcError
from govsvc.store import manifest
from pages._server import current_actor, first_start
from pages._server.client_address import one_spelling
from pages._server.settings import database_address, database_place

#: bytes of a command from which on it waits for others as large, so that they do not add up
_LARGE = 2**20
_large_one = asyncio.Lock()


async def run_command(request: Request) -> JSONResponse:
    """Runs a command; 404 to everyone who is not on this machine or lacks the app's key."""
    key = app_client.read_key(database_place())
    if key is None or not is_of_this_machine(request) or _is_of_a_browser(request):
        return JSONResponse({"detail": "Not Found"}, 404)
    secret = request.headers.get(app_client.HEADER, "")
    if not hmac.compare_digest(secret.encode(), key.secret.encode()):
        return JSONResponse({"detail": "Not Found"}, 404)
    command = request.path_params["command"]
    length = request.headers.get("content-length", "")
    if not length.isdecimal():
        return JSONResponse({"detail": "Length Required"}, 411)
    try:
        if command == app_client.NO_COMMAND:
            raise in_app.unknown_command()
        app_client.refuse_too_much(int(length))
        async with _large_one if int(length) > _LARGE else nullcontext():
            printed = await run_in_threadpool(_run, command, await request.body())
        return JSONResponse(printed._asdict())
    except GovsvcError as error:
        return JSONResponse({"title": error.title, "step": error.step, "code": error.code}, 409)
    except Exception as error:
        logging.getLogger("govsvc").error("命令出错", exc_info=error)
        return JSONResponse(
            {"title": "看板未能完成这个命令。", "step": "请查看运行日志。", "code": "bug"}, 500
        )


def _run(command: str, body: bytes) -> Printed:
    words, files = app_client.received(body)
    database = database_address()
    with nullcontext() if manifest.is_database_there(database) else first_start.making:
        return in_app.run([command, *words], files, database, current_actor.log(database))


def is_of_this_machine(request: Request) -> bool:
    """Whether it comes from a loopback address or the server's own, and not through a proxy."""
    client, server = request.scope.get("client"), request.scope.get("server")
    if not client or "x-forwarded-for" in request.headers or "forwarded" in request.headers:
        return False
    is_own = server is not None and client[0] == one_spelling(server[0])
    return current_actor.is_loopback(client[0]) or is_own


def _is_of_a_browser(request: Request) -> bool:
    """Whether a page sends it, of whatever site: the command line sends neither of these."""
    return "origin" in request.headers or "sec-fetch-site" in request.headers


ROUTE = Route(app_client.PATH + "/{command}", run_command, methods=["POST"])
