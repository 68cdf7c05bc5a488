"""The Debian package around a bundle: /opt, menu entry, icons, manual page, IT's documents.

Its two scripts let an upgrade leave open windows alone: `linux/postinst` says how.
"""

import gzip
import os
import shutil
import subprocess
from pathlib import Path

from elf import debian_depends
from product import ROOT, version

NAME = "doctor-workstation"
SCRIPTS = ("postinst", "prerm")
# What docs/im-server.md copies to the IM server. Not among the documents: some systems drop those.
CONFIGURATION = "tests/servers/configuration"
IM_SERVER_MODULES = (
    f"{CONFIGURATION}/prosody/mod_auth_clinic.lua",
    f"{CONFIGURATION}/prosody/mod_clinic_rooms.lua",
    f"{CONFIGURATION}/ejabberd/extauth_clinic.py",
)
HERE = Path(__file__).resolve().parent
DOCUMENTS, DECISIONS = ROOT / "docs", ROOT / "workstation/decisions"
# From page to page in the sources, and where both lie beside the program.
LINKS = (("](../workstation/decisions/", "](decisions/"), ("](../../docs/", "](../"))
# Beside the libraries: without a font for Chinese nothing on the window could be read.
FONTS = "fonts-noto-cjk | fonts-wqy-microhei | fonts-wqy-zenhei | fonts-arphic-uming"
RECOMMENDS = "gnome-keyring | kwalletmanager | keepassxc, ca-certificates, fontconfig"
DESCRIPTION = """desktop client for doctors on a consultation platform
 Consultations in process and past ones, symptom photos and voice messages,
 the doctor's public page, and a lasting messaging session, in one window.
 .
 医生工作站：咨询、症状图片、语音、历史、个人主页和持续的即时消息。"""


def write(
    bundle: Path,
    icons: dict[int, Path],
    papers: dict[str, str],
    into: Path,
    level: int,
) -> Path:
    """Build the package, `papers` in /usr/share/doc, compressed at `level` (0 to 9); its path."""
    root = into / "deb"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(bundle, root / "opt" / NAME / "package", symlinks=True)
    _put(root / "usr/bin" / NAME, link=f"/opt/{NAME}/current/workstation")
    _put(root / f"usr/share/applications/{NAME}.desktop", HERE / f"linux/{NAME}.desktop")
    for size, icon in icons.items():
        _put(root / f"usr/share/icons/hicolor/{size}x{size}/apps/{NAME}.png", icon)
    _put(root / f"usr/share/icons/hicolor/scalable/apps/{NAME}.svg", HERE / "icon.svg")
    manual = (HERE / f"linux/{NAME}.1").read_text().replace("@VERSION@", version())
    _put(root / f"usr/share/man/man1/{NAME}.1.gz", text=gzip.compress(manual.encode(), mtime=0))
    for name, text in papers.items():
        _put(root / f"usr/share/doc/{NAME}/{name}", text=text.encode())
    put_documents(root / f"usr/share/doc/{NAME}")
    for module in IM_SERVER_MODULES:
        _put(root / f"usr/share/{NAME}/im-server/{Path(module).name}", ROOT / module)
    control = _control(bundle, _size(root))
    _put(root / "DEBIAN/control", text=control.encode())
    for name in SCRIPTS:
        script = (HERE / "linux" / name).read_text().replace("@VERSION@", version())
        _put(root / "DEBIAN" / name, text=script.encode())
        (root / "DEBIAN" / name).chmod(0o755)
    _same_times_and_modes(root)
    package = into / f"{NAME}_{version()}_amd64.deb"
    pack_whole(root, package, level)
    return package


def pack_whole(root: Path, package: Path, level: int) -> None:
    """Pack a folder; under that name there is a whole package or none."""
    package.unlink(missing_ok=True)
    half = package.with_suffix(".half")
    packed = ["-Zxz", f"-z{level}"] if level else ["-Znone"]
    command = ["dpkg-deb", "--root-owner-group", *packed, "--build", root, half]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    half.replace(package)


def put_documents(target: Path) -> None:
    """Copy pages, schemas, Group Policy templates, and the decisions that the pages point at.

    A README is about the sources.
    """
    own = shutil.ignore_patterns("README.md")
    for source, place in ((DOCUMENTS, target), (DECISIONS, target / DECISIONS.name)):
        shutil.copytree(source, place, ignore=own, dirs_exist_ok=True)
    for page in target.rglob("*.md"):
        text = page.read_text(encoding="utf-8")
        for link, there in LINKS:
            text = text.replace(link, there)
        page.write_text(text, encoding="utf-8", newline="\n")


def _put(
    target: Path, source: Path | None = None, *, text: bytes = b"", link: str | None = None
) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if link:
        target.symlink_to(link)
    else:
        target.write_bytes(source.read_bytes() if source else text)


def _control(bundle: Path, kilobytes: int) -> str:
    return "\n".join([
        f"Package: {NAME}",
        f"Version: {version()}",
        "Architecture: amd64",
        "Maintainer: Doctor Workstation <packages@doctor-workstation.invalid>",
        "Section: net",
        "Priority: optional",
        f"Installed-Size: {kilobytes}",
        f"Depends: {', '.join([*debian_depends(bundle), FONTS])}",
        f"Recommends: {RECOMMENDS}",
        f"Description: {DESCRIPTION}",
        "",
    ])  # fmt: skip


def _size(root: Path) -> int:
    return sum(path.lstat().st_size for path in root.rglob("*")) // 1024


def _same_times_and_modes(root: Path) -> None:
    """Every build alike: the epoch's time, 755 for folders and programs, 644 for the rest."""
    moment = int(os.environ["SOURCE_DATE_EPOCH"])
    for path in [*root.rglob("*"), root]:
        if not path.is_symlink():
            runs = path.is_dir() or path.lstat().st_mode & 0o100
            path.chmod(0o755 if runs else 0o644)
        os.utime(path, (moment, moment), follow_symlinks=False)
