"""The bill of materials (CycloneDX 1.6) and the notices of a bundle, from its components."""

import json
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from components import OURS, Component
from licence_table import is_copyleft_only

TEXTS = Path(__file__).resolve().parent / "licences"
SHARED_TEXTS = {
    "LGPL-3.0": TEXTS / "LGPL-3.0.txt",
    "GPL-3.0": TEXTS / "GPL-3.0.txt",
    "LGPL-2.1": TEXTS / "LGPL-2.1.txt",
    "PSF-2.0": TEXTS / "PSF-2.0.txt",
}


def bill_of_materials(components: list[Component], built: int) -> str:
    """The SBOM as JSON; `built` is the time it claims, in seconds since 1970."""
    ours = next(component for component in components if component.name == OURS)
    document: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(built, UTC).isoformat().replace("+00:00", "Z"),
            "component": _entry(ours, "application"),
        },
        "components": [_entry(component) for component in components if component is not ours],
    }
    content = json.dumps(document, sort_keys=True)
    document["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, content)}"
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _entry(component: Component, kind: str = "library") -> dict[str, Any]:
    entry: dict[str, Any] = {
        "type": kind,
        "bom-ref": component.purl or component.name,
        "name": component.name,
        "version": component.version,
        "licenses": [{"expression": component.licence}],
        "properties": [{"name": "bundle:file", "value": name} for name in component.files],
    }
    if component.purl:
        entry["purl"] = component.purl
    if component.parts:
        entry["components"] = [
            {"type": "library", "name": name, "licenses": [{"expression": licence}]}
            for name, licence in component.parts
        ]
    return entry


def refused(components: list[Component]) -> list[str]:
    """The components, and parts of components, that offer nothing but the GPL."""
    licences = [(component.name, component.licence) for component in components]
    licences += [part for component in components for part in component.parts]
    return [name for name, licence in licences if is_copyleft_only(licence)]


def notices(components: list[Component]) -> str:
    """One text with every component, its licence, and the licence texts that came with it."""
    lines = ["Doctor Workstation is built from the following components.", ""]
    lines += [
        f"{component.name} {component.version}: {component.licence}" for component in components
    ]
    lines += [
        "",
        "Qt, its Python bindings and FFmpeg are used under the LGPL: each lies in the bundle as a",
        "shared library of its own, which may be replaced by a changed one.",
    ]
    for component in components:
        for text in component.licence_files:
            lines += ["", "=" * 78, f"{component.name}: {text.name}", "", _text(text)]
    for name, path in SHARED_TEXTS.items():
        lines += ["", "=" * 78, name, "", _text(path)]
    return "\n".join(lines) + "\n"


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace").strip()
