"""The route by which an administrator downloads a backup; each download stands in the 操作日志."""

from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from govsvc.admin import backup
from govsvc.domain.errors import GovsvcError, NotAllowed
from govsvc.security import Right, audit_kinds
from govsvc.system import clock
from pages._server import current_actor
from pages._server.authorization import actor_of
from pages._server.settings import database_address

PATH = "/backup"


async def download(request: Request) -> Response:
    """The data of one backup, read from the disk while it is sent.

    The accounts and the log that lie beside it cannot be downloaded.
    """
    return await run_in_threadpool(_download, request)


def _download(request: Request) -> Response:
    database = database_address()
    try:
        actor = actor_of(request)
        actor.require(Right.MANAGE, "下载备份")
        if not isinstance(database, Path):  # it holds the accounts, too
            return PlainTextResponse("服务器的备份含有账号，不从网页下载。", 404)
        copies = {copy.path.name: copy for copy in backup.existing(database)}
        copy = copies.get(request.path_params["name"])
        if copy is None:
            return PlainTextResponse("没有这份备份。", 404)
        if request.method == "GET":
            current_actor.log(database).add(
                audit_kinds.DOWNLOADED,
                clock.now(),
                actor=actor.name,
                source=actor.source,
                subject=copy.path.name,
                after=f"备份，第{copy.version}版，{copy.size:,}字节",
            )
    except NotAllowed as error:
        return PlainTextResponse(f"{error.title}{error.step}", 403)
    except GovsvcError as error:
        return PlainTextResponse(f"{error.title}{error.step}", 503)
    return FileResponse(
        copy.path,
        filename=copy.path.name,
        media_type="application/octet-stream",
        headers={"Cache-Control": "no-store"},
    )


ROUTE = Route(PATH + "/{name}", download)
