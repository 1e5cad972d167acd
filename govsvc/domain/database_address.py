"""Where a county's data lie: a file of this machine, or a schema of a PostgreSQL server."""

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlsplit

from govsvc.domain.errors import GovsvcError

_SCHEMES = ("postgresql", "postgres")
_PORT = 5432
_EXAMPLE = "postgresql://用户名@主机名:5432/数据库名?schema=qingyuan"
#: what PostgreSQL keeps as it is written, without quotes, and does not cut off
_SCHEMA = re.compile(r"[a-z][a-z0-9_]{0,62}")
#: schemas that are the server's own, or everybody's
_TAKEN = re.compile(r"pg_.*|information_schema|public")
#: how far the server's certificate is trusted, as libpq names it
_TRUST = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
#: the end of a path that names what lies on this machine of a server's data
SERVER = ".server"
_PARAMETERS = ("schema", "sslmode", "sslrootcert")


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A schema of a PostgreSQL server, or of several that stand by for each other: their names with
    commas between, at one port. The one that takes writes is the county's.

    Whatever shows or notes it does so without the password. `sslmode`, `sslrootcert`: how far the
    server's certificate is trusted, and by which root, as libpq takes them; "" for its default.
    """

    host: str
    database: str
    schema: str
    port: int = _PORT
    user: str = ""
    password: str = field(default="", repr=False)
    sslmode: str = ""
    sslrootcert: str = ""
    #: where this machine keeps what belongs to these data and lies here: its log, backups
    folder: Path = field(default=Path("data"), repr=False, compare=False)

    @property
    def is_of_several(self) -> bool:
        return "," in self.host

    def __str__(self) -> str:
        user = f"{quote(self.user, safe='')}@" if self.user else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        database = quote(self.database, safe="")
        return f"postgresql://{user}{host}:{self.port}/{database}?schema={self.schema}"


DatabaseAddress: TypeAlias = Path | ServerAddress


def place(address: DatabaseAddress) -> Path:
    """The path by which that is named what lies beside the data on this machine: the file's own, of
    a server's schema one at which no file is.
    """
    if isinstance(address, Path):
        return address
    parts = address.schema, address.host, str(address.port), address.database
    name = "-".join(re.sub(r"[^\w.]", "_", part) for part in parts)
    return address.folder / f"{name}{SERVER}"


def resolved(address: DatabaseAddress) -> DatabaseAddress:
    """The same address, whatever folder the program works in."""
    return address.resolve() if isinstance(address, Path) else address


def read(text: str, folder: Path = Path("data")) -> DatabaseAddress:
    """The address that a person wrote; `folder`: where this machine keeps what belongs to it.

    Raises GovsvcError where it is neither a file's path nor a server's whole address. The sentence
    repeats no part of it, since any may be one of the password.
    """
    text = text.strip()
    if not text:
        raise _refused("没有填写", "请填写数据库文件的路径。")
    if re.search(r"[\x00-\x1f\x7f]", text):
        raise _refused("里面有不可见的字符", "请重新填写，不要换行。")
    scheme, separator, _ = text.partition("://")
    if not separator:
        return Path(text)
    if scheme.lower() not in _SCHEMES:
        raise _refused("开头不是 postgresql://", "请填写文件的路径，或 PostgreSQL 的地址。")
    return replace(_server(text), folder=folder)


def _server(text: str) -> ServerAddress:
    try:
        parts = urlsplit(text)
        port = _PORT if parts.port is None else parts.port
    except ValueError:
        raise _refused("主机名或端口有误", _ESCAPING) from None
    if parts.fragment or not port:
        raise _refused("主机名或端口有误", _ESCAPING)
    if not parts.hostname:
        raise _refused("没有主机名")
    database = unquote(parts.path.removeprefix("/"))
    if not database:
        raise _refused("没有数据库名")
    if "/" in database or "@" in database:
        raise _refused("数据库名有误", _ESCAPING)
    parameters = _parameters(parts)
    return ServerAddress(
        parts.hostname,
        database,
        _schema(parameters.get("schema", "")),
        port,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        parameters.get("sslmode", ""),
        parameters.get("sslrootcert", ""),
    )


_ESCAPING = "密码里的 @ : / ? # % 要写成 %40 %3A %2F %3F %23 %25。"


def _parameters(parts: SplitResult) -> dict[str, str]:
    try:
        pairs = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError:
        raise _refused("“?”后面有误", _ESCAPING) from None
    parameters = dict(pairs)
    if len(parameters) < len(pairs):
        raise _refused("“?”后面有重复的一项")
    if not parameters.keys() <= set(_PARAMETERS):
        raise _refused(f"“?”后面只能写 {'、'.join(_PARAMETERS)}", _ESCAPING)
    if parameters.get("sslmode", _TRUST[0]) not in _TRUST:
        raise _refused("sslmode 有误", f"请写 {'、'.join(_TRUST)} 之一。")
    return parameters


def _schema(name: str) -> str:
    if not name:
        raise _refused("没有写明是哪个县", "请在末尾加上 ?schema= 和该县的模式名，如 qingyuan。")
    if not _SCHEMA.fullmatch(name):
        raise _refused("模式名有误", "请只用小写字母、数字和下划线，以字母开头，最多63个。")
    if _TAKEN.fullmatch(name):
        raise _refused("模式名是 PostgreSQL 自用的", "请为该县另起一个，如 qingyuan。")
    return name


def _refused(what: str, step: str = "") -> GovsvcError:
    return GovsvcError(
        f"数据库地址（GOVSVC_DATABASE）{what}。", f"{step}例如 {_EXAMPLE}。", "database_address"
    )
