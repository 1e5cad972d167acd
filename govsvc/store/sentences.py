"""What DuckDB and the file system say, as a Chinese sentence with the way out.

The data of before are intact in every case.
"""

import errno
from pathlib import Path

import duckdb

from govsvc.domain.errors import StaleVersion, StoreError

_INVALID = "has been invalidated"


def is_fatal(error: BaseException | None) -> bool:
    """Whether every session of the process is useless until the file is closed and opened again."""
    return (
        isinstance(error, (duckdb.FatalException, duckdb.InternalException))
        or isinstance(error, duckdb.Error)
        and _INVALID in str(error)
    )


def translated(error: duckdb.Error, path: Path) -> StoreError:
    text = str(error)
    if "Could not set lock" in text or "being used by another process" in text:
        return StoreError(
            "数据库正被另一个程序使用。", "请先关闭正在运行的看板或导入命令，再试一次。", "locked"
        )
    if (
        "No space left" in text
        or "out of space" in text.lower()
        or "File too large" in text
        or "max_temp_directory_size" in text
    ):
        return disk_full()
    if "Permission denied" in text or "read-only" in text.lower():
        return StoreError(
            f"无法写入数据库文件：{path.name}。", "请检查所在文件夹是否只读。", "read_only"
        )
    if (
        isinstance(error, (duckdb.IOException, duckdb.SerializationException))
        or is_fatal(error)
        or "not a valid DuckDB" in text
    ):
        return StoreError(
            f"无法读写数据库文件：{path.name}。",
            "请先重试；若仍不行，文件可能已损坏或不是本系统的数据库，请换用备份。",
            "unreadable",
        )
    if isinstance(error, duckdb.TransactionException):
        return StaleVersion("数据刚被他人更新，本次未保存。", "请重新核对差异后再确认。", "stale")
    if isinstance(error, duckdb.OutOfMemoryException):
        return StoreError(
            "内存不足，数据库未能完成操作，数据未改变。",
            "请稍后重试；若仍出现，请分批导入。",
            "out_of_memory",
        )
    return StoreError(
        "数据库未能完成操作，数据未改变。", "请重试；若仍出现，请把日志交给技术人员。", "database"
    )


def of_file(error: OSError, path: Path) -> StoreError:
    """The sentence for a file or folder that could not be written."""
    if error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT):
        return disk_full()
    return StoreError(f"无法写入：{path}。", "请检查所在文件夹是否存在、是否只读。", "read_only")


def disk_full() -> StoreError:
    return StoreError(
        "磁盘空间不足，数据未保存。",
        "请清理数据所在的磁盘（如旧的日志和下载文件），再重试。",
        "disk_full",
    )
