"""The identity providers that `[auth]` in .streamlit/secrets.toml names."""

import html
from collections.abc import Mapping
from urllib.parse import quote

from streamlit.auth_util import (
    get_secrets_auth_section,
    get_validated_redirect_uri,
    validate_auth_credentials,
)
from streamlit.errors import StreamlitAuthError, StreamlitSecretNotFoundError

from govsvc.domain.errors import GovsvcError
from pages._server import html_pages

#: characters of the secret that signs Streamlit's cookies during sign-in; fewer may be guessed
_SHORTEST_SECRET = 32
_SECTION_KEYS = {"client_id", "client_secret", "server_metadata_url"}


def providers() -> list[str]:
    """The providers of `[auth]` in secrets.toml, the one without a name as "default".

    None where there is no such section. Raises GovsvcError where it is not complete.
    """
    try:
        section = get_secrets_auth_section()
    except StreamlitSecretNotFoundError as error:
        raise _misconfigured() from error
    if not section:
        return []
    names = _provider_names(section)
    has_secret = len(str(section.get("cookie_secret", ""))) >= _SHORTEST_SECRET
    if not names or not has_secret or get_validated_redirect_uri() is None:
        raise _misconfigured()
    for name in names:
        try:
            validate_auth_credentials(name)
        except StreamlitAuthError as error:
            raise _misconfigured() from error
    return names


def _provider_names(section: Mapping[str, object]) -> list[str]:
    named = [
        key
        for key, value in section.items()
        if isinstance(value, Mapping) and key != "client_kwargs"
    ]
    return (["default"] if _SECTION_KEYS & set(section) else []) + named


def _misconfigured() -> GovsvcError:
    return GovsvcError(
        "统一身份登录没有设置好。",
        "请管理员检查 .streamlit/secrets.toml 的 [auth]：redirect_uri 以 /oauth2callback "
        "结尾，cookie_secret 不少于"
        f"{_SHORTEST_SECRET}个字符，client_id、client_secret、server_metadata_url 都要有。",
        "single_config",
    )


def links(next_path: str) -> str:
    """HTML beneath the form to sign in: a link to each provider, which leads on to `next_path`."""
    try:
        names = providers()
    except GovsvcError as error:
        return html_pages.muted(html.escape(error.title + error.step))
    return "".join(
        f'<a class="button plain" href="signin/single?provider={quote(name)}&amp;'
        f'next={quote(next_path)}">'
        f"{html.escape('统一身份登录' if len(names) == 1 else f'统一身份登录（{name}）')}</a>"
        for name in names
    )
