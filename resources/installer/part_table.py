"""What wheels of the bundle are known to carry inside, with licences and names in advisories."""

from collections.abc import Callable
from pathlib import Path

from part import Part, ask_icu, bill, name, resource_version, words


def built_with(library: str) -> Callable[[Path], str | None]:
    """A version from what OpenCV tells of its own making."""
    return words(rf"{library}: [^\n]*ver (?:\d+ - )?(\d+\.\d+\.\d+)")


QT, PILLOW = "pyside6-essentials", "pillow"
# Of the optional parts.
HEIF, CV = "pi-heif", "opencv-python-headless"
CV_MODULE, CV_LIBRARIES = ("cv2/cv2.abi3.so", "cv2/cv2.pyd"), "opencv_python_headless.libs"
PARTS = (
    Part(
        "FFmpeg", "LGPL-2.1-or-later", "pyside6-addons",
        ("libavformat.so*", "libavcodec.so*", "libavutil.so*", "libswresample.so*",
         "libswscale.so*", "avformat-*.dll", "avcodec-*.dll", "avutil-*.dll", "swresample-*.dll",
         "swscale-*.dll"),
        words(r"FFmpeg version n?(\d+(?:\.\d+)+)"), "ffmpeg:ffmpeg",
    ),
    Part(
        "Qt", "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", QT,
        ("libQt6Core.so*", "Qt6Core.dll"), words(r"Qt (6\.\d+\.\d+) \("), "qt:qt",
    ),
    Part(
        "PCRE2", "BSD-3-Clause", QT, ("libQt6Core.so*", "Qt6Core.dll"),
        words(r"\x00(10\.\d+) 20\d\d-\d\d-\d\d\x00"), "pcre:pcre2",
    ),
    Part(
        "ICU", "Unicode-3.0", QT, ("libicuuc.so*", "libicui18n.so*", "libicudata.so*"),
        ask_icu, "icu-project:international_components_for_unicode",
    ),
    Part(
        "OpenSSL", "Apache-2.0", "cryptography", ("_rust*.so", "_rust.pyd"),
        words(r"OpenSSL (\d+\.\d+\.\d+[a-z]?) "), "openssl:openssl",
    ),
    Part(
        "SQLite", "blessing", "apsw-sqlite3mc", ("apsw/__init__*.so", "apsw/__init__*.pyd"),
        words(r"[^\w.](3\.\d+\.\d+)\x00"), "sqlite:sqlite",
    ),
    Part(
        "SQLite3 Multiple Ciphers", "MIT", "apsw-sqlite3mc",
        ("apsw/__init__*.so", "apsw/__init__*.pyd"),
        words(r"SQLite3 Multiple Ciphers (\d+\.\d+\.\d+)"), "utelle:sqlite3multipleciphers",
    ),
    Part(
        "libjpeg-turbo", "IJG AND BSD-3-Clause AND Zlib", PILLOW,
        ("pillow.libs/libjpeg-*", "PIL/_imaging.*.pyd"),
        words(r"libjpeg-turbo version (\d+\.\d+\.\d+)"), "libjpeg-turbo:libjpeg-turbo",
    ),
    Part(
        "libjpeg-turbo", "IJG AND BSD-3-Clause AND Zlib", QT,
        ("libqjpeg.so", "qjpeg.dll"),
        words(r"libjpeg-turbo version (\d+\.\d+\.\d+)"), "libjpeg-turbo:libjpeg-turbo",
    ),
    Part(
        "zlib-ng", "Zlib", PILLOW, ("PIL/_imaging.*",),
        bill(PILLOW, "zlib"), "zlib-ng:zlib-ng",
    ),
    Part(
        "libtiff", "libtiff", PILLOW, ("pillow.libs/libtiff-*", "PIL/_imaging.*.pyd"),
        words(r"LIBTIFF, Version (\d+\.\d+\.\d+)"), "libtiff:libtiff",
    ),
    Part(
        "OpenJPEG", "BSD-2-Clause", PILLOW, ("pillow.libs/libopenjp2-*", "PIL/_imaging.*.pyd"),
        bill(PILLOW, "OpenJPEG"), "uclouvain:openjpeg",
    ),
    Part(
        "libpng", "libpng-2.0", PILLOW, ("pillow.libs/libpng16-*",),
        words(r"libpng version (\d+\.\d+\.\d+)"), "libpng:libpng",
    ),
    Part(
        "FreeType", "FTL OR GPL-2.0-or-later", PILLOW,
        ("pillow.libs/libfreetype-*", "PIL/_imagingft.*.pyd"),
        bill(PILLOW, "FreeType"), "freetype:freetype",
    ),
    Part(
        "HarfBuzz", "MIT", PILLOW, ("pillow.libs/libharfbuzz-*", "PIL/_imagingft.*.pyd"),
        bill(PILLOW, "HarfBuzz"), "harfbuzz_project:harfbuzz",
    ),
    Part(
        "Raqm", "MIT", PILLOW, ("PIL/_imagingft.*",), bill(PILLOW, "raqm"), "host-oman:libraqm"
    ),
    Part(
        "Brotli", "MIT", PILLOW, ("pillow.libs/libbrotli*",),
        name(r"\.so\.(\d+\.\d+\.\d+)$"), "google:brotli",
    ),
    Part(
        "XZ Utils", "0BSD", PILLOW, ("pillow.libs/liblzma-*",),
        name(r"\.so\.(\d+\.\d+\.\d+)$"), "tukaani:xz",
    ),
    Part(
        "Zstandard", "BSD-3-Clause", PILLOW, ("pillow.libs/libzstd-*",),
        name(r"\.so\.(\d+\.\d+\.\d+)$"), "facebook:zstandard",
    ),
    Part(
        "libxcb", "MIT", PILLOW, ("pillow.libs/libxcb-*",), bill(PILLOW, "libxcb"), "x.org:libxcb"
    ),
    Part(
        "libXau", "MIT", PILLOW, ("pillow.libs/libXau-*",), bill(PILLOW, "libXau"), "x.org:libxau"
    ),
    Part(
        "Little CMS", "MIT", PILLOW, ("pillow.libs/liblcms2-*", "PIL/_imagingcms.*.pyd"),
        bill(PILLOW, "Little CMS 2"), "littlecms:little_cms_color_engine",
    ),
    Part(
        "libheif", "LGPL-3.0-or-later", HEIF, ("pi_heif.libs/libheif-*", "libheif-*.dll"),
        words(r"\x00(1\.\d+\.\d+)\x00"), "struktur:libheif",
    ),
    Part(
        "libde265", "LGPL-3.0-or-later", HEIF, ("pi_heif.libs/libde265-*", "libde265-*.dll"),
        words(r"\x00(1\.\d+\.\d+)\x00"), "struktur:libde265",
    ),
    Part(
        "OpenBLAS", "BSD-3-Clause", "numpy", ("numpy.libs/libscipy_openblas64_-*",),
        words(r" (0\.3\.\d+)[. \x00]"), "openblas_project:openblas",
    ),
    Part(
        "GEOS", "LGPL-2.1-or-later", "shapely", ("shapely.libs/*geos*",),
        words(r"\x00(3\.\d+\.\d+)-CAPI-"), "osgeo:geos",
    ),
    Part(
        "libjpeg-turbo", "IJG AND BSD-3-Clause AND Zlib", CV, CV_MODULE,
        built_with("JPEG"), "libjpeg-turbo:libjpeg-turbo",
    ),
    *(
        Part(
            "Microsoft C++ run time", "LicenseRef-Microsoft-Visual-Cpp-Redistributable", wheel,
            (f"{wheel}.libs/msvcp140-*.dll",), resource_version, "microsoft:visual_c++",
        )
        for wheel in ("numpy", "shapely")
    ),
    Part("libtiff", "libtiff", CV, CV_MODULE, built_with("TIFF"), "libtiff:libtiff"),
    Part("OpenJPEG", "BSD-2-Clause", CV, CV_MODULE, built_with("JPEG 2000"), "uclouvain:openjpeg"),
    Part("zlib", "Zlib", CV, CV_MODULE[1:], built_with("ZLib"), "zlib:zlib"),  # Linux has its own
    Part("libpng", "libpng-2.0", CV, CV_MODULE[1:], built_with("PNG"), "libpng:libpng"),
    Part(
        "FFmpeg", "LGPL-2.1-or-later", CV,
        (f"{CV_LIBRARIES}/libav[cfu]*-*", f"{CV_LIBRARIES}/libsw*-*"),
        words(r"FFmpeg version n?(\d+(?:\.\d+)+)"), "ffmpeg:ffmpeg",
    ),
    Part(
        "OpenBLAS", "BSD-3-Clause", CV, (f"{CV_LIBRARIES}/libopenblasp-*",),
        words(r"OpenBLAS (\d+\.\d+\.\d+)"), "openblas_project:openblas",
    ),
    Part(
        "OpenSSL", "OpenSSL", CV, (f"{CV_LIBRARIES}/libcrypto-*", f"{CV_LIBRARIES}/libssl-*"),
        name(r"\.so\.(\d+\.\d+\.\d+[a-z]?)$"), "openssl:openssl",
    ),
    Part(
        "libaom", "BSD-2-Clause", CV, (f"{CV_LIBRARIES}/libaom-*",),
        name(r"\.so\.(\d+\.\d+\.\d+)$"), "aomedia:aomedia",
    ),
    Part(
        "libavif", "BSD-2-Clause", CV, (f"{CV_LIBRARIES}/libavif-*",),
        words(r"\x00(1\.\d+\.\d+)\x00"), "aomedia:libavif",
    ),
    Part(
        "libvpx", "BSD-3-Clause", CV, (f"{CV_LIBRARIES}/libvpx-*",),
        words(r"WebM Project VP8 Encoder v(\d+\.\d+\.\d+)"), "webmproject:libvpx",
    ),
    Part(
        "libpng", "libpng-2.0", CV, (f"{CV_LIBRARIES}/libpng16-*",),
        words(r"libpng version (\d+\.\d+\.\d+)"), "libpng:libpng",
    ),
    Part(
        "libdrm", "MIT", CV, (f"{CV_LIBRARIES}/libdrm-*",), bill(CV, "libdrm"), "dri:libdrm"
    ),
    Part(
        "GCC's Fortran", "GPL-3.0-or-later WITH GCC-exception-3.1", CV,
        (f"{CV_LIBRARIES}/libgfortran-*",),
        bill(CV, "libgfortran"), "gnu:gcc",
    ),
    Part(
        "GCC's quad precision", "LGPL-2.1-or-later", CV, (f"{CV_LIBRARIES}/libquadmath-*",),
        bill(CV, "libquadmath"), "gnu:gcc",
    ),
)  # fmt: skip
# Without these the program does nothing useful, on any system.
INDISPENSABLE = {"FFmpeg", "Qt", "OpenSSL", "SQLite", "SQLite3 Multiple Ciphers"}
