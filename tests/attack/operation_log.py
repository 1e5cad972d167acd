"""The 操作日志 taken away by somebody who has the folder: backups know that there was one."""

from target import Target, Untried, attack

from govsvc.system import clock


@attack("操作日志", "连同核对文件一起删掉，再让它重新记", "检查每次都说")
def removed(target: Target) -> str:
    if not target.database:
        raise Untried
    from govsvc.admin import app_client
    from govsvc.security import audit_kinds
    from govsvc.security.audit_log import AuditLog

    def is_noticed() -> bool:
        return "操作日志" in app_client.call(target.database, ["check"]).err

    app_client.call(target.database, ["backup"])
    log, failures = AuditLog(target.database), []
    files = [log.path, log.path.with_name(f"{log.path.stem}.head")]
    contents, count = [path.read_bytes() for path in files], log.count()
    if is_noticed():
        return "检查先就有话说：没有试成"
    try:
        for path in files:
            path.unlink()
        failures += [] if is_noticed() else ["检查没有说"]
        log.add(audit_kinds.SIGNED_IN, clock.now(), actor="某人", source="本机")
        failures += [] if is_noticed() else ["重新记了一条，检查就不说了"]
    finally:
        for path, content in zip(files, contents):
            path.write_bytes(content)
    return "；".join(failures + ([] if log.count() == count else ["放不回去：没有试成"]))
