"""What was measured in pictures, kept beside the consultation they belong to.

A picture is known by the SHA-256 of its content: its address may change when it is uploaded, and
what stands at an address may change too; lines drawn over one picture never appear over another.
"""

import json
from typing import TYPE_CHECKING, Any

from workstation.domain.card import Card
from workstation.domain.geometry import Point
from workstation.domain.ids import ConsultationId
from workstation.domain.measurement import MeasurementSheet, Reference, Scale, Shape, ShapeKind
from workstation.vault import sql

if TYPE_CHECKING:
    import apsw

_REFERENCES = {reference.word: reference for reference in Reference}


def put(
    connection: "apsw.Connection",
    consultation_id: ConsultationId,
    digest: str,
    sheet: MeasurementSheet,
    now_ms: int,
) -> None:
    """Keep what is measured now; an empty sheet is forgotten."""
    if not sheet:
        sql.run(
            connection,
            "DELETE FROM measurement WHERE consultation_id = ? AND digest = ?",
            (consultation_id, digest),
        )
        return
    sql.run(
        connection,
        "INSERT OR REPLACE INTO measurement (consultation_id, digest, content, made_ms)"
        " VALUES (?, ?, ?, ?)",
        (consultation_id, digest, _text(sheet), now_ms),
    )


def get(
    connection: "apsw.Connection", consultation_id: ConsultationId, digest: str
) -> MeasurementSheet:
    """What was measured; an empty sheet where nothing was."""
    content = sql.value(
        connection,
        "SELECT content FROM measurement WHERE consultation_id = ? AND digest = ?",
        (consultation_id, digest),
    )
    return MeasurementSheet() if content is None else _sheet(json.loads(str(content)))


def _text(sheet: MeasurementSheet) -> str:
    content = {
        "scale": _scale_content(sheet.scale),
        "shapes": [
            {"kind": shape.kind.value, "points": _numbers(shape.points)} for shape in sheet.shapes
        ],
        "landmarks": _numbers(sheet.landmarks),
    }
    return json.dumps(content)


def _scale_content(scale: Scale | Card | None) -> dict[str, Any] | None:
    if scale is None:
        return None
    points = _numbers(scale.points)
    if isinstance(scale, Card):
        return {"card": [scale.long_mm, scale.short_mm], "points": points}
    return {
        "reference": scale.reference.word,
        "millimetres": scale.millimetres,
        "points": points,
    }


def _sheet(content: dict[str, Any]) -> MeasurementSheet:
    """The sheet in a stored value; earlier programs wrote no landmarks."""
    shapes = (
        Shape(ShapeKind(shape["kind"]), _points(shape["points"])) for shape in content["shapes"]
    )
    landmarks = _points(content.get("landmarks", []))
    return MeasurementSheet(_scale(content["scale"]), tuple(shapes), landmarks)


def _scale(content: dict[str, Any] | None) -> Scale | Card | None:
    if content is None:
        return None
    points = _points(content["points"])
    if "card" in content:
        long_mm, short_mm = content["card"]
        return Card(points, float(long_mm), float(short_mm))
    start, end = points
    return Scale(start, end, float(content["millimetres"]), _REFERENCES[content["reference"]])


def _numbers(points: tuple[Point, ...]) -> list[list[float]]:
    return [[point.x, point.y] for point in points]


def _points(numbers: list[list[float]]) -> tuple[Point, ...]:
    return tuple(Point(float(x), float(y)) for x, y in numbers)
