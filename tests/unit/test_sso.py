"""Single sign-on without a screen: claims → person, rules → role, and his session."""

from datetime import timedelta

import pytest
from support import WHEN, mentions

from govsvc import __main__ as commands
from govsvc.domain.errors import GovsvcError, NotAllowed
from govsvc.security import ADMINISTRATOR, UPLOADER, VIEWER, Actor, Right, audit_kinds, system_actor
from govsvc.security.audit_log import AuditLog
from govsvc.security.roles import BARRED, REVIEWER
from govsvc.security.sessions import IDLE, LONGEST, Sessions
from govsvc.security.sso import SingleSignOn
from govsvc.security.sso_person import Person, person_of
from govsvc.security.sso_rules import DOMAIN, EMAIL, GROUP, Rule, account_for

HERE = "10.0.0.7"
CLAIMS = {
    "iss": "https://id.county.test",
    "sub": "1001",
    "name": "张三",
    "email": "Zhang@County.test",
    "email_verified": True,
    "groups": ["统计员", "全体"],
}
ZHANG = person_of(CLAIMS)


@pytest.fixture
def log(tmp_path) -> AuditLog:
    return AuditLog(tmp_path / "govsvc.duckdb")


@pytest.fixture
def sessions(tmp_path, log) -> Sessions:
    return Sessions(tmp_path / "govsvc.duckdb", log)


def give(sessions: Sessions, kind: str, value: str, role, *units: str) -> None:
    sessions.sso.set_rule(kind, value, role, units, system_actor(), WHEN)


# -- whom the provider named -------------------------------------------------------------


def test_a_verified_email_is_his():
    assert (ZHANG.name, ZHANG.email, ZHANG.groups) == (
        "张三 zhang@county.test",
        "zhang@county.test",
        ("统计员", "全体"),
    )


@pytest.mark.parametrize("verified", [False, None, "false", "yes", 1, [True]])
def test_an_email_that_is_not_verified_is_nobodys(verified):
    person = person_of(CLAIMS | {"email_verified": verified})
    assert (
        person.email == "" and "county.test" not in person.name and person.name.startswith("张三 #")
    )


@pytest.mark.parametrize(
    "email",
    [
        "",
        "zhang",
        "a b@county.test",
        "zhang@county.test\nx@y.zz",
        "zhang@ｃounty.test",
        "ᴢhang@county.test",
        "\u212aate@county.test",
        7,
        None,
        "x" * 300 + "@county.test",
    ],
)
def test_what_is_no_plain_address_is_none(email):
    assert person_of(CLAIMS | {"email": email}).email == ""


@pytest.mark.parametrize(
    "claims",
    [{}, {"sub": "1"}, {"iss": "x", "sub": ""}, {"iss": "x", "sub": 7}, {"iss": None, "sub": "1"}],
)
def test_who_has_no_subject_is_nobody(claims):
    assert person_of(claims) is None


def test_names_are_their_owners_alone():
    """Whatever somebody calls himself, the last word of his name is his, and no account may be
    called so.
    """
    pretends = [
        person_of(CLAIMS | {"sub": sub, "name": name, "email": "evil@county.test"})
        for sub, name in (
            ("2", "张三 zhang@county.test"),
            ("3", "admin"),
            ("4", "张三\u202e\n #abc"),
            ("5", "x" * 500),
            ("6", None),
            ("7", ["a"]),
        )
    ]
    assert all(
        person.name.split(" ")[-1] == "evil@county.test"
        and len(person.name) < 60
        and person.name.isprintable()
        for person in pretends
    )
    unverified = person_of(
        CLAIMS | {"email_verified": False, "sub": "zhang@county.test", "name": "张三"}
    )
    assert unverified.name != ZHANG.name
    assert (
        person_of(CLAIMS | {"email_verified": False, "sub": "a"}).name
        != person_of(CLAIMS | {"email_verified": False, "sub": "b"}).name
    )
    assert (
        person_of(CLAIMS | {"email_verified": False}).name
        != person_of(CLAIMS | {"email_verified": False, "iss": "https://other.test"}).name
    )


def test_no_local_account_can_have_such_a_name(sessions):
    with pytest.raises(GovsvcError, match="不能作账号名"):
        sessions.accounts.add(ZHANG.name, ADMINISTRATOR, [], system_actor(), WHEN)


@pytest.mark.parametrize(
    "named, found",
    [
        ("统计员", ("统计员",)),
        (["a", 1, None, "b"], ("a", "b")),
        ({"a": 1}, ()),
        (7, ()),
        (None, ()),
    ],
)
def test_groups_are_texts(named, found):
    assert person_of(CLAIMS | {"groups": named}).groups == found
    assert person_of({**CLAIMS, "groups": [], "roles": named}, "roles").groups == found


# -- rules -------------------------------------------------------------------------------

OF_ZHANG, OF_COUNTY, OF_STAFF, OF_ALL = (
    Rule(EMAIL, "zhang@county.test", UPLOADER, ("民政局",)),
    Rule(DOMAIN, "county.test", VIEWER),
    Rule(GROUP, "统计员", REVIEWER),
    Rule(GROUP, "全体", UPLOADER, ("公安局",)),
)


@pytest.mark.parametrize(
    "rules, role, units",
    [
        ([], VIEWER, ()),
        ([OF_ZHANG], UPLOADER, ("民政局",)),
        ([OF_STAFF, OF_ZHANG], UPLOADER, ("民政局",)),
        ([OF_COUNTY, OF_STAFF, OF_ALL], REVIEWER, ()),
        ([OF_ALL, Rule(GROUP, "统计员", UPLOADER, ("民政局",))], UPLOADER, ("公安局", "民政局")),
        ([OF_ALL, Rule(GROUP, "统计员", UPLOADER)], UPLOADER, ()),
        ([OF_STAFF, Rule(GROUP, "全体", BARRED)], BARRED, ()),
        ([OF_ZHANG, Rule(GROUP, "全体", BARRED)], UPLOADER, ("民政局",)),
        ([Rule(EMAIL, "zhang@county.test", BARRED), OF_STAFF], BARRED, ()),
        (
            [
                Rule(GROUP, "统计", ADMINISTRATOR),
                Rule(DOMAIN, "ounty.test", ADMINISTRATOR),
                Rule(EMAIL, "hang@county.test", ADMINISTRATOR),
            ],
            VIEWER,
            (),
        ),
    ],
)
def test_which_rule_decides(rules, role, units):
    account = account_for(ZHANG, rules, VIEWER)
    assert (account.role, account.units, account.is_disabled) == (role, units, role == BARRED)


def test_a_rule_for_an_email_fits_nobody_without_one():
    nobody = Person("x #1", "", ())
    assert not any(
        rule.fits(nobody)
        for rule in (
            OF_ZHANG,
            OF_COUNTY,
            Rule(EMAIL, "", ADMINISTRATOR),
            Rule(DOMAIN, "", ADMINISTRATOR),
        )
    )


def test_rules_are_kept_replaced_and_taken_back_and_stand_in_the_log(sessions, log):
    give(sessions, EMAIL, " ZHANG@county.test ", UPLOADER, "民政局")
    give(sessions, EMAIL, "zhang@county.test", REVIEWER)
    give(sessions, DOMAIN, "@county.test", VIEWER)
    assert [rule.description for rule in sessions.sso.rules()] == [
        "邮箱 zhang@county.test：审核",
        "邮箱域名 county.test：查阅",
    ]
    sessions.sso.remove_rule(EMAIL, "zhang@county.test", system_actor(), WHEN)
    changes = [(entry.before, entry.after) for entry in log.entries(kind=audit_kinds.SETTING)][::-1]
    assert changes == [
        ("", "邮箱 zhang@county.test：填报（限民政局）"),
        ("邮箱 zhang@county.test：填报（限民政局）", "邮箱 zhang@county.test：审核"),
        ("", "邮箱域名 county.test：查阅"),
        ("邮箱 zhang@county.test：审核", ""),
    ]
    with pytest.raises(GovsvcError, match="没有邮箱"):
        sessions.sso.remove_rule(EMAIL, "zhang@county.test", system_actor(), WHEN)


@pytest.mark.parametrize(
    "kind, value",
    [
        (EMAIL, "zhang"),
        (EMAIL, ""),
        (EMAIL, "@county.test"),
        (DOMAIN, ""),
        (DOMAIN, "test"),
        (DOMAIN, "a@county.test"),
        (GROUP, " "),
        (GROUP, "a\nb"),
        (GROUP, "x" * 500),
        (EMAIL, "*@*"),
    ],
)
def test_what_is_no_email_domain_or_group_is_refused(sessions, kind, value):
    with pytest.raises(GovsvcError, match="不是"):
        give(sessions, kind, value, VIEWER)
    assert not sessions.sso.rules()


def test_units_are_for_uploads_alone_and_the_unknown_get_little(sessions):
    for role in (VIEWER, REVIEWER, ADMINISTRATOR, BARRED):
        with pytest.raises(GovsvcError, match="只有填报"):
            give(sessions, GROUP, "x", role, "民政局")
    for role in (UPLOADER, REVIEWER, ADMINISTRATOR):
        with pytest.raises(GovsvcError, match="只能是查阅"):
            sessions.sso.set_default_role(role, system_actor(), WHEN)


@pytest.mark.parametrize("role", [VIEWER, UPLOADER, REVIEWER])
def test_only_an_administrator_changes_them(sessions, role):
    by = Actor("张三", role, (), HERE, "张三")
    give(sessions, GROUP, "x", VIEWER)
    for do in (
        lambda: sessions.sso.set_rule(EMAIL, "me@county.test", ADMINISTRATOR, [], by, WHEN),
        lambda: sessions.sso.remove_rule(GROUP, "x", by, WHEN),
        lambda: sessions.sso.set_default_role(BARRED, by, WHEN),
        lambda: sessions.sso.set_groups_claim("roles", by, WHEN),
    ):
        with pytest.raises(NotAllowed):
            do()
    assert len(sessions.sso.rules()) == 1 and sessions.sso.default_role() == VIEWER


# -- sessions ----------------------------------------------------------------------------


def test_his_session_is_like_any_other(sessions, log):
    give(sessions, EMAIL, "zhang@county.test", UPLOADER, "民政局")
    token, account = sessions.begin_sso(ZHANG, HERE, WHEN)
    actor = sessions.actor(token, HERE, WHEN)
    assert (
        actor
        == Actor("张三 zhang@county.test", UPLOADER, ("民政局",), HERE, "张三 zhang@county.test")
        and account.is_sso
    )
    assert sessions.account(token, WHEN + IDLE) is None and sessions.account(
        token, WHEN + IDLE - timedelta(seconds=1)
    )
    assert sessions.account(token, WHEN + LONGEST) is None
    entry = log.entries(kind=audit_kinds.SIGNED_IN)[0]
    assert (entry.actor, entry.source) == (actor.name, HERE)
    assert mentions(entry.subject, "填报（限民政局）", "统一身份登录")


def test_signing_out_ends_all_his_sessions(sessions):
    first, second = (sessions.begin_sso(ZHANG, HERE, WHEN)[0] for _ in range(2))
    other = sessions.begin_sso(
        person_of(CLAIMS | {"sub": "2", "email": "li@county.test"}), HERE, WHEN
    )[0]
    sessions.sign_out(first, HERE, WHEN)
    assert (
        not sessions.account(first, WHEN)
        and not sessions.account(second, WHEN)
        and sessions.account(other, WHEN)
    )


def test_a_rule_holds_at_once_in_sessions_that_are_there(sessions):
    token, _ = sessions.begin_sso(ZHANG, HERE, WHEN)
    assert not sessions.actor(token, HERE, WHEN).may(Right.UPLOAD)
    give(sessions, GROUP, "统计员", UPLOADER)
    assert sessions.actor(token, HERE, WHEN).may(Right.UPLOAD)
    give(sessions, EMAIL, "zhang@county.test", BARRED)
    assert sessions.account(token, WHEN) is None and not sessions.actor(token, HERE, WHEN).may(
        Right.UPLOAD
    )


def test_who_is_unknown_looks_or_gets_nothing(sessions, log):
    sessions.accounts.settings.set_open(False, system_actor(), WHEN)
    token, _ = sessions.begin_sso(ZHANG, HERE, WHEN)
    assert sessions.actor(token, HERE, WHEN).may(Right.LOOK)
    sessions.sso.set_default_role(BARRED, system_actor(), WHEN)
    assert not sessions.actor(token, HERE, WHEN).may(Right.LOOK)
    with pytest.raises(GovsvcError, match="尚无进入看板的权限"):
        sessions.begin_sso(ZHANG, HERE, WHEN)
    assert (
        log.entries()[0].kind == audit_kinds.SIGN_IN_FAILED and log.entries()[0].actor == ZHANG.name
    )


def test_there_is_no_password_to_such_an_account(sessions):
    token, _ = sessions.begin_sso(ZHANG, HERE, WHEN)
    for password in ("", " ", "x", ZHANG.name):
        with pytest.raises(GovsvcError, match="不对|频繁"):
            sessions.sign_in(ZHANG.name, password, HERE, WHEN)
        with pytest.raises(GovsvcError, match="不对|频繁"):
            sessions.change_password(token, password, "榕树下的第七把椅子42", HERE, WHEN)


def test_he_is_no_administrator_who_would_be_left(sessions):
    """Were the provider gone, nobody could manage."""
    sessions.accounts.add("王主任", ADMINISTRATOR, [], system_actor(), WHEN)
    give(sessions, EMAIL, "zhang@county.test", ADMINISTRATOR)
    sessions.begin_sso(ZHANG, HERE, WHEN)
    with pytest.raises(GovsvcError, match="唯一的管理员"):
        sessions.accounts.change("王主任", system_actor(), WHEN, role=VIEWER)


# -- commands ----------------------------------------------------------------------------


def test_the_commands(tmp_path, capsys):
    database = tmp_path / "govsvc.duckdb"

    def run(*words: str) -> int:
        return commands.main(["sso", *words, "--database", str(database)])

    assert run("give", "email", "zhang@county.test", "--role", "uploader", "--unit", "民政局") == 0
    assert (
        run("give", "group", "统计员", "--role", "reviewer")
        == run("unknown", "barred")
        == run("claim", "roles")
        == 0
    )
    assert (
        run("take", "group", "统计员") == 0
        and run("take", "group", "统计员") == 1
        and run("give", "email", "x", "--role", "viewer") == 1
    )
    capsys.readouterr()
    run("list")
    assert capsys.readouterr().out.splitlines() == [
        "邮箱 zhang@county.test：填报（限民政局）",
        "没有规则的人：不许进入",
        "组的字段：roles",
    ]
    single = SingleSignOn(database)
    assert (
        single.default_role() == BARRED
        and single.groups_claim() == "roles"
        and AuditLog(database).entries()[0].actor == "命令行"
    )
