"""How far measuring has come, in words for a screen reader: the picture shows it to the eye."""

from workstation.ui.kit.strings import tr
from workstation.ui.viewer.measurement_painter import scale_text, size_text
from workstation.ui.viewer.sketch import LANDMARK_ROW, SCALE_ROW, Grip, Sketch


def describe_progress(sketch: Sketch) -> str:
    """What is begun, or what is in hand, in words; empty where there is neither."""
    if sketch.open_points:
        return tr("measure.begun", count=len(sketch.open_points))
    return "" if sketch.grip is None else _in_hand(sketch, sketch.grip)


def _in_hand(sketch: Sketch, grip: Grip) -> str:
    sheet, scale = sketch.sheet, sketch.sheet.scale
    if grip.row == SCALE_ROW and scale is not None:
        thing, count = scale_text(scale), len(scale.points)
    elif grip.row == LANDMARK_ROW:
        thing, count = tr("measure.landmark"), len(sheet.landmarks)
    else:
        shape = sheet.shapes[grip.row]
        thing, count = size_text(sheet, shape), len(shape.points)
    return tr("measure.in_hand", thing=thing, number=grip.corner + 1, count=count)
