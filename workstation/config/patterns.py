r"""The valid texts of each kind as regular expressions, for the JSON Schema.

A schema must not accept what the program refuses, or an administrator's editor would approve a
policy that stops every window. So these accept no more than ``kinds`` does. They may accept less
(hosts in ASCII only, no surrounding white space), which only costs a warning in the editor. ECMA
262's dialect without look-behind and without ``\d``, as JSON Schema asks for.
"""

_OCTET = r"(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_QUAD = rf"({_OCTET}\.){{3}}{_OCTET}"
_GROUP = r"[0-9A-Fa-f]{1,4}"
_GROUPS = 8
_LABEL = r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
# The last label is no number: other libraries read such a host as an address.
_LAST = rf"(?!([0-9]+|0[xX][A-Za-z0-9_-]*)([^A-Za-z0-9_.-]|$)){_LABEL}"
_NAME = rf"(?=[A-Za-z0-9_.-]{{1,253}}([^A-Za-z0-9_.-]|$))({_LABEL}\.)*{_LAST}"
_PORT = r"(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[1-9][0-9]{0,3})"
_PATH = r"(/[A-Za-z0-9!$%&'()*+,;=:@._~/-]*)?"


def _ipv6() -> str:
    """The pattern of eight groups, or fewer around one ``::``."""
    shortened = [f"{_groups(1, left)}::{_groups(0, _GROUPS - 1 - left)}" for left in range(_GROUPS)]
    return "(" + "|".join([f"{_GROUP}(:{_GROUP}){{{_GROUPS - 1}}}", *shortened]) + ")"


def _groups(exactly: int, count: int) -> str:
    """The pattern of ``count`` groups, or none up to that many unless ``exactly``."""
    if not count:
        return ""
    few = f"{_GROUP}(:{_GROUP}){{{count - 1 if exactly else 0},{count - 1}}}"
    return few if exactly else f"({few})?"


_IPV6 = _ipv6()
_URL_HOST = rf"(\[{_IPV6}\]|{_QUAD}|{_NAME})"
_ORIGIN = rf"https?://{_URL_HOST}(:{_PORT})?"

# Every one whole: ``^`` and ``$`` are put around it where it is used.
HOST = rf"({_IPV6}|{_URL_HOST})"
ORIGIN = rf"{_ORIGIN}/?"
BASE = rf"{_ORIGIN}{_PATH}"
ENCRYPTED_BASE = rf"https://{_URL_HOST}(:{_PORT})?{_PATH}"
PROXY = rf"(system|direct|(https?://)?([!-.0-?A-~]+@)?{_URL_HOST}(:{_PORT})?/?)"
PLAIN = r"http://(?!(localhost|([A-Za-z0-9_-]+\.)*localhost|127\.[0-9.]+|\[::1\])(:[0-9]+)?(/|$))"
WORD = r"[!-~\u00c0-\u024f\u2600-\u27bf\u4e00-\u9fa5\U0001f300-\U0001f64f\U0001f900-\U0001f9ff]+"
LOG_COLLECTOR = rf"(off|system|(udp|tcp)://{_URL_HOST}:{_PORT})"

_PRINTABLE = r"[ -~\u00c0-\u024f\u4e00-\u9fa5]"
_SERVER = r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?"
_SHARE = rf"\\\\{_SERVER}\\[A-Za-z0-9\u4e00-\u9fa5][A-Za-z0-9\u4e00-\u9fa5 ._$-]*(\\{_PRINTABLE}*)?"
FILE = rf"(/{_PRINTABLE}*|[A-Za-z]:[\\/]{_PRINTABLE}*|{_SHARE})"

PLACE = rf"({FILE}|{ENCRYPTED_BASE})"

_SEGMENT = r"(?!\.\.?(/|$))[A-Za-z0-9._~-]+"
CALL = rf"(/{_SEGMENT})+/?"
CALL_WITH_ID = rf"(/{_SEGMENT})*/:id(/{_SEGMENT})*/?"


def match_whole(pattern: str, *, or_empty: bool) -> str:
    """The pattern for a text as a whole."""
    return f"^({pattern})?$" if or_empty else f"^({pattern})$"
