"""What of the collected files goes into the bundle. Used by `build_installer.spec`.

An entry is PyInstaller's (destination, source, kind). A Qt file stays only if it is named here;
a system library is bundled only if it belongs to CPython or is one that desktops often lack.
"""

import sys
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from workstation.domain.language import Language

BundleEntry = tuple[str, str, str]

# Up to Python 3.11 of the standard library. Later it is but a name that PyInstaller gives a part of
# setuptools, where cffi asks for it (on Windows), and it gives none to what is excluded.
OF_OLDER_PYTHONS = [] if sys.version_info >= (3, 12) else ["distutils"]
EXCLUDED_MODULES = (
    "tkinter unittest test doctest pydoc pdb lib2to3 idlelib ensurepip setuptools pip "
    "wheel pkg_resources curses readline numpy uvloop httptools watchfiles wsproto trio rich "
    "pygments markdown_it click.testing yaml dotenv pytest hypothesis socksio h2 brotli zstandard "
    "httpx._main PIL.ImageTk PIL.ImageQt PIL.AvifImagePlugin PIL._avif PIL._webp "
    "PIL.WebPImagePlugin PIL._imagingcms PIL.ImageCms PIL._imagingtk PySide6.QtPdf "
    "PySide6.QtQuick PySide6.QtQml PySide6.QtOpenGL defusedxml requests charset_normalizer"
).split() + OF_OLDER_PYTHONS

# libffmpegmediaplugin links Quick, Qml and OpenGL; without them voices fail without a word.
QT_LIBRARIES = (
    "Core Gui Widgets PrintSupport DBus Svg Network Multimedia MultimediaWidgets Concurrent "
    "OpenGL Qml QmlMeta QmlModels QmlWorkerScript Quick XcbQpa WaylandClient WlShellIntegration "
    "FFmpegStub* WaylandEglClientHwIntegration"  # only up to Qt 6.9
).split()
# 20 MB on Windows: OpenGL by the processor. Widgets are painted without any OpenGL, and Qt Quick,
# which the media plugin links, draws nothing here.
SOFTWARE_OPENGL = "opengl32sw.dll"
# 31 MB on Windows: what reads photos is given pixels, and OpenCV loads it for videos alone.
OPENCV_VIDEO = "opencv_videoio_ffmpeg*.dll"
# No reader of SVG: the icons are painted by Qt SVG itself. Qt reads the picture in the tag of a
# recording by whichever reader knows it, and playing a voice would reach a hole in one of SVG.
QT_PLUGINS = (
    "platforms/*offscreen* platforms/*xcb* platforms/*wayland* platforms/qwindows* "
    "imageformats/*qjpeg* imageformats/*qgif* imageformats/*qwebp* "
    "multimedia/*ffmpeg* multimedia/*windows* "
    "platforminputcontexts/*ibus* platforminputcontexts/*compose* "
    "xcbglintegrations/*glx* xcbglintegrations/*egl* wayland-shell-integration/*xdg* "
    "wayland-decoration-client/*adwaita* wayland-graphics-integration-client/*qt-plugin* "
    "printsupport/*cups* printsupport/*windows* "
    "styles/* tls/*openssl* tls/*schannel* "
    "networkinformation/*networkmanager* networkinformation/*networklistmanager*"
).split()
# Of Qt's own words those of our languages: the country's, or else the language's.
QT_TRANSLATIONS = {f"qtbase_{name}" for each in Language for name in (each.locale, each.value)}
SYSTEM_LIBRARIES = (
    "libpython3* libssl* libcrypto* libexpat* libz.* libbz2* liblzma* libffi* libsqlite3* "
    "libmpdec* libuuid* libzstd* "  # these are CPython's
    "libxcb-cursor* libxcb-icccm* libxcb-image* libxcb-keysyms* libxcb-render-util* libxcb-util*"
).split()


def needed_entries(entries: list[BundleEntry]) -> list[BundleEntry]:
    """The entries that the bundle needs, in a fixed order."""
    return sorted(entry for entry in entries if _needed(*entry))


def _needed(destination: str, source: str, kind: str) -> bool:
    path = PurePosixPath((source if kind == "SYMLINK" else destination).replace("\\", "/"))
    if path.parts[0] == "PySide6":
        return _qt_needed(path)
    if len(path.parts) == 1 and fnmatchcase(path.name, "lib*.so*"):
        return _any(path.name, SYSTEM_LIBRARIES)
    return not fnmatchcase(path.name, OPENCV_VIDEO)


def _qt_needed(path: PurePosixPath) -> bool:
    if "translations" in path.parts:
        return path.stem in QT_TRANSLATIONS
    if "plugins" in path.parts:
        return _any(str(path).partition("plugins/")[2], QT_PLUGINS)
    if {"qml", "resources", "libexec"} & set(path.parts):
        return False
    if path.name == SOFTWARE_OPENGL:
        return False
    stem = path.name.removeprefix("lib").removeprefix("Qt6").split(".")[0]
    return not path.name.startswith(("libQt6", "Qt6")) or _any(stem, QT_LIBRARIES)


def _any(name: str, patterns: list[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
