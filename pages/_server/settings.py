"""What this app knows from the environment, before Streamlit runs: its data, its names."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def database_path() -> Path:
    """The database of this app: GOVSVC_DATABASE, else data/govsvc.duckdb."""
    return Path(os.environ.get("GOVSVC_DATABASE") or ROOT / "data" / "govsvc.duckdb").resolve()


def hosts() -> str:
    """What GOVSVC_HOSTS says: the names that the app is served under beside addresses."""
    return os.environ.get("GOVSVC_HOSTS", "")
