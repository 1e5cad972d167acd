"""An app to attack, with accounts in every role, rules of single sign-on and a provider."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import units
from identity_provider import provider, write_secrets
from running_app import free_port, running
from target import Target

from govsvc.importing import pipeline
from govsvc.security import ADMINISTRATOR, UPLOADER, VIEWER, system_actor
from govsvc.security.account import account_key
from govsvc.security.accounts import FIRST, Accounts
from govsvc.security.accounts_database import AccountsDatabase
from govsvc.security.roles import REVIEWER
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
SECRET = "a secret of these attacks alone, 0123456789"


@contextmanager
def started(folder: Path) -> Iterator[Target]:
    database, now, port = folder / "county.duckdb", clock.now(), free_port()
    store = open_store(database)
    pipeline.commit(
        store, pipeline.plan(store, units.both_lists(), home="云溪县"), who="", when=now
    )
    store.close()
    accounts = Accounts(database)
    for name, role in ROLES.items():
        limit = [units.OWN] if name == "limited" else []
        accounts.add(name, role, limit, system_actor(), now, PASSWORD)
        if name != "newcomer":
            with AccountsDatabase(database).writing() as writing:
                writing.rows(
                    "update_password",
                    key=account_key(name),
                    hash=accounts.require(name).password_hash,
                    must_change=0,
                )
    accounts.change("disabled", system_actor(), now, is_disabled=True)
    SingleSignOn(database).set_rule(EMAIL, "zhang@county.test", UPLOADER, [], system_actor(), now)
    accounts.add(FIRST, ADMINISTRATOR, [], system_actor(), now)
    log = folder / "app.log"
    with provider() as identities:
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
            )
