"""The toolbar acts on the active picture."""

from collections.abc import Callable

from workstation.ui.viewer import transform
from workstation.ui.viewer.canvas import Canvas
from workstation.ui.viewer.sides import Sides
from workstation.ui.viewer.toolbar import Toolbar


def connect_tools(tools: Toolbar, sides: Sides) -> None:
    """Let each tool do to the active picture what its name says."""

    def act(verb: Callable[..., None], *values: float) -> None:
        """Do it to the side that is active now, not to the one when the buttons were connected."""
        verb(sides.active.canvas, *values)

    sides.zoomed.connect(tools.show_zoom)
    tools.zoomed.connect(lambda zoom: act(Canvas.zoom_to, zoom))
    tools.stepped.connect(lambda step: act(Canvas.zoom, transform.STEP**step))
    tools.fitted.connect(lambda: act(Canvas.fit))
    tools.turned.connect(lambda quarters: act(Canvas.turn, quarters))
    tools.mirrored.connect(lambda: act(Canvas.mirror))
    tools.upended.connect(lambda: act(Canvas.upend))
    tools.adjusted.connect(sides.adjust)
    tools.reset_asked.connect(sides.reset)
