"""The app answers under addresses, localhost and the names of GOVSVC_HOSTS, and under no other."""

import asyncio
import html

import pytest
from starlette.responses import PlainTextResponse

from pages._server import host_names

SETTING = "govsvc.example.gov.cn，政务看板.县.cn; Dash-Server."
#: always
ADDRESSES = (
    "127.0.0.1",
    "127.0.0.1:8501",
    "10.0.0.5:80",
    "10.0.0.5.",
    "[::1]",
    "[::1]:8501",
    "[2001:DB8::5]:443",
    "[::ffff:10.0.0.5]",
    "localhost",
    "localhost:8501",
    "LOCALHOST:8501",
    "LocalHost.:8501",
    "localhost:",
)
#: where they are set
NAMES = (
    "govsvc.example.gov.cn",
    "govsvc.example.gov.cn:8443",
    "GOVSVC.Example.GOV.CN.",
    "dash-server",
    # as a browser sends 政务看板.县.cn
    "xn--zfr164botb3w1a.xn--5nr.cn:8501",
)
#: never
OTHERS = (
    "evil.test",
    "evil.test:8501",
    "localhost.evil.test",
    "127.0.0.1.evil.test",
    "127.0.0.1.nip.io",
    "evilgovsvc.example.gov.cn",
    "govsvc.example.gov.cn.evil.test",
    "example.gov.cn",
    "localhost..",
    "127.1",
    "2130706433",
    "0x7f.0.0.1",
    "127.0.0.01",
    "xn--a",
)
#: no names at all
MALFORMED = (
    "",
    ".",
    "*",
    ":8501",
    "::1",
    "[::1",
    "[127.0.0.1]",
    "[localhost]",
    "localhost:x",
    "localhost:8501:1",
    "localhost:999999",
    "localhost/",
    "localhost#",
    "evil.test@localhost",
    "localhost,evil.test",
    "localhost evil.test",
    "<script>",
    "县.cn",
    "127.0.0.1\x00",
)


def asked(hosts: list[str], setting: str = "", kind: str = "http", **headers: str):
    """(status, text) of a request with these Host headers; the app behind answers 200."""
    sent = []

    async def send(message):
        sent.append(message)

    scope = {
        "type": kind,
        "method": "GET",
        "path": "/",
        "headers": [(b"host", host.encode("utf-8")) for host in hosts]
        + [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GOVSVC_HOSTS", setting)
        middleware = host_names.HostNamesMiddleware(PlainTextResponse("the page"))
    asyncio.run(middleware(scope, None, send))
    assert all(message["type"].startswith("websocket.") == (kind != "http") for message in sent)
    return sent[0]["status"], html.unescape(sent[1]["body"].decode())


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("host", ADDRESSES)
def test_addresses_and_localhost_are_served_always(host, kind):
    assert asked([host], "", kind) == (200, "the page")
    assert asked([host], SETTING, kind) == (200, "the page")


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("host", NAMES)
def test_names_are_served_where_they_are_set(host, kind):
    assert asked([host], SETTING, kind) == (200, "the page")
    assert asked([host], "", kind)[0] == 421


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("host", OTHERS)
def test_any_other_name_is_told_which_setting_to_add_it_to(host, kind):
    for setting in ("", SETTING):
        status, text = asked([host], setting, kind)
        name = host.partition(":")[0].removesuffix(".")
        assert status == 421 and "GOVSVC_HOSTS" in text and f"“{name}”" in text
        assert "the page" not in text


@pytest.mark.parametrize("hosts", [[], *([host] for host in MALFORMED), ["localhost", "localhost"]])
def test_without_one_whole_name_nothing_is_served(hosts):
    status, text = asked(hosts, SETTING)
    assert status == 400 and "the page" not in text and "<script>" not in text.lower()


def test_what_a_proxy_says_of_the_name_counts_for_nothing():
    for forwarded in ({"x_forwarded_host": "localhost"}, {"forwarded": "host=localhost"}):
        assert asked(["evil.test"], "", **forwarded)[0] == 421
    assert asked(["localhost"], "", x_forwarded_host="evil.test")[0] == 200


@pytest.mark.parametrize(
    ("setting", "names"),
    [
        ("", set()),
        (" , ,", set()),
        (SETTING, {"govsvc.example.gov.cn", "xn--zfr164botb3w1a.xn--5nr.cn", "dash-server"}),
        ("a.cn b.cn\nc.cn；d.cn、e.cn", {"a.cn", "b.cn", "c.cn", "d.cn", "e.cn"}),
        ("*", set()),
        ("https://a.cn/, b.cn:8443, *.c.cn, d.cn", {"d.cn"}),
    ],
)
def test_the_setting_is_a_list_of_names(setting, names):
    assert host_names.served_names(setting) == names


def test_what_is_no_name_in_the_setting_is_said():
    (sentence,) = host_names.faults("https://a.cn, b.cn")
    assert "https://a.cn" in sentence and "GOVSVC_HOSTS" in sentence and "b.cn" not in sentence
    assert host_names.faults(SETTING) == [] and len(host_names.faults("*, a.cn:1")) == 2
