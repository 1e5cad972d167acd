"""The county's time on a machine that is set to another zone."""

import logging
import time
from datetime import UTC, datetime, timedelta

import pytest

from govsvc.system import clock
from pages._server import logging_setup


@pytest.fixture(autouse=True)
def far_away(monkeypatch):
    monkeypatch.delenv("GOVSVC_TIMEZONE", raising=False)
    monkeypatch.setenv("TZ", "America/New_York")
    if hasattr(time, "tzset"):
        time.tzset()
    yield
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()


def hours_ahead() -> int:
    return round((clock.now() - datetime.now(UTC).replace(tzinfo=None)) / timedelta(hours=1))


def test_the_clock_is_the_countys(monkeypatch):
    assert hours_ahead() == 8 and clock.fault() == ""
    monkeypatch.setenv("GOVSVC_TIMEZONE", "Asia/Urumqi")
    assert hours_ahead() == 6 and clock.fault() == ""
    monkeypatch.setenv("GOVSVC_TIMEZONE", "Beijing")
    assert hours_ahead() == 8 and "“Beijing”不是时区名" in clock.fault()


def test_the_running_log_is_written_by_it(tmp_path):
    handler = logging_setup.start(tmp_path / "county.duckdb")
    record = logging.makeLogRecord({"msg": "一句", "levelno": logging.ERROR, "created": 0.0})
    assert handler.format(record).startswith("1970-01-01 08:00:00")
    logging_setup.stop(handler)
