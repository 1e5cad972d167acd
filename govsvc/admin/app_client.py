"""Calls from the command line to the running app, which holds the database file.

The app writes a key beside the database that only its owner can read; whoever knows it may call,
from this machine alone.
"""

import json
import os
import secrets
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request

from govsvc.domain.errors import GovsvcError

PATH = "/_govsvc/ask"
HEADER = "X-Govsvc-Key"
#: the name under which the app always answers, whichever it listens at
_HOST = {"Host": "localhost"}
#: seconds; a province's backup is made and checked in far less
_TIMEOUT = 600


#: what a command answers, as JSON
Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Key:
    """Where the app listens, the secret that it asks for, and its process number."""

    address: str
    secret: str
    process: int


def key_file(database: Path) -> Path:
    return database.with_name(f"{database.name}.key")


def write_key(database: Path, address: str) -> Key:
    """A new key for the app that listens at `address` (http://127.0.0.1:8501).

    Only the owner may read its file. Raises OSError.
    """
    key = Key(address, secrets.token_urlsafe(32), os.getpid())
    path = key_file(database)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump({"address": key.address, "word": key.secret, "process": key.process}, file)
    return key


def read_key(database: Path) -> Key | None:
    """The key beside the database; None where there is none that can be read."""
    try:
        content = json.loads(key_file(database).read_bytes())
        return Key(content["address"], content["word"], content["process"])
    except (OSError, ValueError, KeyError):
        return None


def drop_key(database: Path) -> None:
    """Removes the key if this process wrote it."""
    key = read_key(database)
    if key and key.process == os.getpid():
        key_file(database).unlink(missing_ok=True)


def is_running(database: Path) -> bool:
    """Whether the app that wrote the key answers, whether or not it has opened the database yet."""
    key = read_key(database)
    if key is None:
        return False
    try:
        with _opener().open(Request(f"{key.address}/healthz", headers=_HOST), timeout=10):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def call(database: Path, command: str, **values: object) -> Answer:
    """The running app's answer to a command.

    Raises GovsvcError where no app answers, or what the app itself raised.
    """
    key = read_key(database)
    if key is None:
        raise GovsvcError(
            "数据库正被另一个程序使用，且找不到正在运行的看板。",
            "请关闭占用它的程序再试；看板在运行的，请用启动它的账户运行本命令。",
            "no_key",
        )
    request = Request(
        f"{key.address}{PATH}/{command}",
        json.dumps(values).encode(),
        {HEADER: key.secret, "Content-Type": "application/json", **_HOST},
    )
    try:
        with _opener().open(request, timeout=_TIMEOUT) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        try:
            fault = json.load(error)
            raise GovsvcError(fault["title"], fault["step"], fault["code"]) from error
        except (ValueError, KeyError):
            raise GovsvcError(
                "正在运行的看板没有接受这个命令。", "请重启看板后再试。", "not_answered"
            ) from error
    except OSError as error:
        raise GovsvcError(
            "正在运行的看板没有回答。", "请重启看板后再试。", "not_answered"
        ) from error


def _opener() -> urllib.request.OpenerDirector:
    """An opener that uses no proxy: calls stay on this machine."""
    return urllib.request.build_opener(urllib.request.ProxyHandler({}))


def call_app_or_run(
    database: Path, command: str, run: Callable[[], Answer], **values: object
) -> Answer:
    """The running app's answer; where no app runs, what `run` gives."""
    if read_key(database):
        try:
            return call(database, command, **values)
        except GovsvcError as error:
            if error.code != "not_answered":  # an app that was killed leaves its key
                raise
    return run()


def run_or_call_app(
    database: Path, command: str, run: Callable[[], Answer], **values: object
) -> Answer:
    """What `run` gives; where the running app holds the database, its answer instead."""
    try:
        return run()
    except GovsvcError as error:
        if error.code != "locked":
            raise
    return call(database, command, **values)
