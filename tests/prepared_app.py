"""A process that has imported what the app needs and becomes an app for each that is asked for: to
import it for each anew takes longer than most tests.

Asked by a line of JSON on standard input: {"arguments": of `streamlit`, "environment": …, "log":
the file for what it prints}. Answers with the number of the process, which ends by a signal.
"""

import importlib
import json
import os
import pkgutil
import signal
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]


def prepare() -> None:
    sys.path.insert(0, str(ROOT))
    for package in ("streamlit.web", "govsvc", "pages._server", "pages._ui"):
        module = importlib.import_module(package)
        for found in pkgutil.walk_packages(module.__path__, f"{package}."):
            if not found.name.endswith("__main__"):
                importlib.import_module(found.name)


def become(arguments: list[str], environment: dict[str, str], log: str) -> None:
    """Is the app from here on."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(out, 1)
    os.dup2(out, 2)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    sys.argv = ["streamlit", *arguments]
    from streamlit.web import cli

    cli.main(prog_name="streamlit")


def main() -> None:
    prepare()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # none that ended waits to be asked for
    for line in sys.stdin:
        number = os.fork()
        if not number:
            become(**json.loads(line))
            return
        print(number, flush=True)


if __name__ == "__main__":
    main()
