r"""The Windows Installer package: a WiX source made from the payload's files, compiled by wixl.

    python msi.py PAYLOAD VERSION ICON OUTPUT.msi

Silent:  msiexec /i FILE.msi /qn [AUTOSTART=1|0] [INSTALLFOLDER="C:\Program Files\folder"]
         msiexec /x FILE.msi /qn [WIPE=1]   (without it, what users saved stays)
Exit:    those of Windows Installer: 0 done, 1603 failed and rolled back, 1638 another version,
         3010 done after a restart. 1603 is also: older than Windows 10 1809, a folder outside
         Program Files, and a program that is running; nothing was changed then.
"""

import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import quoteattr

HERE = Path(__file__).resolve().parent
# Never changes: by it a newer package finds and replaces an older one.
UPGRADE_CODE = uuid.UUID("6e0b5d0c-6a58-4c0e-9d39-4ad6e2a2f1c7")

# What wixl cannot say. `running`, `earlier` and `wipe` are a program of the package (2), in the
# transaction (1024), as the installer (2048); that wiping fails is ignored (64). `forget` runs as
# the user who removes, whose Credential Manager nobody else can open. InstallExecute has `running`
# and `earlier`, which looks into the folder of the version that is there, run before anything is
# taken away. That version is removed after that and still inside the transaction, so a failed
# upgrade is rolled back to what was there (wixl removes it before). An upgrade goes into its folder
# (`stay`) and keeps its start at sign-in (`Condition`), unless it is told otherwise, which Windows'
# own way of keeping features would not hear (MigrateFeatureStates). Where people see the installer,
# its half without rights searches, and hands on no property but the secure ones.
AMENDMENTS = HERE / "amend.sql"


def compile_package(payload: Path, version: str, icon: Path, output: Path) -> None:
    """Write `output`. Raises CalledProcessError with wixl's words on the screen."""
    with tempfile.TemporaryDirectory() as folder:
        actions = Path(folder) / "actions.exe"
        subprocess.run(
            ["makensis", "-V1", "-WX", f"-DOUTPUT={actions}", HERE / "actions.nsi"], check=True
        )
        source = Path(folder) / "product.wxs"
        source.write_text(wix_source(payload, version, icon, actions), encoding="utf-8")
        subprocess.run(["wixl", "--arch", "x64", "-o", output, source], check=True)
    subprocess.run(["msibuild", output, "-q", *AMENDMENTS.read_text().splitlines()], check=True)


def wix_source(payload: Path, version: str, icon: Path, actions: Path) -> str:
    """The WiX source: the template with the files of `payload` in their folders."""
    files = Files(payload)
    template = (HERE / "product.wxs").read_text(encoding="utf-8")
    marks = {
        "@VERSION@": version,
        "@ICON@": str(icon),
        "@ACTIONS@": str(actions),
        "@PRODUCT_CODE@": _code(f"product {version}"),
        "@UPGRADE_CODE@": str(UPGRADE_CODE).upper(),
        "@FILES@": "\n".join(files.directory(payload, depth=5)),
        "@COMPONENTS@": "\n".join(f'<ComponentRef Id="{name}"/>' for name in files.components),
    }
    for mark, text in marks.items():
        template = template.replace(mark, text)
    return template


class Files:
    """Turns a folder into Directory, Component and File elements, one component a file."""

    def __init__(self, payload: Path) -> None:
        self._payload = payload
        self.components: list[str] = []

    def directory(self, folder: Path, depth: int) -> Iterator[str]:
        """The elements inside the element of `folder`."""
        indent = "  " * depth
        for path in sorted(folder.iterdir()):
            name = path.relative_to(self._payload).as_posix()
            if path.is_dir():
                identity = _id("d", name)
                yield f'{indent}<Directory Id="{identity}" Name={quoteattr(path.name)}>'
                yield from self.directory(path, depth + 1)
                yield f"{indent}</Directory>"
            else:
                yield indent + self._component(path, name)

    def _component(self, path: Path, name: str) -> str:
        component = _id("c", name)
        self.components.append(component)
        key = "program" if name == "workstation.exe" else _id("f", name)
        return (
            f'<Component Id="{component}" Guid="{_code(name)}" Win64="yes">'
            f'<File Id="{key}" KeyPath="yes" Name={quoteattr(path.name)} '
            f"Source={quoteattr(str(path))}/></Component>"
        )


def _id(kind: str, name: str) -> str:
    """An identifier that depends on the path alone; Windows Installer allows 72 characters."""
    return f"{kind}{uuid.uuid5(UPGRADE_CODE, name).hex}"


def _code(name: str) -> str:
    return str(uuid.uuid5(UPGRADE_CODE, name)).upper()


if __name__ == "__main__":
    compile_package(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
