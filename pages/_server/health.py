"""/healthz for monitoring: what answers, the data version, the last backup, free disk. No data."""

import shutil

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse

import govsvc
from govsvc.admin import backup
from govsvc.domain.errors import GovsvcError
from govsvc.store import open_store
from pages._server.settings import database_path


async def healthz(request: Request) -> JSONResponse:
    """200 while the database answers (or is not made yet), else 503 with the kind of fault."""
    return await run_in_threadpool(_answer)


def _answer() -> JSONResponse:
    database = database_path()
    report: dict[str, str | int | None] = {
        "status": "ok",
        "version": govsvc.VERSION,
        "data_version": None,
        "last_backup": None,
        "free_disk_bytes": None,
    }
    try:
        report["free_disk_bytes"] = shutil.disk_usage(database.parent).free
        last = backup.last_checked(database)
        report["last_backup"] = last.made_at.isoformat(timespec="seconds") if last else None
        if database.exists():
            report["data_version"] = open_store(database).version()
    except GovsvcError as error:
        return JSONResponse(report | {"status": error.code}, 503)
    except OSError:
        pass  # the folder is not there yet
    return JSONResponse(report)
