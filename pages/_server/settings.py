"""Where this app keeps its data: known from the environment, before Streamlit runs."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def database_path() -> Path:
    """The database of this app: GOVSVC_DATABASE, else data/govsvc.duckdb."""
    return Path(os.environ.get("GOVSVC_DATABASE") or ROOT / "data" / "govsvc.duckdb").resolve()
