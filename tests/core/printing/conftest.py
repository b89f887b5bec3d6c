"""The shipped fonts alone, so that no test depends on what is installed."""

from __future__ import annotations

import pytest

from danyang_desktop.printing import fonts


@pytest.fixture(scope="session")
def types() -> fonts.Types:
    return fonts.types(system=False)
