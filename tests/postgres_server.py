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
from dataclasses import dataclass
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

    def psql(self, script: str, host: str = "127.0.0.1") -> str:
        """Runs a script of psql, which goes on after a fault; gives what it wrote to its second
        channel: faults and what `\\warn` says.
        """
        done = subprocess.run(
            [
                *(self.programs / "psql", "--no-psqlrc", "--quiet", "--output", os.devnull),
                *("--host", host, "--port", str(self.port), "--username", USER, "postgres"),
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
    with new_cluster(programs) as cluster, cluster.started(*settings or ("fsync=off",)):
        yield cluster.server


@dataclass
class Cluster:
    """The files of a server in a folder that is its user's own, and where it is to listen."""

    server: Server
    folder: Path
    host: str = "127.0.0.1"

    @property
    def data(self) -> Path:
        return self.folder / self.host

    def run(self, program: str, *words: str | Path, **environment: str) -> None:
        """Runs one of PostgreSQL's programs as the user that it runs as."""
        subprocess.run(
            [self.server.programs / program, *words],
            user=_user(),
            cwd=self.folder,
            env=os.environ | environment,
            check=True,
            capture_output=True,
        )

    @contextmanager
    def started(self, *settings: str) -> Iterator[int]:
        """It runs meanwhile, and answers; gives the number of its first process."""
        with (self.folder / f"{self.host}.log").open("wb") as log:
            process = subprocess.Popen(
                [
                    *(self.server.programs / "postgres", "-D", self.data),
                    *("-p", str(self.server.port), "-c", f"listen_addresses={self.host}"),
                    *("-c", "unix_socket_directories="),
                    *(word for one in settings for word in ("-c", one)),
                ],
                user=_user(),
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )
        try:
            deadline = time.monotonic() + _STARTING
            while not self._answers():
                assert process.poll() is None, Path(log.name).read_text()
                assert time.monotonic() < deadline, "PostgreSQL did not start"
                time.sleep(0.05)
            yield process.pid
        finally:
            process.send_signal(signal.SIGQUIT)  # at once: nothing of it is kept
            process.wait(timeout=60)

    def _answers(self) -> bool:
        asked = "--host", self.host, "--port", str(self.server.port)
        done = subprocess.run([self.server.programs / "pg_isready", *asked], capture_output=True)
        return done.returncode == 0


@contextmanager
def new_cluster(programs: Path) -> Iterator[Cluster]:
    """The files of a new server, which are gone afterwards."""
    # pytest's own folders are closed to other users
    with tempfile.TemporaryDirectory(prefix="postgres-") as name:
        folder, password = Path(name), secrets.token_hex(16)
        (folder / "password").write_text(password)
        if user := _user():
            for path in (folder, folder / "password"):
                shutil.chown(path, user)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        cluster = Cluster(Server(programs, port, password), folder)
        cluster.run(
            "initdb",
            *("--pgdata", cluster.data, "--username", USER, "--pwfile", folder / "password"),
            *("--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-sync"),
        )
        yield cluster


def _user() -> str | None:
    """Whom a server is run as, None for whoever runs the tests."""
    return pwd.getpwnam(UNPRIVILEGED).pw_name if os.geteuid() == 0 else None
