"""Databases that pages are shown on: empty, one golden month, the demonstration (full)."""

import shutil
from pathlib import Path

import pytest
import streamlit as st
from streamlit.runtime.media_file_manager import MediaFileManager

from govsvc.store import open_store


@pytest.fixture(autouse=True)
def who_looks(acting):
    """An administrator, unless the test says otherwise."""


@pytest.fixture
def given(monkeypatch) -> dict:
    """What the download buttons of the pages give when they are clicked: name of the file → how it
    is made.
    """
    found, real = {}, MediaFileManager.add_deferred

    def kept(self, make, mime, coordinates, file_name=None, **more):
        found[file_name] = make
        return real(self, make, mime, coordinates, file_name, **more)

    monkeypatch.setattr(MediaFileManager, "add_deferred", kept)
    return found


@pytest.fixture(scope="session")
def made(tmp_path_factory, demonstration_file, october_file) -> Path:
    """A folder with the databases empty.duckdb, one.duckdb and full.duckdb."""
    folder = tmp_path_factory.mktemp("databases")
    shutil.copy(demonstration_file, folder / "full.duckdb")
    shutil.copy(october_file, folder / "one.duckdb")
    open_store(folder / "empty.duckdb").close()
    return folder


@pytest.fixture(params=["empty", "one", "full"])
def database(request, made, tmp_path, monkeypatch):
    """Each of the three in turn; gives its name."""
    yield from use(request.param, made, tmp_path, monkeypatch)


@pytest.fixture
def empty(made, tmp_path, monkeypatch):
    yield from use("empty", made, tmp_path, monkeypatch)


@pytest.fixture
def one(made, tmp_path, monkeypatch):
    yield from use("one", made, tmp_path, monkeypatch)


@pytest.fixture
def full(made, tmp_path, monkeypatch):
    yield from use("full", made, tmp_path, monkeypatch)


def use(name, made, tmp_path, monkeypatch):
    path = tmp_path / f"{name}.duckdb"
    shutil.copy(made / path.name, path)
    monkeypatch.setenv("GOVSVC_DATABASE", str(path))
    st.cache_data.clear()
    st.cache_resource.clear()
    yield name
    open_store(path).close()
