"""File names that every file system takes, out of what somebody called a file.

Most file systems bound a name in bytes (255 of UTF-8), not in characters, of which Chinese ones
have three. Windows has names that mean devices, with whatever ending, and drops dots and blanks at
the end of a name, so that another file than the shown one would be written.
"""

MAX_NAME_BYTES = 255
_FORBIDDEN = frozenset('<>:"/\\|?*')
_NUMBERED = "0123456789¹²³"
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$", "clock$"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in _NUMBERED}
)


def file_name(name: str, extension: str, otherwise: str) -> str:
    """A name of at most 255 bytes with this extension; ``otherwise`` where nothing is left of it.

    ``name`` is anybody's word: never a path, and its own extension counts only if it is the same.
    """
    plain = "".join(" " if sign in _FORBIDDEN or not sign.isprintable() else sign for sign in name)
    ending = f".{extension}" if extension else ""
    stem = plain.rstrip(" .")
    if ending and stem.lower().endswith(ending):
        stem = stem[: -len(ending)]
    stem = stem.strip(" .") or otherwise
    if stem.partition(".")[0].rstrip(" ").lower() in _DEVICES:
        stem = f"_{stem}"
    stem_bytes = MAX_NAME_BYTES - len(ending.encode())
    return stem.encode()[:stem_bytes].decode(errors="ignore").rstrip(" .") + ending
