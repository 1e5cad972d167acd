"""A database address is a file or a schema of a server; what is neither is refused with a sentence
that repeats no part of it.
"""

import copy
import pickle
from pathlib import Path

import pytest

from govsvc.domain import database_address
from govsvc.domain.database_address import ServerAddress
from govsvc.domain.errors import GovsvcError

SECRET = "s3cret"


@pytest.mark.parametrize(
    "text",
    ["data/govsvc.duckdb", "/srv/清源 县.duckdb", "C:\\data\\a.duckdb", "postgresql", "a:b.duckdb"],
)
def test_a_path_is_a_file(text):
    assert database_address.read(f" {text}\n") == Path(text)


def test_a_server_with_all_that_an_address_may_say():
    assert database_address.read(
        "postgresql://dash%40board:s%2F3%3A@db.qy.gov.cn:5433/gov%20svc"
        "?schema=qingyuan&sslmode=verify-full&sslrootcert=/etc/ca.pem"
    ) == ServerAddress(
        host="db.qy.gov.cn",
        database="gov svc",
        schema="qingyuan",
        port=5433,
        user="dash@board",
        password="s/3:",
        sslmode="verify-full",
        sslrootcert="/etc/ca.pem",
    )


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "PostgreSQL"])
def test_a_server_with_the_least_that_an_address_must_say(scheme):
    assert database_address.read(f"{scheme}://10.0.0.9/gov?schema=qy_2") == ServerAddress(
        "10.0.0.9", "gov", "qy_2", 5432
    )


def test_several_servers_stand_by_for_each_other_at_one_port():
    address = database_address.read("postgresql://u@10.0.0.21,10.0.0.22:5433/gov?schema=qy")
    assert (address.host, address.port, address.is_of_several) == (
        "10.0.0.21,10.0.0.22",
        5433,
        True,
    )
    assert str(address) == "postgresql://u@10.0.0.21,10.0.0.22:5433/gov?schema=qy"
    assert not database_address.read("postgresql://u@10.0.0.21/gov?schema=qy").is_of_several


def test_an_address_shows_no_password_and_is_read_again_from_what_it_shows():
    address = database_address.read(
        f"postgresql://dash%40board:{SECRET}@[::1]:5433/gov-svc%20x?schema=qingyuan"
    )
    assert address.password == SECRET
    shown = str(address)
    assert shown == "postgresql://dash%40board@[::1]:5433/gov-svc%20x?schema=qingyuan"
    for text in (shown, repr(address), f"{address}", repr([address])):
        assert SECRET not in text
    assert str(database_address.read(shown)) == shown
    assert pickle.loads(pickle.dumps(address)) == copy.copy(address) == address


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "没有填写"),
        ("  ", "没有填写"),
        ("data/a\x00.duckdb", "不可见"),
        (f"postgresql://u:{SECRET}@db/gov?schema=qy\nx", "不可见"),
        (f"mysql://u:{SECRET}@db/gov?schema=qy", "开头不是"),
        (f"postgresql+psycopg://u:{SECRET}@db/gov?schema=qy", "开头不是"),
        (f"postgresql://u:{SECRET}@/gov?schema=qy", "没有主机名"),
        ("postgresql:///gov?schema=qy", "没有主机名"),
        (f"postgresql://u:{SECRET}@db:x/gov?schema=qy", "端口有误"),
        (f"postgresql://u:{SECRET}@db:0/gov?schema=qy", "端口有误"),
        (f"postgresql://u:{SECRET}@db:70000/gov?schema=qy", "端口有误"),
        (f"postgresql://u:{SECRET}@[::1/gov?schema=qy", "端口有误"),
        (f"postgresql://u:{SECRET}@db?schema=qy", "没有数据库名"),
        (f"postgresql://u:{SECRET}@db/?schema=qy", "没有数据库名"),
        (f"postgresql://u:{SECRET}@db/gov/x?schema=qy", "数据库名有误"),
        (f"postgresql://u:{SECRET}@db/gov", "没有写明是哪个县"),
        (f"postgresql://u:{SECRET}@db/gov?schema=", "没有写明是哪个县"),
        (f"postgresql://u:{SECRET}@db/gov?schema=Qing", "模式名有误"),
        (f"postgresql://u:{SECRET}@db/gov?schema=清源", "模式名有误"),
        (f'postgresql://u:{SECRET}@db/gov?schema=a";drop', "模式名有误"),
        (f"postgresql://u:{SECRET}@db/gov?schema=1a", "模式名有误"),
        (f"postgresql://u:{SECRET}@db/gov?schema={'a' * 64}", "模式名有误"),
        (f"postgresql://u:{SECRET}@db/gov?schema=pg_temp", "自用"),
        (f"postgresql://u:{SECRET}@db/gov?schema=public", "自用"),
        (f"postgresql://u:{SECRET}@db/gov?schema=a&schema=b", "重复"),
        (f"postgresql://u:{SECRET}@db/gov?schema=a&password={SECRET}", "只能写"),
        (f"postgresql://u:{SECRET}@db/gov?schema=a&{SECRET}", "后面有误"),
        (f"postgresql://u:{SECRET}@db/gov?schema=a&sslmode={SECRET}", "sslmode"),
        # a password whose marks are not escaped
        (f"postgresql://u:{SECRET}/x@db/gov?schema=a", "端口有误"),
        (f"postgresql://u:{SECRET}?x@db/gov?schema=a", "端口有误"),
        (f"postgresql://u:{SECRET}#x@db/gov?schema=a", "端口有误"),
        (f"postgresql://u:12/{SECRET}@db/gov?schema=a", "数据库名有误"),
        (f"postgresql://u:12?{SECRET}@db/gov?schema=a", "没有数据库名"),
    ],
)
def test_a_bad_address_is_refused_without_being_repeated(text, what):
    with pytest.raises(GovsvcError) as caught:
        database_address.read(text)
    said = str(caught.value)
    assert what in said and caught.value.step and SECRET not in said
    assert caught.value.code == "database_address"
    assert caught.value.__cause__ is None and caught.value.__suppress_context__ == bool(
        caught.value.__context__
    )
