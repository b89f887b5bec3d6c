"""README tells the truth: its commands exist, and what exists is in it."""

from __future__ import annotations

import argparse
import re
import shlex
import subprocess
import sys

import pytest

from danyang_desktop.commands import build
from tests.helpers.sources import ROOT

README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^ *```\w*\n(.*?)^ *```", README, re.DOTALL | re.MULTILINE)


def subcommands() -> dict[str, argparse.ArgumentParser]:
    parser = build()
    actions = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return dict(actions[0].choices)


def lines(*begin: str) -> list[str]:
    """Return the command lines in README's blocks that call one of these."""
    found = [line.split("  #")[0].strip() for block in BLOCKS for line in block.splitlines()]
    parts = [part.strip() for line in found for part in line.split("&&")]
    return [part for part in parts if part.startswith(begin)]


def told() -> list[tuple[set[str], set[str]]]:
    """Return the rows of README's table of commands: which commands a row is about, which options it names."""
    found = []
    for row in README.splitlines():
        if row.startswith("| `"):
            first = row.replace("\\|", "/").split("|")[1]
            found.append(
                ({code.split()[0] for code in re.findall(r"`([^`]+)`", first)}, set(re.findall(r"--[a-z-]+", row)))
            )
    return found


def options(parser: argparse.ArgumentParser) -> set[str]:
    """Return the options of a command and of what it has below it."""
    known: set[str] = set()
    for action in parser._actions:
        known |= set(action.option_strings)
        if isinstance(action, argparse._SubParsersAction):
            known = known.union(*(options(inner) for inner in action.choices.values()))
    return known


def test_the_two_commands_are_there() -> None:
    """Setting the program up and passing its tests: each one line."""
    both = [line.strip() for block in BLOCKS for line in block.splitlines() if "&&" in line]
    assert len(both) == 2
    assert any("main.py demo" in line for line in both)
    assert any("pytest" in line for line in both)


def test_every_command_is_told_and_every_told_command_exists() -> None:
    assert set().union(*(names for names, _ in told())) == set(subcommands())


def test_options_that_are_told_exist() -> None:
    for names, said in told():
        known = set().union(*(options(subcommands()[name]) for name in names))
        assert said <= known, f"{names}: {said - known}"


def test_every_option_is_told() -> None:
    """In the row of its command; what all commands have, above the table."""
    everywhere = {"--help", "--book", "--password-file", "--operator", "--database", "--json"}
    above = README.split("## Commands")[1].split("| command")[0]
    assert everywhere <= set(re.findall(r"--[a-z-]+", above))
    for name, parser in subcommands().items():
        known = {option for option in options(parser) if option.startswith("--")} - everywhere
        said = set().union(*(said for names, said in told() if name in names))
        assert known <= said, f"{name}: {known - said}"


def test_every_part_of_a_command_is_explained_in_chinese() -> None:
    for name, parser in subcommands().items():
        for action in parser._actions:
            assert re.search(r"[\u4e00-\u9fff]", str(action.help)), f"{name}: {action.dest}"


def test_every_command_says_what_it_does_in_chinese() -> None:
    for name, parser in subcommands().items():
        said = parser.format_help()
        assert re.search(r"[\u4e00-\u9fff]", said), name


def test_lines_of_main_are_read_by_the_parser() -> None:
    found = lines("uv run main.py", "python main.py")
    assert found
    for line in found:
        given = shlex.split(line.split("main.py", 1)[1])
        assert build().parse_args(given).command == given[0]


def test_modules_that_are_told_to_be_run_can_be_run() -> None:
    modules = {shlex.split(line)[4] for line in lines("uv run python -m")}
    assert "tests.faults.kill" in modules
    for module in sorted(modules):
        path = ROOT / module.replace(".", "/")
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), module


@pytest.mark.parametrize(
    ("given", "code"), [(["--help"], 0), (["no-such-command"], 2), (["list"], 2), (["demo", "--help"], 0)]
)
def test_the_program_answers_from_any_folder(given: list[str], code: int, tmp_path: object) -> None:
    ran = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *given], cwd=str(tmp_path), capture_output=True, check=False
    )
    assert ran.returncode == code
    assert b"Traceback" not in ran.stderr


def test_paths_that_are_told_exist() -> None:
    for path in re.findall(r"`((?:tests|danyang_desktop|ui|resources)/[\w./]+)`", README):
        if "meetings" not in path:
            assert (ROOT / path).exists(), path


def test_rooms_that_are_told_exist() -> None:
    for room in re.findall(r"^  (\w+)/ ", README, re.MULTILINE):
        assert (ROOT / "danyang_desktop" / room / "__init__.py").exists(), room
