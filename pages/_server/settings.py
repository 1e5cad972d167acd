"""What this app knows from the environment, before Streamlit runs: its data, its names."""

import os
from pathlib import Path

from govsvc.domain import database_address as addresses
from govsvc.domain.database_address import DatabaseAddress

ROOT = Path(__file__).resolve().parents[2]
_FOLDER = ROOT / "data"


def database_address() -> DatabaseAddress:
    """The data of this app: what GOVSVC_DATABASE says, a file or a server's address with a schema,
    else data/govsvc.duckdb. Raises GovsvcError where that is neither.

    What lies on this machine of a server's data, the log of the app and backups, is in the folder
    that GOVSVC_FOLDER says, else in data/.
    """
    text = os.environ.get("GOVSVC_DATABASE") or str(_FOLDER / "govsvc.duckdb")
    folder = Path(os.environ.get("GOVSVC_FOLDER") or _FOLDER).absolute()
    return addresses.resolved(addresses.read(text, folder))


def database_place() -> Path:
    """The path by which that is named what lies beside the data on this machine."""
    return addresses.place(database_address())


def hosts() -> str:
    """What GOVSVC_HOSTS says: the names that the app is served under beside addresses."""
    return os.environ.get("GOVSVC_HOSTS", "")


def proxies() -> str:
    """What GOVSVC_PROXIES says: the proxies on other machines that are believed whom they saw."""
    return os.environ.get("GOVSVC_PROXIES", "")
