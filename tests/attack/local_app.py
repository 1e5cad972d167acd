"""An app to attack, with accounts in every role, rules of single sign-on and a provider."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import units
from identity_provider import provider, write_secrets
from postgres_server import Server
from running_app import free_port, running
from target import Target

from govsvc.domain.database_address import DatabaseAddress, place
from govsvc.importing import pipeline
from govsvc.security import ADMINISTRATOR, UPLOADER, VIEWER, system_actor
from govsvc.security.account import account_key
from govsvc.security.accounts import FIRST, Accounts
from govsvc.security.accounts_database import access_tables
from govsvc.security.roles import REVIEWER, Role
from govsvc.security.sso import SingleSignOn
from govsvc.security.sso_rules import EMAIL
from govsvc.store import open_store
from govsvc.system import clock

PASSWORD = "铁路边的蓝色茶壶-57"
ROLES = {
    "viewer": VIEWER,
    "uploader": UPLOADER,
    "limited": UPLOADER,
    "reviewer": REVIEWER,
    "administrator": ADMINISTRATOR,
    "leaver": UPLOADER,
    "newcomer": UPLOADER,
    "guessed": VIEWER,
    "guessed2": VIEWER,
    "timed": VIEWER,
    "disabled": UPLOADER,
}
#: the administrator of another county
NEIGHBOUR = "neighbour"
SECRET = "a secret of these attacks alone, 0123456789"


@contextmanager
def started(folder: Path) -> Iterator[Target]:
    """The app on a file, and that of another county on another one."""
    database, port = folder / "county.duckdb", free_port()
    make_county(database)
    SingleSignOn(database).set_rule(
        EMAIL, "zhang@county.test", UPLOADER, [], system_actor(), clock.now()
    )
    Accounts(database).add(FIRST, ADMINISTRATOR, [], system_actor(), clock.now())
    log = folder / "app.log"
    with provider() as identities, beside(folder / "neighbour" / "county.duckdb") as neighbour:
        secrets = write_secrets(folder / "secrets.toml", port, identities, SECRET)
        with running(database, log, "--secrets.files", str(secrets), port=port) as base:
            yield Target(
                base,
                {name: (name, PASSWORD) for name in ROLES},
                database,
                identities,
                SECRET,
                is_local=True,
                start_link=re.search(r"/start\?token=\S+", log.read_text(encoding="utf-8"))[0],
                neighbour=neighbour,
            )


@contextmanager
def started_on_server(folder: Path, server: Server) -> Iterator[Target]:
    """The same on two schemas of one server; without single sign-on."""
    database = server.new_schema()
    make_county(database)
    open_store(database).close()
    with (
        beside(replace(server.new_schema(), folder=folder / "neighbour")) as neighbour,
        running(database, folder / "app.log") as base,
    ):
        accounts = {name: (name, PASSWORD) for name in ROLES}
        yield Target(base, accounts, database, is_local=True, neighbour=neighbour)


@contextmanager
def beside(database: DatabaseAddress) -> Iterator[Target]:
    """The app of another county, with an administrator of its own."""
    folder = place(database).parent
    folder.mkdir()
    store = open_store(database)
    pipeline.commit(
        store,
        pipeline.plan(store, units.neighbours_list(), home="清源县"),
        who="",
        when=clock.now(),
    )
    store.close()
    add_account(database, NEIGHBOUR, ADMINISTRATOR)
    open_store(database).close()
    with running(database, folder / "app.log") as base:
        accounts = {"administrator": (NEIGHBOUR, PASSWORD)}
        yield Target(base, accounts, database, is_local=True)


def make_county(database: DatabaseAddress) -> None:
    """The county that is attacked, with accounts in every role."""
    store = open_store(database)
    pipeline.commit(
        store, pipeline.plan(store, units.both_lists(), home="云溪县"), who="", when=clock.now()
    )
    store.close()
    for name, role in ROLES.items():
        add_account(database, name, role)
    Accounts(database).change("disabled", system_actor(), clock.now(), is_disabled=True)


def add_account(database: DatabaseAddress, name: str, role: Role) -> None:
    """An account whose password need not be changed first, but for that of the newcomer."""
    accounts = Accounts(database)
    limit = [units.OWN] if name == "limited" else []
    accounts.add(name, role, limit, system_actor(), clock.now(), PASSWORD)
    if name != "newcomer":
        with access_tables(database).writing() as writing:
            writing.rows(
                "update_password",
                key=account_key(name),
                hash=accounts.require(name).password_hash,
                must_change=0,
            )
