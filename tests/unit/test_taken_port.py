"""A port that another program holds: no second dashboard beside it, and a sentence."""

import logging

import pytest
from running_app import served

from govsvc.admin import app_client
from govsvc.domain.errors import GovsvcError
from pages._server import admin_route, taken_port


@pytest.fixture
def other(tmp_path, monkeypatch):
    """The address of another dashboard on the same database."""
    monkeypatch.setenv("GOVSVC_DATABASE", str(tmp_path / "a.duckdb"))
    with served(admin_route.ROUTE) as address:
        app_client.write_key(tmp_path / "a.duckdb", address)
        yield address


@pytest.fixture
def chosen(monkeypatch):
    """Whether a port was chosen: not, until the test says so."""
    answers = [False]
    monkeypatch.setattr(taken_port.config, "is_manually_set", lambda option: answers[0])
    return answers


def test_the_next_port_is_refused(tmp_path, chosen):
    with pytest.raises(GovsvcError) as refused:
        taken_port.refuse_next_port(8502, tmp_path / "a.duckdb")
    assert "8501" in refused.value.title and "--server.port" in refused.value.step


def test_where_the_dashboard_runs_already_its_address_is_said(tmp_path, chosen, other):
    with pytest.raises(GovsvcError, match=other):
        taken_port.refuse_next_port(8502, tmp_path / "a.duckdb")


def test_another_program_at_the_address_of_a_killed_dashboard_is_none(tmp_path, chosen):
    with served() as address:
        app_client.write_key(tmp_path / "a.duckdb", address)
        with pytest.raises(GovsvcError, match="已被另一个程序使用"):
            taken_port.refuse_next_port(8502, tmp_path / "a.duckdb")


def test_the_usual_port_and_one_that_was_chosen_are_taken(tmp_path, chosen, other):
    taken_port.refuse_next_port(8501, tmp_path / "a.duckdb")
    chosen[0] = True
    taken_port.refuse_next_port(8502, tmp_path / "a.duckdb")


def test_it_is_one_sentence(tmp_path, chosen, capsys, monkeypatch):
    monkeypatch.setattr(logging.getLogger("uvicorn.error"), "disabled", False)
    with pytest.raises(GovsvcError):
        taken_port.end_on_next_port(8502, tmp_path / "a.duckdb")
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert logging.getLogger("uvicorn.error").disabled
