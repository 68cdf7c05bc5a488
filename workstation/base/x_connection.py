"""Whether an X server lets this user in, asked by the library that Qt connects with."""

import ctypes
import os


def can_connect(display: str) -> bool:
    """Whether the X server accepts a connection; also if the library is missing. Blocking."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(os.fsencode(display), None))
    failure = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return bool(failure == 0)
