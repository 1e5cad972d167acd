"""A PostgreSQL server of the tests' own: in a temporary folder, on loopback, by a user without
rights.
"""

import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from govsvc.domain.database_address import DatabaseAddress, ServerAddress

USER = "county"
#: of this machine, to run a server where the tests run as root, which PostgreSQL refuses to run as
UNPRIVILEGED = "nobody"
#: how long the server may take to start, seconds
_STARTING = 60


class Server(NamedTuple):
    """Where a server listens, and its only user's password."""

    programs: Path
    port: int
    password: str

    def psql(self, script: str) -> str:
        """Runs a script of psql, which goes on after a fault; gives what it wrote to its second
        channel: faults and what `\\warn` says.
        """
        done = subprocess.run(
            [
                *(self.programs / "psql", "--no-psqlrc", "--quiet", "--output", os.devnull),
                *("--host", "127.0.0.1", "--port", str(self.port), "--username", USER, "postgres"),
            ],
            env=os.environ | {"PGPASSWORD": self.password},
            input=script,
            capture_output=True,
            text=True,
            timeout=120,
        )
        return done.stderr

    def new_schema(self) -> ServerAddress:
        """The address of an empty schema that nobody else has."""
        name = f"county_{secrets.token_hex(6)}"
        assert not self.psql(f"CREATE SCHEMA {name};")
        return ServerAddress("127.0.0.1", "postgres", name, self.port, USER, self.password)


def written(address: DatabaseAddress) -> str:
    """The address as a person writes it, with the password."""
    if isinstance(address, Path):
        return str(address)
    shown = str(address).removeprefix("postgresql://").partition("@")[2]
    return f"postgresql://{address.user}:{quote(address.password)}@{shown}"


def programs() -> Path | None:
    """The folder of the newest PostgreSQL that is installed, as Debian lays it out, or on the path;
    None where there is none.
    """
    installed = [
        path.parent
        for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")
        if re.fullmatch(r"\d+", path.parts[-3])
    ]
    if installed:
        return max(installed, key=lambda folder: int(folder.parts[-2]))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def running(programs: Path, *settings: str) -> Iterator[Server]:
    """A new server, which is gone afterwards. `settings`: of its own; where there are none it does
    not wait for its disk.
    """
    # pytest's own folders are closed to other users
    with tempfile.TemporaryDirectory(prefix="postgres-") as name:
        folder, password = Path(name), secrets.token_hex(16)
        (folder / "password").write_text(password)
        user = None
        if os.geteuid() == 0:
            user = pwd.getpwnam(UNPRIVILEGED).pw_name
            for path in (folder, folder / "password"):
                shutil.chown(path, user)
        subprocess.run(
            [
                *(programs / "initdb", "--pgdata", folder / "data", "--username", USER),
                *("--pwfile", folder / "password", "--auth", "scram-sha-256"),
                *("--encoding", "UTF8", "--locale", "C", "--no-sync"),
            ],
            user=user,
            cwd=folder,
            check=True,
            capture_output=True,
        )
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [
                    *(programs / "postgres", "-D", folder / "data", "-p", str(port)),
                    *("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="),
                    *(word for one in settings or ("fsync=off",) for word in ("-c", one)),
                ],
                user=user,
                cwd=folder,
                stdout=log,
                stderr=log,
            )
        try:
            deadline = time.monotonic() + _STARTING
            while not _answers(programs, port):
                assert process.poll() is None, (folder / "log").read_text()
                assert time.monotonic() < deadline, "PostgreSQL did not start"
                time.sleep(0.05)
            yield Server(programs, port, password)
        finally:
            process.send_signal(signal.SIGQUIT)  # at once: nothing of it is kept
            process.wait(timeout=60)


def _answers(programs: Path, port: int) -> bool:
    done = subprocess.run(
        [programs / "pg_isready", "--host", "127.0.0.1", "--port", str(port)],
        capture_output=True,
    )
    return done.returncode == 0
