"""Downloads of those who have not signed in: so many a minute from one address, and one entry of
the 操作日志 for all of an hour.

They wait beside the entries, and go into the log with the first entry after their hour.
"""

from datetime import datetime, timedelta

from govsvc.domain.errors import GovsvcError
from govsvc.security.side_database import Writing

#: downloads of one address in a minute
MOST_A_MINUTE = 20
#: files that an entry names
_MOST_FILES = 3

CREATE = "create_visitor_download"


def note(writing: Writing, source: str, name: str, when: datetime) -> None:
    """Notes a download of the file `name`. Raises GovsvcError where that address had too many."""
    minute = {"since": _text(when - timedelta(minutes=1)), "until": _text(when)}
    ((count,),) = writing.rows("count_visitor_downloads", source=source, **minute)
    if count >= MOST_A_MINUTE:
        raise GovsvcError(
            f"下载太频繁：没有登录的，一台电脑一分钟最多下载{MOST_A_MINUTE}个文件。",
            "请过一分钟再下载，或登录后下载。",
            "too_soon",
        )
    writing.rows("insert_visitor_download", source=source, name=name, at=_text(when))


def take(writing: Writing, when: datetime) -> list[tuple[str, str, str, str]]:
    """Takes out the downloads of hours that have passed.

    (time of the last one, address, files, how many in which hour) for each address and hour.
    """
    hour = f"{when:%Y-%m-%d %H}"
    totals: dict[tuple[str, str], list[tuple[str, int, str]]] = {}
    for source, of_hour, name, count, last in writing.rows("read_visitor_downloads", hour=hour):
        totals.setdefault((of_hour, source), []).append((name, count, last))
    if totals:
        writing.rows("delete_visitor_downloads", hour=hour)
    return [
        (max(last for _, _, last in files), source, _names(files), _total_text(of_hour, files))
        for (of_hour, source), files in totals.items()
    ]


def _names(files: list[tuple[str, int, str]]) -> str:
    more = f"等{len(files)}个文件" if len(files) > _MOST_FILES else ""
    return "、".join(name for name, _, _ in files[:_MOST_FILES]) + more


def _total_text(hour: str, files: list[tuple[str, int, str]]) -> str:
    return f"{hour}时共下载{sum(count for _, count, _ in files)}次"


def _text(when: datetime) -> str:
    return when.isoformat(sep=" ", timespec="milliseconds")
