"""Which package each file of a bundle comes from. A file that nobody claims stops the build."""

import importlib.metadata
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import support_code
from elf import debian_owner
from library_copies import owner_of_copy
from licence_table import BOOTLOADER, DEBIAN, DISTRIBUTIONS, RESOURCES
from packageurl import PackageURL
from product import ROOT, requirements, version
from PyInstaller.archive.readers import CArchiveReader

OURS = "doctor-workstation"
PYTHONS_OWN = re.compile(
    r"(python3[\d.]*|lib-dynload)/.*|base_library\.zip|libpython3.*"
    # On Windows its installation brings these libraries, and extension modules lie on the top.
    r"|(python3\d*|vcruntime140\w*|ucrtbase|api-ms-win-.*|lib(crypto|ssl)-3|libffi-8|sqlite3)\.dll"
    r"|\w+\.pyd",
    re.IGNORECASE,
)

REQUIRED = re.compile(r"[\w.-]+")


@dataclass
class Component:
    """One package that is in the bundle, with the files that came from it.

    `requires` names other packages, also such as are for other systems or extras.
    """

    name: str
    version: str
    licence: str
    purl: str | None = None
    files: list[str] = field(default_factory=list)
    licence_files: list[Path] = field(default_factory=list)
    requires: list[str] = field(default_factory=list)


class UnclaimedFileError(Exception):
    """A file of the bundle belongs to no known package, or to one of unknown licence."""


def components(bundle: Path) -> list[Component]:
    """Every package in `bundle`, by name. Raises UnclaimedFileError."""
    collected = Components()
    for path in sorted(bundle.rglob("*")):
        if path.is_file():
            collected.claim(bundle, path)
    for program in bundle.glob("workstation*"):
        for module in pure_modules(program):
            collected.claim_module(module)
    return sorted(collected.by_name.values(), key=lambda component: component.name)


class Components:
    """Collects claims."""

    def __init__(self) -> None:
        self.by_name: dict[str, Component] = {}
        self._owners = dict(_owners())
        self._folders = {
            str(parent) for name in self._owners for parent in PurePosixPath(name).parents
        }

    def claim(self, bundle: Path, path: Path) -> None:
        """Find the component of one file."""
        name = path.relative_to(bundle).as_posix()
        inner = path.resolve().relative_to(bundle.resolve()).as_posix().removeprefix("_internal/")
        if path.parent == bundle:
            component = self._component("pyinstaller-bootloader")
        elif inner.startswith("resources/"):
            folder = "/".join(PurePosixPath(inner).parts[:2])
            component = self._component(folder if folder in RESOURCES else OURS)
        elif owner := self._owners.get(_compared(inner)):
            component = self._component(owner)
        elif PYTHONS_OWN.fullmatch(inner):
            component = self._component("cpython")
        elif inner.startswith(support_code.FOLDER):
            component = self._component("shiboken6")
        elif owner := owner_of_copy(path, _libraries_named(path.name)):
            component = self._component(owner)
        else:
            component = self._component(_debian_package(inner))
        component.files.append(name)

    def claim_module(self, module: str) -> None:
        """Find the component of one Python module from the archive in a program."""
        top = module.partition(".")[0]
        stem = module.replace(".", "/")
        places = (_compared(f"{stem}.py"), _compared(f"{stem}/__init__.py"))
        owner = next((self._owners[place] for place in places if place in self._owners), None)
        if top == "workstation":
            self._component(OURS)
        elif owner:
            self._component(owner)
        elif top in sys.stdlib_module_names or top.startswith(("pyi", "_pyi", "_sysconfigdata")):
            self._component("cpython")
        elif _compared(stem) not in self._folders:
            raise UnclaimedFileError(f"module {module}")

    def _component(self, name: str) -> Component:
        if name not in self.by_name:
            self.by_name[name] = _described(name)
        return self.by_name[name]


def _described(name: str) -> Component:
    if name == OURS:
        return Component(
            name, version(), "Apache-2.0", licence_files=[ROOT / "LICENSE"], requires=requirements()
        )
    if name in RESOURCES:
        *described, text = RESOURCES[name]
        return Component(*described, licence_files=[ROOT / text])
    if name == "cpython":
        return Component(
            name,
            platform.python_version(),
            "PSF-2.0",
            f"pkg:generic/{name}@{platform.python_version()}",
        )
    if name == "pyinstaller-bootloader":
        return Component(name, importlib.metadata.version("pyinstaller"), BOOTLOADER)
    if name.startswith("deb:"):
        return _debian(name.removeprefix("deb:"))
    return _distribution(name)


def _distribution(name: str) -> Component:
    distribution = importlib.metadata.distribution(name)
    licence = (
        DISTRIBUTIONS.get(name)
        or distribution.metadata.get("License-Expression")
        or _classified(distribution)
    )
    if not licence:
        raise UnclaimedFileError(f"the licence of {name} is not known")
    # Where its metadata has no text of a licence, the top of its own folder may have it.
    texts = _texts(distribution, r"dist-info/.*(licen[cs]e|copying|notice)") or _texts(
        distribution, r"\w+/(licen[cs]e|thirdpartynotices)[^/]*$"
    )
    return Component(
        name,
        distribution.version,
        licence,
        f"pkg:pypi/{name}@{distribution.version}",
        licence_files=sorted(texts),
        requires=[_canonical(REQUIRED.match(line)[0]) for line in distribution.requires or ()],
    )


def _texts(distribution: importlib.metadata.Distribution, pattern: str) -> list[Path]:
    return [
        Path(str(distribution.locate_file(file)))
        for file in distribution.files or ()
        if re.search(pattern, file.as_posix(), re.IGNORECASE)
    ]


def _classified(distribution: importlib.metadata.Distribution) -> str | None:
    known = {
        "MIT License": "MIT",
        "BSD License": "BSD-3-Clause",
        "Apache Software License": "Apache-2.0",
    }
    names = [
        line.rpartition(" :: ")[2] for line in distribution.metadata.get_all("Classifier") or ()
    ]
    return next((known[name] for name in names if name in known), None)


def _debian(package: str) -> Component:
    if package not in DEBIAN:
        raise UnclaimedFileError(f"the licence of the Debian package {package} is not known")
    asked = ["dpkg-query", "-W", "-f", "${Version}", package]
    number = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    text = Path(f"/usr/share/doc/{package}/copyright")
    return Component(
        package, number, DEBIAN[package], _debian_purl(package, number), licence_files=[text]
    )


def _debian_purl(package: str, number: str) -> str:
    """With its release: without one a scanner has no list to look it up in, and passes it over."""
    release = platform.freedesktop_os_release()
    system = release["ID"]
    place = {"arch": "amd64", "distro": f"{system}-{release.get('VERSION_ID', '')}"}
    return PackageURL("deb", system, package, number, place).to_string()


def _debian_package(name: str) -> str:
    """The Debian package of a system library, as `deb:NAME`."""
    library = next(Path("/usr/lib").glob(f"*/{Path(name).name}"), None)
    owner = debian_owner(library) if library and shutil.which("dpkg-query") else None
    if owner is None:
        raise UnclaimedFileError(name)
    return f"deb:{owner}"


def _owners() -> Iterator[tuple[str, str]]:
    for distribution in importlib.metadata.distributions():
        for file in distribution.files or ():
            yield _compared(file.as_posix()), _canonical(distribution.name)


def _libraries_named(name: str) -> Iterator[tuple[Path, str]]:
    for distribution in importlib.metadata.distributions():
        for file in distribution.files or ():
            if _compared(file.name) == _compared(name):
                yield Path(str(distribution.locate_file(file))), _canonical(distribution.name)


def _compared(name: str) -> str:
    """A file's name as its system compares it: Windows collects ``msvcp140.dll`` in capitals."""
    return name.lower() if sys.platform == "win32" else name


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pure_modules(program: Path) -> Iterator[str]:
    """The names of the Python modules in the archive of one program."""
    archive = CArchiveReader(str(program))
    for name in archive.toc:
        if name.startswith("PYZ"):
            yield from archive.open_embedded_archive(name).toc
