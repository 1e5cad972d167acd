"""What a process has used so far, on every system alike."""

import os
from typing import NamedTuple

import psutil

#: the python.exe of an environment on Windows only starts the one that works
_HAS_LAUNCHER = os.name == "nt"


class Usage(NamedTuple):
    """CPU time in seconds, and bytes of memory that are a process's own."""

    cpu_seconds: float
    memory: int


def of(process: int) -> Usage:
    """What the process of that number, with those that it started on Windows, has used so far;
    nothing where it has ended.
    """
    try:
        first = psutil.Process(process)
        family = [first, *first.children(recursive=True)] if _HAS_LAUNCHER else [first]
        used = [(each.cpu_times(), each.memory_info()) for each in family]
    except psutil.Error:
        return Usage(0, 0)
    return Usage(
        sum(times.user + times.system for times, _ in used),
        sum(getattr(memory, "private", memory.rss) for _, memory in used),
    )
