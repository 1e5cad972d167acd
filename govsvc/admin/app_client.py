"""Asking the running app, which holds the database file, to do something: a command line's way in.

The app writes a key beside the database that only its owner can read; who knows it may ask, from
this machine alone.
"""

import json
import os
import secrets
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from govsvc.domain.errors import GovsvcError

PATH = "/_govsvc/ask"
HEADER = "X-Govsvc-Key"
#: seconds: a province's backup is made and checked in far less
_PATIENCE = 600


@dataclass(frozen=True, slots=True)
class Key:
    """Where the app listens, and the word that opens it."""

    address: str
    word: str
    process: int


def key_file(database: Path) -> Path:
    return database.with_name(f"{database.name}.key")


def write_key(database: Path, address: str) -> Key:
    """A new key for the app that listens at `address` (http://127.0.0.1:8501); only the owner may
    read its file. Raises OSError.
    """
    key = Key(address, secrets.token_urlsafe(32), os.getpid())
    place = key_file(database)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump({"address": key.address, "word": key.word, "process": key.process}, file)
    return key


def read_key(database: Path) -> Key | None:
    try:
        found = json.loads(key_file(database).read_bytes())
        return Key(found["address"], found["word"], found["process"])
    except (OSError, ValueError, KeyError):
        return None


def drop_key(database: Path) -> None:
    """Takes away the key of this process, none of another."""
    key = read_key(database)
    if key and key.process == os.getpid():
        key_file(database).unlink(missing_ok=True)


def is_running(database: Path) -> bool:
    """Whether the app that wrote the key answers, though it may not have opened the database yet."""
    key = read_key(database)
    if key is None:
        return False
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
            f"{key.address}/healthz", timeout=10
        ):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def call(database: Path, command: str, **values: object) -> dict:
    """The running app's answer to a command.

    Raises GovsvcError where no app answers or it says so itself.
    """
    key = read_key(database)
    if key is None:
        raise GovsvcError(
            "数据库正被另一个程序使用，且找不到正在运行的看板。",
            "请关闭占用它的程序再试；看板在运行的，请用启动它的账户运行本命令。",
            "no_key",
        )
    request = urllib.request.Request(
        f"{key.address}{PATH}/{command}",
        json.dumps(values).encode(),
        {HEADER: key.word, "Content-Type": "application/json"},
    )
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
            request, timeout=_PATIENCE
        ) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        try:
            said = json.load(error)
            raise GovsvcError(said["title"], said["step"], said["code"]) from error
        except (ValueError, KeyError):
            raise GovsvcError(
                "正在运行的看板没有接受这个命令。", "请重启看板后再试。", "not_answered"
            ) from error
    except OSError as error:
        raise GovsvcError(
            "正在运行的看板没有回答。", "请重启看板后再试。", "not_answered"
        ) from error


def call_app_or_run(
    database: Path, command: str, run: Callable[[], dict], **values: object
) -> dict:
    """The running app's answer; where none runs, what `run` gives."""
    if read_key(database):
        try:
            return call(database, command, **values)
        except GovsvcError as error:
            if error.code != "not_answered":  # a key that an app left which was killed
                raise
    return run()


def run_or_call_app(
    database: Path, command: str, run: Callable[[], dict], **values: object
) -> dict:
    """What `run` gives; where the running app holds the database, its answer instead."""
    try:
        return run()
    except GovsvcError as error:
        if error.code != "locked":
            raise
    return call(database, command, **values)
