"""Which passwords are refused, and what the refusal says."""

import random
import string
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from support import WHEN

from govsvc.demo import office
from govsvc.domain.errors import GovsvcError
from govsvc.domain.roster import DEPARTMENT, Roster, Unit
from govsvc.security import UPLOADER, passwords, system_actor
from govsvc.security.sessions import Sessions
from govsvc.security.weak_passwords import refuse_weak
from govsvc.store import Act
from pages._server import sign_in

COUNTY, UNITS = "清源县", ("自然资源局",)
GOOD = "竹子和铁轨之间42号"


def why(password: str, name: str = "lisi") -> str:
    """The reason of the refusal, "" where there is none."""
    try:
        refuse_weak(password, name, COUNTY, UNITS)
    except GovsvcError as error:
        assert error.code == "weak_password" and error.step
        return error.title
    return ""


@pytest.mark.parametrize(
    "password",
    [
        *("1234567890", "password123", "Password2026!", "qwertyuiop", "1qaz2wsx3edc"),
        *("woaini1314520", "aaaaaaaaaaaa", "abcdefghijkl", "qwer1234asdf", "０１２３４５６７８９"),
        *("zhengwufuwu2026", "20260101202", "ＰＡＳＳＷＯＲＤ１２３", "12345678901234567890"),
        *("0987654321", "abababababab", "admin888888", "huawei@123", "p@ssw0rd2026", "xzspj@2026"),
        *("dragonmonkeyshadow", "woshishui123", "8741236905", "31415926535"),
    ],
)
def test_what_is_common_will_not_do(password):
    assert why(password)


@pytest.mark.parametrize(
    ("reason", "password"),
    [
        ("只有8个字符", "short-7个"),
        ("超过128个字符", "x" * 200),
        ("账号名", "lisi-的密码是这个"),
        ("日期", "20080808ab"),
        ("日期", "1990-01-01"),
        ("日期", "2008/08/08x"),
        ("日期", "1988.12.31wang"),
        ("日期", "2008年8月8日生日"),
        ("日期", "生日是2008年8月的"),
        ("日期", "二〇〇八年八月八日生"),
        ("日期", "我的8月12日12月8日"),
        ("重复的字符", "今年是2026今年是2026"),
        ("手机号", "13812345678"),
        ("手机号", "138-1234-5678abc"),
        ("手机号", "李13812345678"),
        ("身份证号", "110101199003071234"),
        ("身份证号", "11010119900307123X"),
        ("身份证号", "身份证110101900307123"),
        ("键盘上相邻的键", "!QAZ@WSX#EDC"),
        ("键盘上相邻的键", "zxcvfdsaqwer"),
        ("键盘上相邻的键", "!@#$%^&*()"),
        ("键盘上相邻的键", "7uJmNhY^5tGb"),
        ("键盘上相邻的键", "plmoknijb8"),
        ("常见的密码", "1qaz@WSX3edc"),
        ("常见的密码", "1q@W3e$R5t"),
        ("本县名称", "qingyuan@)@^"),
        ("本县名称", "qingyuan2026"),
        ("本县名称", "Qingyuan@2026"),
        ("本县名称", "QingYuanXian2026!"),
        ("本县名称", "清源县2026年清源县"),
        ("年份", "2026清源清源2026"),
        ("本县名称", "qyx2026qyx"),
        ("单位名称", "ziranziyuan2026"),
        ("单位名称", "zrzyj123456"),
        ("只有数字", "0731-86123456"),
    ],
)
def test_the_refusal_says_why(reason, password):
    assert reason in why(password)


def test_the_pinyin_of_an_account_counts_as_its_name():
    assert "账号名" in why("lisi198808", "李四") and "账号名" in why("李四20260101", "李四")
    assert "账号名" in why("shanxiong2026", "单雄") and "账号名" in why("danxiong2026", "单雄")
    assert "账号名" not in why("lisi198808", "王五")


@pytest.mark.parametrize(
    "password",
    [
        *("榕树下的第七把椅子42", "蓝色茶壶-四月十二日", GOOD, "清源县的雨下到三月才停下"),
        *("correct horse battery", "k7Tq-9mzpx-w2", "Xq4!vmR2#s", "chahu tiegui zhuyi"),
        *("竹椅!茶壶@铁轨#河", "correct@horse!battery"),
        *(
            "茶壶铁轨竹椅2026年冬",
            "2008年8月8日的竹椅茶壶和铁轨",
            "x7" * 3 + "榕树下的第七把椅子" * 6,
        ),
    ],
)
def test_what_will_do(password):
    assert why(password) == ""


def test_what_a_machine_draws_will_do():
    letters, draw = string.ascii_letters + string.digits, random.Random(20261130)
    drawn = ["".join(draw.choices(letters, k=12)) for _ in range(60)]
    assert [password for password in drawn if why(password)] == []
    one_time = {passwords.one_time() for _ in range(60)}
    assert len(one_time) == 60 and not any(why(password, "admin") for password in one_time)


def test_the_words_of_one_person_are_not_those_of_another():
    """Many at once: what zxcvbn is told of one account does not judge another's password."""
    names = [f"清溪桥{letter}{letter}" for letter in "甲乙丙丁戊己庚辛"]
    passwords_of_all = [f"{name}的茶壶铁轨和竹椅" for name in names]

    def refused(number: int) -> bool:
        turn = number // len(names)
        name = names[(number + turn) % len(names)]
        return bool(why(passwords_of_all[number % len(names)], name))

    expected = [turn == 0 for turn in range(8) for _ in names]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(refused, range(64))) == expected


def test_the_county_and_the_units_of_an_account_are_asked_for(tmp_path):
    sessions = Sessions(tmp_path / "a.duckdb")
    once = sessions.accounts.add("李四", UPLOADER, UNITS, system_actor(), WHEN)
    token, _ = sessions.sign_in("李四", once, "10.0.0.5", WHEN)
    for password in ("qingyuan2026", "ziranziyuan2026"):
        with pytest.raises(GovsvcError) as refused:
            sessions.change_password(token, once, password, "10.0.0.5", WHEN, COUNTY)
        assert refused.value.code == "weak_password"
    assert sessions.change_password(token, once, GOOD, "10.0.0.5", WHEN, COUNTY)


@pytest.mark.parametrize("units", [(), ("民政局",)])
def test_the_names_of_all_units_are_asked_for(tmp_path, units):
    """Also for an account without a limit, and beside the units of one that has it."""
    sessions = Sessions(tmp_path / "a.duckdb")
    once = sessions.accounts.add("李四", UPLOADER, units, system_actor(), WHEN)
    token, _ = sessions.sign_in("李四", once, "10.0.0.5", WHEN)
    limited = ["minzhengju2026"] * bool(units)
    for password in ("gonganju2026", "公安局2026公安局", *limited):
        with pytest.raises(GovsvcError) as refused:
            sessions.change_password(token, once, password, "10.0.0.5", WHEN, COUNTY, ["公安局"])
        assert "单位名称" in refused.value.title


def test_the_page_knows_the_county_and_every_name_of_its_units(october_store, monkeypatch):
    police = Unit("公安局", DEPARTMENT, ("县公安",), ("公安处",))
    october_store.setting_writes.save_roster(
        Roster([police]), Act("测试", WHEN), expected_version=october_store.version()
    )
    monkeypatch.setattr(sign_in, "database_address", lambda: october_store.path)
    assert sign_in._known_names() == ("云溪县", ["公安局", "县公安", "公安处"])


def test_a_page_without_data_knows_no_names(tmp_path, monkeypatch):
    monkeypatch.setattr(sign_in, "database_address", lambda: tmp_path / "a.duckdb")
    assert sign_in._known_names() == ("", [])


def test_what_a_machine_draws_will_do_in_an_office_of_many_units():
    units = [name for unit in office.roster().units for name in (unit.name, *unit.short_names)]
    assert len(units) >= 40
    for _ in range(40):
        refuse_weak(passwords.one_time(), "李四", COUNTY, units)


def test_nobody_waits_for_the_lists_who_changes_no_password():
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, govsvc.security.sessions, pages._server.sign_in;"
            "print({'zxcvbn', 'pypinyin'} & set(sys.modules))",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert loaded.stdout.strip() == "set()"
