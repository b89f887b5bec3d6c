"""What a server says, as sentences. Its own words are not passed on: they may hold what somebody typed."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import Trouble
from danyang_desktop.store.database import SAFE
from danyang_desktop.store.postgres.address import driver

if TYPE_CHECKING:
    from collections.abc import Iterator

    from danyang_desktop.store.postgres.address import Address

_PASSWORD = ("password authentication failed", "no password supplied", "密码认证失败", "没有提供口令", "没有提供密码")
_LOST = Trouble(
    f"和数据库服务器的连接断了，手上这一步没有存上。{SAFE}收完的包都在；收到一半的，服务器好了以后再收一次，会接着收完。",
    "U-343",
)
_BY_STATE = {
    "28P01": ("数据库的用户名或密码不对，没有连上。台账没有受影响。请问管服务器的人，改好地址再打开。", "U-341"),
    "28000": ("数据库服务器不让这个用户进来，没有连上。台账没有受影响。请管服务器的人放开这台电脑。", "U-341"),
    "3D000": ("服务器上没有这个数据库，没有新建任何东西。请看看地址写对了没有，或请管服务器的人先建好。", "U-342"),
    "53100": (f"数据库服务器的磁盘写满了，这一次没有存上。{SAFE}请管服务器的人腾出地方再试。", "U-344"),
    "53300": ("数据库服务器的连接用完了，没有连上。台账没有受影响。请过一会儿再打开，或请管服务器的人调大。", "U-340"),
    "57P03": ("数据库服务器正在启动或停下，没有连上。台账没有受影响。请过一会儿再打开。", "U-340"),
    "42501": (f"这个数据库用户没有写的权限，这一次没有存上。{SAFE}请管服务器的人给它建表和写的权限。", "U-345"),
    "25006": (f"连上的是只读的备用服务器，这一次没有存上。{SAFE}请把地址改成主服务器。", "U-345"),
    "55P03": (f"别的同事正在写这本台账，等了两分钟还没轮到，这一次没有存上。{SAFE}请过一会儿再做一次。", "U-346"),
    "57014": (f"这一步做得太久，被服务器停下了，没有存上。{SAFE}请过一会儿再做一次。", "U-346"),
}
_GONE = ("57P01", "57P02", "57P05")
_UNFIT = ("22", "54")
"""Classes of states that speak of a value the tables cannot hold (SQLSTATE 22xxx, 54xxx)."""


class Unfit(ValueError):  # noqa: N818 - it speaks of the value
    """A value that the server's tables cannot hold."""


@contextmanager
def spoken() -> Iterator[None]:
    """Turn what the driver raises into Trouble; a value that does not fit into Unfit, as SQLite's driver does."""
    psycopg = driver()
    try:
        yield
    except psycopg.DataError as error:
        raise Unfit(error.sqlstate or "data") from error
    except psycopg.Error as error:
        state = error.sqlstate or ""
        if state.startswith(_UNFIT):
            raise Unfit(state) from error
        raise _named(error, state) from error


def _named(error: Any, state: str) -> Trouble:
    if state in _BY_STATE:
        return Trouble(*_BY_STATE[state])
    if state in _GONE or (not state and isinstance(error, driver().OperationalError)):
        return Trouble(_LOST.sentence, _LOST.code)
    return Trouble(
        f"数据库出了意外（{state or type(error).__name__}）。{SAFE}请把这个编号告诉县里管电脑的人。", "U-349"
    )


def not_connected(error: Any, address: Address) -> Trouble:
    """Say why there is no connection; a failed one has no state, so the server's words are looked through."""
    words = str(error)
    if error.sqlstate in _BY_STATE:
        return Trouble(*_BY_STATE[error.sqlstate])
    if any(one in words for one in _PASSWORD):
        return Trouble(*_BY_STATE["28P01"])
    if "pg_hba.conf" in words or "role" in words:
        return Trouble(*_BY_STATE["28000"])
    if f'database "{address.parts["dbname"]}"' in words:
        return Trouble(*_BY_STATE["3D000"])
    if "starting up" in words or "shutting down" in words:
        return Trouble(*_BY_STATE["57P03"])
    if "too many" in words or "remaining connection slots" in words:
        return Trouble(*_BY_STATE["53300"])
    said = (
        f"连不上数据库服务器“{address.server}”，台账没有受影响。请看看服务器开着没有、网络通不通、地址对不对，再打开。"
    )
    return Trouble(said, "U-340")
