"""Every attack of this folder against the running app; the script names what did not hold."""

import attack
import pytest
import streamlit as st
from local_app import started
from signing_in import by_time
from streamlit.testing.v1 import AppTest
from support import SHELL
from target import ATTACKS, Attack, Target

from govsvc.security import Right
from govsvc.store import open_store
from pages._ui import data

# raised by the identity provider
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def target(tmp_path_factory):
    with started(tmp_path_factory.mktemp("attacked")) as running:
        yield running


@pytest.mark.parametrize(
    "one",
    [pytest.param(one, marks=[pytest.mark.alone] if one.run is by_time else []) for one in ATTACKS],
    ids=lambda one: f"{one.group}：{one.name}",
)
def test_it_holds(target, one):
    outcome = attack.run_one(target, one)
    assert outcome.result == attack.HELD, outcome.evidence


def test_every_subject_attacks():
    assert (
        len({one.group for one in ATTACKS}) == len(attack.SUBJECTS)
        and len({one.name for one in ATTACKS}) > 40
    )


def test_the_script_names_what_did_not_hold_and_fails(monkeypatch, capsys, target):
    """With an address alone: what needs accounts is untried, the rest is tried."""
    open_door = Attack("门", "推一下", "关着", lambda _: "开着")
    monkeypatch.setattr(attack, "ATTACKS", [one for one in ATTACKS if one.group == "响应头"])
    monkeypatch.setattr(
        attack, "run", lambda app: [attack.run_one(app, one) for one in attack.ATTACKS]
    )
    assert attack.main([target.base]) == 0
    attack.ATTACKS.append(open_door)
    assert attack.main([target.base]) == 1
    report = capsys.readouterr().out
    assert "没有守住1项" in report and "门：推一下\n    开着" in report
    assert report.count("守住\n") >= 14


def test_without_accounts_what_needs_them_is_untried():
    nobody = Target("http://127.0.0.1:9")
    needing = next(one for one in ATTACKS if one.name.startswith("退出以后重放"))
    assert attack.run_one(nobody, needing).result == attack.UNTRIED
    # nobody answers there: that does not count as held
    assert attack.run_one(nobody, ATTACKS[0]).result == attack.FAILED


@pytest.mark.parametrize("where", ["address", "session state", "cookie of Streamlit"])
def test_a_role_that_one_gives_oneself_is_none(tmp_path, monkeypatch, where):
    """In the address, in the state of the session, in what Streamlit believes of the user."""
    monkeypatch.setenv("GOVSVC_DATABASE", str(tmp_path / "county.duckdb"))
    open_store(tmp_path / "county.duckdb").close()
    for name, value in (
        ("cookies", {"role": "administrator"}),
        ("headers", {}),
        ("ip_address", "10.0.0.9"),
    ):  # AppTest has none
        monkeypatch.setattr(type(st.context), name, property(lambda _, value=value: value))
    seen = []
    own_actor = data.actor
    monkeypatch.setattr(data, "actor", lambda: seen.append(own_actor()) or seen[-1])
    app = AppTest.from_file(str(SHELL), default_timeout=30)
    for key in (
        "role",
        "actor",
        "user",
        "account",
        "is_admin",
        "right",
        "who",
        "govsvc_session",
        "name",
    ):
        if where == "address":
            app.query_params[key] = "administrator"
        elif where == "session state":
            app.session_state[key] = "administrator"
    if where == "cookie of Streamlit":
        monkeypatch.setattr(
            "streamlit.user_info._get_user_info",
            lambda: {"is_logged_in": True, "email": "zhang@county.test", "name": "admin"},
        )
    app.run()
    app.switch_page("upload.py").run()
    assert seen and all(actor.account == "" and not actor.may(Right.UPLOAD) for actor in seen)
    assert "administrator" not in {actor.name for actor in seen}
    open_store(tmp_path / "county.duckdb").close()
