"""The counties of a city: what they are called, where their data lie, who may look into them.

The directory is kept with the city's own data, as one of their settings.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from urllib.parse import quote

from govsvc.domain import county_names, database_address
from govsvc.domain.database_address import DatabaseAddress, ServerAddress
from govsvc.domain.errors import GovsvcError

#: the setting that holds the directory
SETTING = "counties"


@dataclass(frozen=True, slots=True)
class County:
    """One county of the city.

    `address`: as `written` gives it. `group`: those it is ranked among, "" where the city has no
    groups. `viewers`: names of accounts of the city's that may see its rows; administrators may
    anyway.
    """

    name: str
    address: str
    group: str = ""
    viewers: tuple[str, ...] = ()

    def located(self, city: DatabaseAddress) -> DatabaseAddress:
        """Where its data lie. The password and certificates of the city's own address are used on
        the same server.
        """
        folder = city.parent if isinstance(city, Path) else city.folder
        address = database_address.read(self.address, folder)
        if isinstance(address, Path) or isinstance(city, Path):
            return address
        if replace(city, schema="", password="", sslmode="", sslrootcert="") != replace(
            address, schema="", password="", sslmode="", sslrootcert=""
        ):
            return address
        return replace(city, schema=address.schema)


@dataclass(frozen=True, slots=True)
class CountyDirectory:
    """All counties of a city, in the order in which its tables have them."""

    counties: tuple[County, ...] = ()

    @classmethod
    def of_settings(cls, settings: Mapping[str, str]) -> "CountyDirectory":
        """The directory that the settings keep; empty where the data are no city's."""
        listed = json.loads(settings.get(SETTING) or "[]")
        return cls(
            tuple(County(**{**one, "viewers": tuple(one.get("viewers", ()))}) for one in listed)
        )

    def text(self) -> str:
        """As `of_settings` reads it."""
        return json.dumps([asdict(one) for one in self.counties], ensure_ascii=False)

    def named(self, name: str) -> County:
        """The county of that name. Raises GovsvcError where there is none."""
        name = county_names.unspaced(name)
        for county in self.counties:
            if county.name == name:
                return county
        raise GovsvcError(
            f"名单里没有“{name}”。", "请用 city list 查看名单里的名称。", "unknown_county"
        )

    def with_county(self, name: str, address: DatabaseAddress, group: str) -> "CountyDirectory":
        """With one county more, at the end.

        Raises GovsvcError where the name is not a full one, or one of the two is there already.
        """
        name = county_names.unspaced(name)
        if not name or county_names.lacks_ending(name):
            raise GovsvcError.of("home_not_full", name=name)
        county = County(name, written(address), group.strip())
        for known in self.counties:
            if known.name == name or known.address == county.address:
                raise GovsvcError(
                    f"名单里已有{known.name}，它的数据在 {known.address}。",
                    "一个县（市、区）只列一次；要改地址，请先用 city remove 移出。",
                    "county_twice",
                )
        return CountyDirectory((*self.counties, county))

    def without(self, name: str) -> "CountyDirectory":
        """Without that county, whose data stay. Raises GovsvcError where there is no such."""
        gone = self.named(name)
        return CountyDirectory(tuple(one for one in self.counties if one != gone))

    def seen_by(self, name: str, viewers: Iterable[str]) -> "CountyDirectory":
        """With these accounts, and no others, as those that may see the county's rows.

        Raises GovsvcError where there is no such county.
        """
        changed = self.named(name)
        seen = replace(changed, viewers=tuple(dict.fromkeys(filter(None, viewers))))
        return CountyDirectory(tuple(seen if one == changed else one for one in self.counties))


def written(address: DatabaseAddress) -> str:
    """An address as a directory has it. Raises GovsvcError for one with a password, which
    everybody could read there, and for a file that another folder would not find.
    """
    if isinstance(address, ServerAddress):
        if address.password:
            raise GovsvcError(
                "名单里不保存密码。",
                "请去掉地址里的密码：与全市数据同一服务器、同一用户的自动沿用，其他的放在"
                "运行看板的账户的 ~/.pgpass。",
                "password_in_directory",
            )
        trust = {"sslmode": address.sslmode, "sslrootcert": address.sslrootcert}
        more = "".join(f"&{key}={quote(value, safe='/')}" for key, value in trust.items() if value)
        return f"{address}{more}"
    if not address.is_absolute():
        raise GovsvcError(
            f"请写出数据库文件的完整路径，不是 {address}。", "例如 /srv/govsvc/qingyuan.duckdb。"
        )
    return str(address)
