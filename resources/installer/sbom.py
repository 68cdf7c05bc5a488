"""The bill of materials (CycloneDX 1.6) and the notices of a bundle, from its components.

Every file has its hash; what wheels carry inside (`parts`) are components of their own, with the
files that hold them as evidence, so that a scanner finds them by name, version and CPE.
"""

import hashlib
import json
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from components import OURS, Component
from licence_table import is_copyleft_only
from parts import Carried

TEXTS = Path(__file__).resolve().parent / "licences"
SHARED_TEXTS = {
    "LGPL-3.0": TEXTS / "LGPL-3.0.txt",
    "GPL-3.0": TEXTS / "GPL-3.0.txt",
    "LGPL-2.1": TEXTS / "LGPL-2.1.txt",
    "PSF-2.0": TEXTS / "PSF-2.0.txt",
}
CPES = {"cpython": "python:python", "pillow": "python:pillow"}


def bill_of_materials(
    bundle: Path, components: list[Component], carried: list[Carried], built: int
) -> str:
    """The SBOM as JSON; `built` is the time it claims, in seconds since 1970."""
    ours = next(component for component in components if component.name == OURS)
    others = [component for component in components if component is not ours]
    document: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(built, UTC).isoformat().replace("+00:00", "Z"),
            "component": _entry(bundle, ours, "application"),
        },
        "components": [
            *(_entry(bundle, component) for component in others),
            *(_part(bundle, entry) for entry in carried),
        ],
        "dependencies": _dependencies(components, carried),
    }
    content = json.dumps(document, sort_keys=True)
    document["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, content)}"
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _entry(bundle: Path, component: Component, kind: str = "library") -> dict[str, Any]:
    entry: dict[str, Any] = {
        "type": kind,
        "bom-ref": _reference(component),
        "name": component.name,
        "version": component.version,
        "licenses": [{"expression": component.licence}],
        "components": [
            {
                "type": "file",
                "bom-ref": f"file:{name}",
                "name": name,
                "hashes": _hashes(bundle / name),
            }
            for name in component.files
        ],
    }
    if component.purl:
        entry["purl"] = component.purl
    if product := CPES.get(component.name):
        entry["cpe"] = f"cpe:2.3:a:{product}:{component.version}:*:*:*:*:*:*:*"
    return entry


def _part(bundle: Path, entry: Carried) -> dict[str, Any]:
    """The hash is that of the first file that holds it."""
    return {
        "type": "library",
        "bom-ref": entry.reference,
        "name": entry.part.name,
        "version": entry.version,
        "licenses": [{"expression": entry.part.licence}],
        "purl": entry.purl,
        "cpe": entry.cpe,
        "hashes": _hashes(bundle / entry.files[0]),
        "evidence": {"occurrences": [{"location": name} for name in entry.files]},
    }


def _dependencies(components: list[Component], carried: list[Carried]) -> list[dict[str, Any]]:
    """Who asks for whom, of what is in the bundle; a wheel depends on what it carries."""
    known = {component.name: _reference(component) for component in components}
    graph = {
        _reference(component): {known[name] for name in component.requires if name in known}
        for component in components
    }
    for component in components:
        if (component.purl or "").startswith("pkg:deb/"):  # Qt's plug-in for X11, or Python's own
            asks = "pyside6-essentials" if component.name.startswith("libxcb") else "cpython"
            graph[known[asks]].add(_reference(component))
    for entry in carried:
        graph[known[entry.part.wheel]].add(entry.reference)
        graph[entry.reference] = set()
    return [{"ref": name, "dependsOn": sorted(graph[name])} for name in sorted(graph)]


def _reference(component: Component) -> str:
    return component.purl or component.name


def _hashes(file: Path) -> list[dict[str, str]]:
    return [{"alg": "SHA-256", "content": hashlib.sha256(file.read_bytes()).hexdigest()}]


def refused(components: list[Component], carried: Iterable[Carried]) -> list[str]:
    """The components, and parts of components, that offer nothing but the GPL."""
    licences = [(component.name, component.licence) for component in components]
    licences += [(entry.part.name, entry.part.licence) for entry in carried]
    return [name for name, licence in licences if is_copyleft_only(licence)]


def notices(components: list[Component], carried: Iterable[Carried]) -> str:
    """One text with every component, its licence, and the licence texts that came with it."""
    lines = ["Doctor Workstation is built from the following components.", ""]
    lines += [
        f"{component.name} {component.version}: {component.licence}" for component in components
    ]
    lines += [
        f"{entry.part.name} {entry.version}: {entry.part.licence} (in {entry.part.wheel})"
        for entry in carried
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
