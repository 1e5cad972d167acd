"""/healthz for monitoring: what answers, the data version, the last backup, free disk. No data."""

from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse

import govsvc
from govsvc.admin import backup
from govsvc.domain.database_address import DatabaseAddress
from govsvc.domain.errors import GovsvcError
from govsvc.store import disk, manifest, open_store
from pages._server.settings import database_address, database_place


async def healthz(request: Request) -> JSONResponse:
    """200 while the pages can be looked at, else 503 with the kind of fault.

    Where nothing can be stored the status is ``degraded``, and `degraded_by` says why.
    """
    return await run_in_threadpool(_answer)


def _answer() -> JSONResponse:
    database, place = database_address(), database_place()
    faults = _faults(database)
    report: dict[str, str | int | None | list[str]] = {
        "status": "degraded" if faults else "ok",
        "degraded_by": faults,
        "version": govsvc.VERSION,
        "data_version": None,
        "last_backup": None,
        "free_disk_bytes": disk.free_bytes(place.parent),
    }
    try:
        last = backup.last_checked(place)
        report["last_backup"] = last.made_at.isoformat(timespec="seconds") if last else None
        if manifest.is_database_known(database):
            report["data_version"] = open_store(database).version()
    except GovsvcError as error:
        return JSONResponse(report | {"status": error.code}, 503)
    return JSONResponse(report)


def _faults(database: DatabaseAddress) -> list[str]:
    """Why nothing can be stored, as far as it is seen without writing. A server knows of itself."""
    if not isinstance(database, Path):
        return []
    faults = {
        "no_database": not database.exists(),
        "little_space": disk.has_little_space(database.parent),
        "read_only": not disk.is_writable(database),
    }
    return [name for name, is_so in faults.items() if is_so]
