"""The app's log beside the database: rotating, by the county's clock, with mobile and identity
numbers masked.

Tracebacks go here, never to the screen.
"""

import logging
import os
from logging.handlers import RotatingFileHandler
from pathlib import Path

from govsvc.domain import personal_data
from govsvc.system import clock

_BYTES, _FILES = 2 * 2**20, 5
_NAMES = ("govsvc", "streamlit", "uvicorn.error")


class _Masking(logging.Formatter):
    converter = staticmethod(lambda seconds: clock.at(seconds or 0).timetuple())

    def format(self, record: logging.LogRecord) -> str:
        return personal_data.mask(super().format(record))


class _Rotating(RotatingFileHandler):
    """Goes on in the same file where it cannot be rotated: Windows renames no file that another
    process has open. The older files stay as they are until it can be.
    """

    def doRollover(self) -> None:
        if self.stream:
            self.stream.close()
        try:
            os.rename(self.baseFilename, self.baseFilename)
        except OSError:
            self.stream = self._open()
        else:
            super().doRollover()


def log_file(database: Path) -> Path:
    return database.with_name(f"{database.stem}.log")


def start(database: Path) -> logging.Handler | None:
    """Writes warnings and errors of the app and of Streamlit to the log from now on.

    None where its file cannot be written.
    """
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        handler = _Rotating(
            log_file(database), maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8"
        )
    except OSError as error:
        logging.getLogger("govsvc").warning("日志文件不能写入：%s", error)
        return None
    handler.setLevel(logging.WARNING)
    handler.setFormatter(_Masking("%(asctime)s %(levelname)s %(name)s %(message)s"))
    for name in _NAMES:
        logging.getLogger(name).addHandler(handler)
    return handler


def stop(handler: logging.Handler | None) -> None:
    """Detaches and closes the log."""
    if handler is None:
        return
    for name in _NAMES:
        logging.getLogger(name).removeHandler(handler)
    handler.close()
