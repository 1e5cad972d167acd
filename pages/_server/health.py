"""/healthz for monitoring and for a proxy before several app servers: what answers, the data
version, the last backup, free disk. No data.
"""

from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse

import govsvc
from govsvc.admin import backup
from govsvc.admin.nightly_turn import turn_of
from govsvc.domain.database_address import DatabaseAddress
from govsvc.domain.errors import GovsvcError
from govsvc.store import disk, manifest, open_store
from pages._server.settings import database_address, database_place
from pages._server.stray_uploads import uploads

#: whether this app server makes the nightly backup; None: not known yet
_NIGHTLY = {True: "here", False: "elsewhere", None: None}


async def healthz(request: Request) -> JSONResponse:
    """200 while visitors can be sent here, else 503 with the kind of fault.

    Where nothing can be stored, or files come to the wrong app server, the status is ``degraded``,
    and `degraded_by` says why.
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
        "nightly_backup": _NIGHTLY[turn_of(database).is_mine],
        "visits": "sticky",
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
    """What cannot be done although pages can be looked at, as far as it is seen without writing. Of
    its disk a server knows itself.
    """
    if not isinstance(database, Path):
        return ["visits_not_sticky"] if uploads.are_there() else []
    faults = {
        "no_database": not database.exists(),
        "little_space": disk.has_little_space(database.parent),
        "read_only": not disk.is_writable(database),
    }
    return [name for name, is_so in faults.items() if is_so]
