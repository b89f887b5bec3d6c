"""What may stand in the repository, and under which names."""

from __future__ import annotations

import ast
import re
import subprocess

import pytest

from tests.helpers.sources import ROOT, files, name, tree

FORBIDDEN_NAMES = re.compile(r"(utils?|common|manager|misc|base_.*|.*_utils?|.*_manager)\.py")
# Written with a class of one character each, so that this line does not hold what it looks for.
MACHINE = re.compile(
    r"/[w]ork/|/[r]oot/|/[f]arm/|/[h]ome/[a-z]+/|C:\\\\?[U]sers|[p]ypi\.org|[n]pmjs\.org|[p]ythonhosted|[d]eb\.debian"
    r"|[r]egistry\.npm|[g]hcr\.io"
)
TEXTS = {".py", ".md", ".toml", ".txt", ".qss", ".json", ".svg", ".yml", ".cfg", ".ini", ""}


def tracked() -> list[str]:
    """Return what the repository holds, and what is about to be added."""
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    said = subprocess.run(asked, cwd=ROOT, capture_output=True, check=False)
    if said.returncode:  # an unpacked archive has no history: then it is all that lies here
        return [name(path) for path in files()]
    return [path for path in said.stdout.decode().split("\0") if path and (ROOT / path).is_file()]


def test_no_file_is_called_after_nothing() -> None:
    assert [name(path) for path in files() if FORBIDDEN_NAMES.fullmatch(path.name)] == []
    assert [name(path) for path in files("danyang_desktop", "ui") if path.stem == "helpers"] == []
    assert FORBIDDEN_NAMES.fullmatch("base_page.py")
    assert not FORBIDDEN_NAMES.fullmatch("base.py")


def test_windows_are_written_in_python() -> None:
    assert [path for path in tracked() if path.endswith((".ui", ".qrc"))] == []


def test_no_path_of_a_machine_and_no_address_of_a_registry() -> None:
    found = []
    for path in tracked():
        file = ROOT / path
        if file.suffix in TEXTS and path != "LICENSE":
            text = file.read_text("utf-8", errors="replace")
            found += [f"{path}: {hit[0]}" for hit in MACHINE.finditer(text)]
    assert found == []
    assert MACHINE.search("see /wo" + "rk/main")


@pytest.mark.parametrize("path", ["uv.lock", ".env", "poetry.lock"])
def test_what_carries_addresses_is_not_kept(path: str) -> None:
    assert path not in tracked()


def test_only_data_lies_in_resources() -> None:
    assert list((ROOT / "resources").rglob("*.py")) == []


def test_the_top_is_tidy() -> None:
    """Architecture, rooms: nothing else at the top but LICENSE and dot files."""
    top = {path.split("/")[0] for path in tracked()}
    known = {"main.py", "danyang_desktop", "ui", "resources", "tests", "pyproject.toml", "README.md", "LICENSE"}
    assert {one for one in top if not one.startswith(".")} <= known


def test_every_module_postpones_annotations_and_says_what_it_is() -> None:
    for path in files("danyang_desktop", "ui"):
        module = tree(path)
        assert ast.get_docstring(module), f"{name(path)} has no docstring"
        if len(module.body) > 1:
            imports = [node for node in module.body if isinstance(node, ast.ImportFrom) and node.module == "__future__"]
            assert imports or path.parent.name == "migrations", name(path)


def test_every_silenced_complaint_gives_its_reason() -> None:
    """`noqa` and `type: ignore` name their rule, and say why."""
    bare = re.compile(r"#\s*(noqa|type:\s*ignore)(?!.*\S{2,}.*(-|#).*\w{3,})")
    found = [
        f"{name(path)}:{number}"
        for path in files("danyang_desktop", "ui")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if bare.search(line)
    ]
    assert found == []


def test_no_test_is_skipped_or_expected_to_fail_and_none_sleeps() -> None:
    words = ("pytest.sk" + "ip", "mark.sk" + "ip", "xf" + "ail", "Magic" + "Mock", "time.sl" + "eep(")
    found = [f"{name(path)}: {word}" for path in files("tests") for word in words if word in path.read_text("utf-8")]
    assert found == []
