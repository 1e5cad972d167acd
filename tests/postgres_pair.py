"""A PostgreSQL server with a standby that each commit waits for, both on loopback: two machines, of
which one may be lost.
"""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import postgres_server
from postgres_server import USER, Cluster

from govsvc.domain.database_address import ServerAddress

PRIMARY, STANDBY = "127.0.0.1", "127.0.0.2"


@dataclass
class Pair:
    """Two servers at one port; `process`: the first process of the primary."""

    primary: Cluster
    process: int

    def new_schema(self) -> ServerAddress:
        """The address of an empty schema, at whichever of both takes writes."""
        return replace(self.primary.server.new_schema(), host=f"{PRIMARY},{STANDBY}")

    def kill_primary(self) -> None:
        """As when its machine loses power: none of its processes does anything more."""
        children = Path(f"/proc/{self.process}/task/{self.process}/children").read_text().split()
        os.kill(self.process, signal.SIGSTOP)  # it starts no further ones
        for process in (*map(int, children), self.process):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

    def promote(self) -> None:
        """The standby is the one that takes writes from now on."""
        said = self.primary.server.psql("SELECT pg_promote();", STANDBY)
        assert not said, said


@contextmanager
def running(programs: Path) -> Iterator[Pair]:
    """Both, from when the standby has all that the primary has; they are gone afterwards."""
    with postgres_server.new_cluster(programs) as primary:
        settings = "fsync=on", "synchronous_standby_names=*", "synchronous_commit=on"
        with primary.started(*settings) as process:
            standby = replace(primary, host=STANDBY)
            known = f"host={PRIMARY} port={primary.server.port} user={USER}"
            primary.run(
                "pg_basebackup",
                *("-d", f"{known} password={primary.server.password}", "-D", standby.data),
                *("--write-recovery-conf", "--wal-method=stream", "--checkpoint=fast", "--no-sync"),
            )
            with standby.started("fsync=on"):
                _wait_for_sync(primary)
                yield Pair(primary, process)


def _wait_for_sync(primary: Cluster) -> None:
    asked = (
        "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync')"
        " THEN RAISE EXCEPTION 'not yet'; END IF; END $$;"
    )
    deadline = time.monotonic() + 60
    while primary.server.psql(asked):
        assert time.monotonic() < deadline, "the standby does not follow"
        time.sleep(0.1)
