"""Charts on the screen are the drawings of the paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from danyang_desktop.printing.charts import Progress, bars, progress
from ui.chart import ChartView
from ui.theme import Theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def _colours(view: ChartView) -> set[str]:
    image = view.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(0, image.height(), 3)}


def test_every_bar_has_the_colour_of_its_role(qtbot: QtBot) -> None:
    theme = Theme()
    view = ChartView(theme, drawing=bars("近 3 个月走访户次", [("9月", 9), ("10月", 2), ("11月", 8)], target=5))
    qtbot.addWidget(view)
    view.resize(view.sizeHint())
    seen = _colours(view)
    assert {theme.colour(name).name() for name in ("chart", "primary", "warn_outline")} <= seen
    view.show_drawing(bars("近 3 个月走访户次", [("9月", 9), ("10月", 9), ("11月", 8)], target=5))
    assert theme.colour("warn_outline").name() not in _colours(view)  # nobody is below the target now


def test_a_screen_reader_hears_what_the_paper_says(qtbot: QtBot) -> None:
    drawing = progress("全年进度", [Progress("年度谈心", 8, 12, "人")])
    view = ChartView(Theme(), "dutiesChart", drawing)
    qtbot.addWidget(view)
    assert view.accessibleName() == "全年进度，年度谈心，8 / 12 人，66%"
    assert view.sizeHint().width() > view.minimumSizeHint().width() > 0


def test_a_card_may_say_the_heading_itself(qtbot: QtBot) -> None:
    drawing = bars("近 6 个月走访户次", [("11月", 8)], target=5, note="虚线：每月应走 5")
    whole, bare = ChartView(Theme(), drawing=drawing), ChartView(Theme(), drawing=drawing, headed=False)
    for view in (whole, bare):
        qtbot.addWidget(view)
    assert bare.heading == ("近 6 个月走访户次", "虚线：每月应走 5")
    assert bare.sizeHint().height() < whole.sizeHint().height()
