"""Every page in every state as PNG, from the demo book: `python -m tests.tour DIR [--view NAME] [--scene NAME]`.

One process for each view: the dots of a px are settled before the first window. Look at all of them.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")

from PySide6.QtWidgets import QApplication

from tests.tour import scenes
from tests.tour.manual import take_pictures
from tests.tour.stage import VIEWS, Stage, View, make_demo


def main() -> None:
    """Take the tour in every view, or in one."""
    parser = argparse.ArgumentParser(prog="python -m tests.tour", description=__doc__)
    parser.add_argument("dir", type=Path, nargs="?", help="where the pictures go")
    parser.add_argument("--manual", action="store_true", help="make the pictures of the manual instead")
    parser.add_argument("--demo", type=Path, help="a folder with the demo's books (default: made now)")
    parser.add_argument("--view", choices=[view.name for view in VIEWS], help="only this view")
    parser.add_argument("--scene", default="", help="only this scene")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        demo = make_demo(asked.demo or Path(scratch) / "demo")
        if asked.manual:
            stage = Stage(application(), VIEWS[0], Path(scratch) / "pictures", Path(scratch) / "work")
            stage.dress()
            sys.stdout.write(f"{len(take_pictures(stage, demo))}\n")
            return
        if asked.dir is None:
            parser.error("where shall the pictures go?")
        if asked.view:
            view = next(view for view in VIEWS if view.name == asked.view)
            sys.stdout.write(f"{view.name}: {len(take(view, demo, asked.dir, asked.scene))}\n")
            return
        for view in VIEWS:
            scale = {"QT_SCALE_FACTOR": str(view.ratio)} if view.ratio != 1 else {}
            command = [sys.executable, "-m", "tests.tour", str(asked.dir), "--demo", str(demo), "--view", view.name]
            subprocess.run([*command, "--scene", asked.scene], env={**os.environ, **scale}, check=True)


def application() -> Any:
    """Return the program's only application."""
    return QApplication.instance() or QApplication(sys.argv[:1])


def take(view: View, demo: Path, out: Path, scene: str = "") -> list[str]:
    """Play the scenes (or one) in a view; return the names of the pictures."""
    app = application()
    with tempfile.TemporaryDirectory() as scratch:
        stage = Stage(app, view, out, Path(scratch))
        stage.dress()
        if scene in ("", "first_run"):
            with stage.opened(None):
                scenes.first_run(stage)
        if scene in ("", "first_run_of_an_office"):
            with stage.opened(None):
                scenes.first_run_of_an_office(stage)
        if scene in ("", "lock"):
            with stage.opened(demo):
                scenes.lock(stage)
        with stage.opened(demo):
            stage.enter()
            for play in scenes.BRANCH:
                if scene in ("", play.__name__):
                    play(stage)
        if scene in ("", "office"):
            with stage.opened(demo, "office", "office"):
                stage.enter()
                stage.prefix = "县里-"
                scenes.entries(stage)
        for name, found in stage.cut.items():
            sys.stdout.write(f"  {name}: {'; '.join(found)}\n")
        return stage.shots


if __name__ == "__main__":
    main()
