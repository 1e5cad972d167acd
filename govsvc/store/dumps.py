"""A county's schema of a server as one file, by PostgreSQL's own programs."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from govsvc.domain.database_address import ServerAddress
from govsvc.domain.errors import StoreError
from govsvc.postgres.pool import environment

#: where Debian lays the programs of each release
_FOLDERS = "/usr/lib/postgresql"


def blocks(address: ServerAddress, snapshot: str) -> Iterator[bytes]:
    """The schema as pg_dump writes it, as it is in that snapshot. Raises StoreError, OSError."""
    command = [
        _program("pg_dump"),
        *("--format=custom", "--no-owner", "--no-password"),
        *(f"--schema={address.schema}", f"--snapshot={snapshot}"),
    ]
    with subprocess.Popen(
        command,
        env=environment(address),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout is not None
        while block := process.stdout.read(1 << 20):
            yield block
    if process.returncode:
        raise StoreError.of("server_not_dumped")


def is_readable(path: Path) -> bool:
    """Whether PostgreSQL can read such a file. Raises StoreError without its programs."""
    done = subprocess.run(
        [_program("pg_restore"), "--list", path],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=600,
    )
    return done.returncode == 0


def _program(name: str) -> str:
    """The newest of the programs of that name. Raises StoreError where there is none."""
    installed = [path for path in Path(_FOLDERS).glob(f"*/bin/{name}") if path.parts[-3].isdigit()]
    newest = max(installed, key=lambda path: int(path.parts[-3]), default=None)
    found = str(newest) if newest else shutil.which(name)
    if found is None:
        raise StoreError.of("server_programs_missing")
    return found
