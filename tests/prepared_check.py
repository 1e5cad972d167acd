"""A process that has imported what the check of a backup needs, and makes of itself one for each
backup that is to be checked: to start it anew takes longer than most tests.

Asked by a line of JSON on standard input, the path; answers with what the check prints, a blank
line where it was ended by the file.
"""

import json
import os
import subprocess
import sys
import threading
from functools import cache
from pathlib import Path
from typing import Any

from govsvc import child_process
from govsvc.admin.backup import verify

TESTS = Path(__file__).parent
_one_at_a_time = threading.Lock()


def run(command: list[str], **_: Any) -> "subprocess.CompletedProcess[bytes]":
    """What `subprocess.run` gives of the command of a check."""
    with _one_at_a_time:
        prepared = _prepared()
        assert prepared.stdin and prepared.stdout
        prepared.stdin.write(json.dumps(command[-1]) + "\n")
        prepared.stdin.flush()
        return subprocess.CompletedProcess(command, 0, prepared.stdout.readline().encode())


@cache
def _prepared() -> "subprocess.Popen[str]":
    """One for this process, and ended with it: then its standard input ends."""
    return subprocess.Popen(
        child_process.command("prepared_check"),
        cwd=TESTS.parent,
        env=os.environ | {"PYTHONPATH": os.pathsep.join((str(TESTS.parent), str(TESTS)))},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def check(path: Path) -> None:
    """Is the check of that file from here on."""
    code = 1
    try:
        code = verify.main(path)
        sys.stdout.flush()
    finally:
        os._exit(code)


def main() -> None:
    for line in sys.stdin:
        number = os.fork()
        if not number:
            check(Path(json.loads(line)))
        if os.waitpid(number, 0)[1]:
            print(flush=True)


if __name__ == "__main__":
    main()
