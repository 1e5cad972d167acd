"""A port that another program holds: no second dashboard beside it, and a sentence."""

import logging
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from govsvc.admin import app_client
from govsvc.domain.errors import GovsvcError
from pages._server import taken_port


class Answering(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def other(tmp_path):
    """The address of another dashboard on the same database."""
    server = HTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    app_client.write_key(tmp_path / "a.duckdb", address)
    yield address
    server.shutdown()
    thread.join()
    server.server_close()


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
