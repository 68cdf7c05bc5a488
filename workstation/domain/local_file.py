"""The address of a file that lies on this computer: an own picture or recording not uploaded yet.

Whoever shows media asks for them by address and need not know where they are. ``own:`` and the
file's id stand where an ``https:`` address will be once the file is uploaded; no address of the
wire has that scheme, for only ``https:`` is taken from there.
"""

_SCHEME = "own:"


def local_address(file_id: str) -> str:
    """The address of a file of the vault."""
    return f"{_SCHEME}{file_id}"


def is_local(address: str) -> bool:
    """Whether an address is that of a file on this computer."""
    return address.startswith(_SCHEME)


def file_id_of(address: str) -> str:
    """The id of the file at a local address; another address is returned as it is."""
    return address.removeprefix(_SCHEME)
