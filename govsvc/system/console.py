"""What is printed, on consoles that do not know every character."""

import io
import sys


def let_print_anything() -> None:
    """Nothing that is printed from now on raises: a console in GBK shows ? for what it lacks.

    What goes to a file or another program is UTF-8.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace")
