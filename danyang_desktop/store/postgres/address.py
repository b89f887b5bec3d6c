"""Where the county's server is: a URL, of which the password is never shown and never written down in clear."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from danyang_desktop.base.errors import Trouble, UserError

_NOT_HERE = (
    "这台电脑上的程序没有装连接 PostgreSQL 的部件，台账没有受影响。"
    "请管电脑的人装上（pip install 'danyang-desktop[county]'），或用安装包重装。"
)


def driver() -> Any:
    """Return the driver; only a county with a server has it installed. Raises Trouble."""
    try:
        import psycopg
    except ImportError as error:
        raise Trouble(_NOT_HERE, "U-348") from error
    return psycopg


@dataclass(frozen=True)
class Address:
    """A server, a database and a user. `parts` are what libpq knows, the password among them."""

    url: str = field(repr=False)
    parts: dict[str, str] = field(repr=False)

    @classmethod
    def of(cls, url: str) -> Address:
        """Read postgresql://user:password@host:port/database; raises UserError, Trouble."""
        if not url.startswith(("postgresql://", "postgres://")):
            raise UserError("数据库地址要写成 postgresql://用户名@服务器/数据库名。没有改动任何东西。", "database")
        psycopg = driver()
        try:
            parts = {name: str(value) for name, value in psycopg.conninfo.conninfo_to_dict(url).items()}
        except psycopg.Error as error:
            said = (
                "数据库地址看不懂。请照 postgresql://用户名@服务器/数据库名 再写一次，密码里的特殊字符要写成 %40 这样。"
            )
            raise UserError(said, "database") from error
        if not parts.get("dbname"):
            raise UserError("数据库地址里没有数据库名。请写成 postgresql://用户名@服务器/数据库名。", "database")
        return cls(url, parts)

    @property
    def shown(self) -> str:
        """The address as it may be shown and written down: without the password."""
        user, host = self.parts.get("user", ""), self.parts.get("host", "")
        port = self.parts.get("port", "")
        return f"postgresql://{f'{user}@' if user else ''}{host}{f':{port}' if port else ''}/{self.parts['dbname']}"

    @property
    def server(self) -> str:
        """The server's name, for sentences."""
        return self.parts.get("host") or "本机"
