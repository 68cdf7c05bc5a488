"""What Windows shows under Properties, Details of a program. Imported on Windows only."""

from product import PUBLISHER, four_numbers, version
from PyInstaller.utils.win32 import versioninfo as info


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
