"""The county's clock: its time of day, whatever zone the machine is set to.

GOVSVC_TIMEZONE names another zone than Asia/Shanghai. Times are stored as that clock shows them,
without a zone.
"""

import os
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_CHINA_NAME = "Asia/Shanghai"
#: needs no table of zones, which Windows has not
_CHINA = timezone(timedelta(hours=8), _CHINA_NAME)


def now() -> datetime:
    return datetime.now(_zone()).replace(tzinfo=None)


def at(seconds: float) -> datetime:
    """What the clock showed so many seconds after 1970-01-01 00:00 UTC."""
    return datetime.fromtimestamp(seconds, _zone()).replace(tzinfo=None)


def fault() -> str:
    """A sentence on a name that is no zone, where the clock shows China's time; else ""."""
    name = _name()
    if _named(name):
        return ""
    return f"环境变量 GOVSVC_TIMEZONE 的“{name}”不是时区名（如 Asia/Shanghai），按北京时间计时。"


def _zone() -> tzinfo:
    return _named(_name()) or _CHINA


def _name() -> str:
    return os.environ.get("GOVSVC_TIMEZONE") or _CHINA_NAME


@cache
def _named(name: str) -> tzinfo | None:
    if name == _CHINA_NAME:
        return _CHINA
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
