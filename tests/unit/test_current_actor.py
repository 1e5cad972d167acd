"""Which address a visitor has: what a proxy says counts only where the proxy is on this machine."""

import pytest

from pages._server import current_actor


@pytest.mark.parametrize(
    ("client", "forwarded", "address"),
    [
        ("10.1.2.3", None, "10.1.2.3"),
        ("127.0.0.1", None, "本机"),
        ("::1", None, "本机"),
        (None, None, "本机"),
        ("127.0.0.1", "10.1.2.3", "10.1.2.3"),
        ("::1", "10.1.2.3", "10.1.2.3"),
        (
            "127.0.0.1",
            "8.8.8.8, 10.1.2.3",
            "10.1.2.3",
        ),  # the proxy adds whom it saw; what stands before, anybody may have written
        ("127.0.0.1", "127.0.0.1", "本机"),
        ("127.0.0.1", "10.1.2.3, ", "本机"),
        ("10.1.2.3", "127.0.0.1", "10.1.2.3"),
        ("10.1.2.3", "10.9.9.9", "10.1.2.3"),  # not from a proxy on this machine
        ("127.0.0.1", "x" * 5000, "x" * 45),
        ("不是地址", "10.9.9.9", "不是地址"),
    ],
)
@pytest.mark.parametrize("name", ["x-forwarded-for", "X-Forwarded-For"])
def test_the_address_is_the_one_the_proxy_saw(client, forwarded, address, name):
    assert current_actor.address(client, {} if forwarded is None else {name: forwarded}) == address
