"""What Windows shows under Properties, Details of a program."""

import tomllib
from pathlib import Path

from PyInstaller.utils.win32 import versioninfo as info

ROOT = Path(__file__).resolve().parents[2]
PUBLISHER = "Doctor Workstation"


def version() -> str:
    """The version that pyproject.toml declares."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"])


def four_numbers() -> tuple[int, int, int, int]:
    """The version as Windows compares it."""
    major, minor, patch = (int(part) for part in version().split("."))
    return major, minor, patch, 0


def version_resource(name: str) -> object:
    """PyInstaller's description of the resource, for one program."""
    strings = {
        "CompanyName": PUBLISHER,
        "FileDescription": "Doctor Workstation 医生工作站",
        "FileVersion": version(),
        "InternalName": name,
        "LegalCopyright": "Apache-2.0",
        "OriginalFilename": f"{name}.exe",
        "ProductName": "Doctor Workstation",
        "ProductVersion": version(),
    }
    table = info.StringTable("080404b0", [info.StringStruct(*pair) for pair in strings.items()])
    return info.VSVersionInfo(
        ffi=info.FixedFileInfo(filevers=four_numbers(), prodvers=four_numbers()),
        kids=[
            info.StringFileInfo([table]),
            info.VarFileInfo([info.VarStruct("Translation", [0x0804, 1200])]),
        ],
    )
