"""The command line without a process of its own, which would take a second for each command."""

import io
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

from govsvc.__main__ import main
from govsvc.store import open_store


class Outcome(NamedTuple):
    stdout: str
    stderr: str


def run(*arguments, code: int = 0) -> Outcome:
    """What the command printed; it must end with that exit code.

    Its database is closed after it, so that the next command finds only what is in the file.
    """
    words = [str(argument) for argument in arguments]
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="ascii", newline="\n") for _ in range(2)]
    with redirect_stdout(streams[0]), redirect_stderr(streams[1]):
        try:
            ended = main(words)
        except SystemExit as error:  # of argparse
            ended = error.code
    if "--database" in words:
        path = Path(words[words.index("--database") + 1])
        if path.exists():
            open_store(path).close()
    outcome = Outcome(*(_text(stream) for stream in streams))
    assert ended == code, outcome.stderr
    return outcome


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode("utf-8")
