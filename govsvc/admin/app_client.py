"""Calls from the command line to the running app, which holds the database file.

The app writes a key beside the database that only its owner can read; whoever knows it may call,
from this machine alone.
"""

import http.client
import io
import json
import os
import secrets
import urllib.error
import urllib.request
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from urllib.request import Request

from govsvc.domain.errors import GovsvcError
from govsvc.system.files import remove_file

PATH = "/_govsvc/ask"
HEADER = "X-Govsvc-Key"
#: the name under which the app always answers, whichever it listens at
_HOST = {"Host": "localhost"}
#: bytes of one command with its files; the app holds them in memory while it works
MOST_BYTES = 200 * 2**20
#: seconds; a folder of a hundred large workbooks is read in less
_TIMEOUT = 3600
#: the name of no command: to who has its key the app answers NOT_ACCEPTED, and so shows who it is
NO_COMMAND = "none"
#: no app answers; what answers does not take the command
NO_APP, NOT_ACCEPTED = "no_app", "not_accepted"
#: codes of errors after which it is certain that the app has done nothing
NOTHING_DONE = (NO_APP, NOT_ACCEPTED)

#: what maintenance answers, as JSON
Answer = dict[str, Any]
#: (name, bytes)
Files = Sequence[tuple[str, bytes]]


class Printed(NamedTuple):
    """What a command printed on standard output and standard error, and its exit code.

    `file`: the file that it made, in base 64, which the caller writes; "" for none.
    """

    code: int
    out: str
    err: str
    file: str = ""


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
    remove_file(path)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump({"address": key.address, "word": key.secret, "process": key.process}, file)
    return key


def read_key(database: Path) -> Key | None:
    """The key beside the database; None where there is none that can be read."""
    try:
        content = json.loads(key_file(database).read_bytes())
        return Key(content["address"], content["word"], content["process"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def drop_key(database: Path) -> None:
    """Removes the key if this process wrote it."""
    key = read_key(database)
    if key and key.process == os.getpid():
        remove_file(key_file(database))


def is_running(database: Path) -> bool:
    """Whether the app that wrote the key answers, whether or not it has opened the database yet.

    The key may be left by an app that was killed, and another program may listen at its address.
    """
    key = read_key(database)
    return key is not None and _is_known_to_app(key)


def _is_known_to_app(key: Key) -> bool:
    """Whether what listens at the key's address answers as an app does whose key it is."""
    head = _head([], ())
    with suppress(OSError, http.client.HTTPException, ValueError, KeyError, TypeError):
        try:
            _opener().open(_request(key, NO_COMMAND, (head,), len(head)), timeout=10).close()
        except urllib.error.HTTPError as error:
            return error.code == 409 and bool(json.load(error)["code"] == NOT_ACCEPTED)
    return False


def _request(key: Key, command: str, body: Iterable[bytes], size: int) -> Request:
    """A command for the app, its body of `size` bytes in parts."""
    headers = {
        HEADER: key.secret,
        "Content-Type": "application/octet-stream",
        "Content-Length": str(size),
        **_HOST,
    }
    return Request(f"{key.address}{PATH}/{command}", body, headers)


def call(database: Path, words: Sequence[str], files: Files = ()) -> Printed:
    """What the running app prints for the command of these words, its name first.

    Raises GovsvcError: with a code of NOTHING_DONE where no app runs or it does not take the
    command; where it did not answer to the end; where all is larger than MOST_BYTES.
    """
    key = read_key(database)
    if key is None or not _is_known_to_app(key):
        raise _no_app()
    command, *rest = words
    head = _head(rest, files)
    size = len(head) + sum(len(content) for _, content in files)
    refuse_too_much(size)
    request = _request(key, command, (head, *(content for _, content in files)), size)
    try:
        with _opener().open(request, timeout=_TIMEOUT) as answer:
            return Printed(**json.load(answer))
    except urllib.error.HTTPError as error:
        raise _refusal(error) from error
    except (ValueError, TypeError) as error:
        raise _not_accepted() from error
    except (OSError, http.client.HTTPException) as error:
        if isinstance(getattr(error, "reason", None), ConnectionRefusedError):
            raise _no_app() from error
        raise GovsvcError(
            "正在运行的看板没有答完这个命令，不知道是否已经保存。",
            "请到“操作日志”页看有没有这一条，再决定是否重新运行；看板停了的，先启动它。",
            "not_answered",
        ) from error


def refuse_too_much(size: int) -> None:
    """Raises GovsvcError where a command with its files has more bytes than the app takes."""
    if size > MOST_BYTES:
        raise GovsvcError(
            f"这些文件共{size / 2**20:,.0f}兆，看板运行时一次最多{MOST_BYTES // 2**20}兆。",
            "请分几次运行，或先停止看板再运行。",
            "too_much",
        )


def _head(words: Sequence[str], files: Files) -> bytes:
    """The first line of a request; the files' bytes follow it, one after another."""
    sizes = [(name, len(content)) for name, content in files]
    return json.dumps({"words": words, "files": sizes}).encode() + b"\n"


def received(body: bytes) -> tuple[list[str], Files]:
    """The words behind the command's name, and the files, of a request's body.

    Raises ValueError, KeyError, TypeError where it is not what `call` sends.
    """
    stream = io.BytesIO(body)
    head = json.loads(stream.readline())
    return head["words"], [(name, stream.read(size)) for name, size in head["files"]]


def _no_app() -> GovsvcError:
    return GovsvcError(
        "数据库正被另一个程序使用，且找不到正在运行的看板。",
        "请关闭占用它的程序再试；看板在运行的，请用启动它的账户运行本命令。",
        NO_APP,
    )


def _not_accepted() -> GovsvcError:
    return GovsvcError("正在运行的看板没有接受这个命令。", "请重启看板后再试。", NOT_ACCEPTED)


def _refusal(error: urllib.error.HTTPError) -> GovsvcError:
    """What the app raised, or that what answered is no app of this version."""
    try:
        fault = json.load(error)
        return GovsvcError(fault["title"], fault["step"], fault["code"])
    except (ValueError, KeyError, TypeError):
        return _not_accepted()


def _opener() -> urllib.request.OpenerDirector:
    """An opener that uses no proxy: calls stay on this machine."""
    return urllib.request.build_opener(urllib.request.ProxyHandler({}))
