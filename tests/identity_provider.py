"""A provider of identities (OpenID Connect, oidc-provider-mock) on this machine, with people it
knows, and the secrets.toml that leads to it.
"""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

with warnings.catch_warnings(record=True):
    import oidc_provider_mock
    from oidc_provider_mock import User

#: who there is: subject → what the provider says of him
PEOPLE = {
    "1001": {"name": "张三", "email": "zhang@county.test", "email_verified": True},
    "1002": {
        "name": "李四",
        "email": "li@county.test",
        "email_verified": True,
        "groups": ["统计员"],
    },
    "1003": {"name": "路人", "email": "someone@elsewhere.test", "email_verified": True},
    "1004": {"name": "冒名", "email": "zhang@county.test", "email_verified": False},
    "1005": {"name": "没有核实", "email": "zhang@county.test"},
    "1006": {"name": "离职的", "email": "gone@county.test", "email_verified": True},
    "1007": {"name": "<b>王</b>[五](x)", "email": "wang@county.test", "email_verified": True},
}


@contextmanager
def provider() -> Iterator[str]:
    """The provider's address.

    By another name than that of the app, so that they are two sites to a browser.
    """
    for name in ("werkzeug", "oidc_provider_mock"):
        logging.getLogger(name).setLevel(logging.ERROR)
    users = [User(sub=subject, claims=claims) for subject, claims in PEOPLE.items()]
    with oidc_provider_mock.run_server_in_thread(user_claims=users) as server:
        yield f"http://localhost:{server.server_port}"


def write_secrets(
    path: Path,
    app_port: int,
    provider_address: str,
    cookie_secret: str = "a secret of these tests alone, 0123456789",
) -> Path:
    path.write_text(
        f'[auth]\nredirect_uri = "http://127.0.0.1:{app_port}/oauth2callback"\ncookie_secret '
        f'= "{cookie_secret}"\n'
        'client_id = "govsvc"\nclient_secret = "secret"\nserver_metadata_url = '
        f'"{provider_address}/.well-known/openid-configuration"\n'
    )
    return path
