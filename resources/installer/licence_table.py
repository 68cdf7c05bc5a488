"""Licences, as SPDX expressions, of what says them unclearly or not at all in its metadata.

The Debian names are the system libraries that `trim` lets into the bundle on Linux.
"""

QT = "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only"

DISTRIBUTIONS = {
    "apsw-sqlite3mc": "MIT",
    "asn1crypto": "MIT",
    "certifi": "MPL-2.0",
    "charset-normalizer": "MIT",
    "h11": "MIT",
    "httpx": "BSD-3-Clause",
    "importlib-metadata": "Apache-2.0",
    "jaraco-classes": "MIT",
    "lazy-importer": "MIT",
    "pi-heif": "BSD-3-Clause",
    "protobuf": "BSD-3-Clause",
    "pyside6-addons": QT,
    "pyside6-essentials": QT,
    "pywin32-ctypes": "BSD-3-Clause",
    "shiboken6": QT,
    "tqdm": "MPL-2.0 AND MIT",
}
DEBIAN = {
    "libbz2-1.0": "bzip2-1.0.6",
    "libexpat1": "MIT",
    "libffi7": "MIT",
    "libffi8": "MIT",
    "liblzma5": "0BSD",
    "libmpdec4": "BSD-2-Clause",
    "libmpdec3": "BSD-2-Clause",
    "libsqlite3-0": "blessing",
    "libssl1.1": "OpenSSL",
    "libssl3t64": "Apache-2.0",
    "libssl3": "Apache-2.0",
    "libuuid1": "BSD-3-Clause",
    "libxcb-cursor0": "MIT",
    "libxcb-icccm4": "MIT",
    "libxcb-image0": "MIT",
    "libxcb-keysyms1": "MIT",
    "libxcb-render-util0": "MIT",
    "libxcb-util1": "MIT",
    "libzstd1": "BSD-3-Clause",
    "zlib1g": "Zlib",
}
# The start code of PyInstaller is under the GPL with an exception that frees programs built by it.
BOOTLOADER = "GPL-2.0-or-later WITH Bootloader-exception"
# What others made among our resources: folder, then name, version, licence and its text.
RESOURCES = {
    "resources/fonts": ("inter", "4", "OFL-1.1", "resources/fonts/OFL.txt"),
    "resources/pinyin": ("pypinyin", "0.55.0", "MIT", "resources/pinyin/LICENSE.txt"),
}


def is_copyleft_only(expression: str) -> bool:
    """Whether every choice that the licence offers is the GPL or AGPL without an exception."""
    choices = expression.replace("(", "").replace(")", "").split(" OR ")
    return all(
        any(
            part.startswith(("GPL-", "AGPL-")) and " WITH " not in part
            for part in choice.split(" AND ")
        )
        for choice in choices
    )
