"""The route by which the command line of this machine calls the running app."""

import hmac
import logging
from collections.abc import Callable
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from govsvc.admin import app_client, maintenance, users
from govsvc.domain.errors import GovsvcError
from govsvc.security import COMMAND_LINE
from govsvc.store import open_store
from pages._server import current_actor
from pages._server.client_address import one_spelling
from pages._server.settings import database_path

#: command → its function from the values sent to the answer
COMMANDS: dict[str, Callable[[dict], dict]] = {
    "backup": lambda values: maintenance.back_up(
        open_store(database_path()).acting(COMMAND_LINE, current_actor.log(database_path())),
        datetime.now(),
    ),
    "check": lambda values: maintenance.check(database_path()),
    "user": lambda values: users.run(
        current_actor.sessions(database_path()).accounts, database_path(), values, datetime.now()
    ),
}


async def run_command(request: Request) -> JSONResponse:
    """Runs a command; 404 to everyone who is not on this machine or lacks the app's key."""
    run = COMMANDS.get(request.path_params["command"])
    key = app_client.read_key(database_path())
    if run is None or key is None or not is_of_this_machine(request):
        return JSONResponse({"detail": "Not Found"}, 404)
    secret = request.headers.get(app_client.HEADER, "")
    if not hmac.compare_digest(secret.encode(), key.secret.encode()):
        return JSONResponse({"detail": "Not Found"}, 404)
    try:
        return JSONResponse(await run_in_threadpool(run, await request.json()))
    except GovsvcError as error:
        return JSONResponse({"title": error.title, "step": error.step, "code": error.code}, 409)
    except Exception as error:
        logging.getLogger("govsvc").error("命令出错", exc_info=error)
        return JSONResponse(
            {"title": "看板未能完成这个命令。", "step": "请查看运行日志。", "code": "bug"}, 500
        )


def is_of_this_machine(request: Request) -> bool:
    """Whether it comes from a loopback address or the server's own, and not through a proxy."""
    client, server = request.scope.get("client"), request.scope.get("server")
    if not client or "x-forwarded-for" in request.headers or "forwarded" in request.headers:
        return False
    is_own = server is not None and client[0] == one_spelling(server[0])
    return current_actor.is_loopback(client[0]) or is_own


ROUTE = Route(app_client.PATH + "/{command}", run_command, methods=["POST"])
