"""The pages of signing in and of one's own account, as HTML."""

import html

from starlette.requests import Request
from starlette.responses import Response

from govsvc.security.account import Account
from govsvc.security.passwords import SHORTEST
from govsvc.security.weak_passwords import ADVICE
from pages._server import html_pages, sso_providers
from pages._server.form_submission import field, form


def sign_in_page(
    request: Request,
    is_open: bool,
    fault: str = "",
    status: int = 200,
    name: str = "",
    next_path: str = "",
) -> Response:
    """The form to sign in. `is_open`: it says that one may also look without signing in."""
    fields = (
        f'<input type="hidden" name="next" value="{html.escape(next_path)}">'
        + field("name", "账号", "text", "username", name, has_focus=not name)
        + field("password", "密码", autocomplete="current-password", has_focus=bool(name))
    )
    destination = next_path if html_pages.local_path(next_path) != "./" else ""
    link = f'<a href="{html.escape(destination or "./")}">不登录，只查看</a>'
    body = (
        f'<h1>登录</h1><p class="muted">政务服务指标看板</p>{html_pages.alert(fault)}'
        f"{form(request, 'signin', fields, '登录')}{sso_providers.links(destination)}"
        f"{html_pages.muted('忘记密码的，请管理员重置。')}"
        f"{html_pages.muted(link) if is_open else ''}"
    )
    return html_pages.page(request, "登录 · 政务服务指标看板", body, status)


def account_page(
    request: Request,
    account: Account,
    fault: str = "",
    status: int = 200,
    is_without_password: bool = False,
) -> Response:
    """Who one is, the form to change the password, the button to sign out.

    `is_without_password`: the session began by the link of the start; the form asks for no old one.
    """
    must_change = account.must_change and not is_without_password
    if account.is_sso:
        password = html_pages.muted("您通过统一身份登录，密码请在统一身份平台修改。")
    else:
        title = "设置密码" if is_without_password else "修改密码"
        fields = _password_fields(has_old=not is_without_password)
        password = f"<h2>{title}</h2>{form(request, 'account', fields, title)}"
    notice = "当前为他人设置的密码，请更换后再使用。" if must_change else ""
    if is_without_password:
        notice = "尚未设置密码。关闭浏览器后，或在其他电脑上，须用密码登录。"
    back = "" if must_change else '<a class="button" href="./">回到看板</a>'
    limit = f"，限{html.escape('、'.join(account.units))}" if account.actor("").is_limited else ""
    body = (
        f'<h1>{html.escape(account.name)}</h1><p class="muted">{account.role.name}：'
        f"{account.role.description}{limit}</p>"
        f"{html_pages.alert(fault or notice)}{back}{password}"
        '<h2>退出</h2><p class="muted">这个账号在所有电脑上的登录一并退出。'
        f"</p>{form(request, 'signout', '', '退出登录', ' class=plain')}"
    )
    return html_pages.page(request, "账号 · 政务服务指标看板", body, status)


def _password_fields(has_old: bool) -> str:
    return (
        (field("old", "原密码", autocomplete="current-password") if has_old else "")
        + field("new", f"新密码（{SHORTEST}个字符以上）", autocomplete="new-password")
        + field("again", "再次输入新密码", autocomplete="new-password")
        + html_pages.muted(html.escape(ADVICE))
    )
