"""XML of one frame: the only parser and the only serialiser of this program's IM wire.

A frame of RFC 7395 is one complete element. ``parse`` gives it as an :class:`Element` of the
standard library whose names are written as namespace, ``SEPARATOR``, local; an unqualified
name is just ``"local"``. ``qualified`` builds such a name, ``child`` and ``children`` look it up
(``Element.find`` would read the slashes of a namespace as a path: do not use it here).

What RFC 6120, 11.1 forbids is refused: DOCTYPE, entities, processing instructions, comments, and
here the XML declaration as well. So is whatever exceeds :mod:`~workstation.xmpp.limits`.
"""

from collections.abc import Iterator
from contextlib import suppress
from typing import Final, NoReturn
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers.expat import (
    EXPAT_VERSION,
    ExpatError,
    ParserCreate,
    XMLParserType,
    version_info,
)

from workstation.domain.errors import ConfigurationError, LocalProtocolError, RemoteProtocolError
from workstation.xmpp import limits
from workstation.xmpp import namespaces as ns
from workstation.xmpp.escape import attribute_text, element_text

__all__ = [
    "EXPAT_VERSION",
    "Element",
    "FrameBeyondBounds",
    "child",
    "children",
    "element",
    "head",
    "names_in",
    "opening",
    "parse",
    "qualified",
    "require_expat",
    "serialise",
    "text",
]  # fmt: skip

SEPARATOR: Final = "\x1f"
"""What no frame can hold (XML 1.0, 2.2): expat refuses a namespace that holds it.

A blank may be in one, and anybody could end a session by it (``test_a_namespace_may_hold_blanks``).
"""
EXPAT_FLOOR: Final = (2, 4, 5)
"""Below it a name may bring characters that no namespace has (CVE-2022-25236)."""
XML: Final = "http://www.w3.org/XML/1998/namespace"


class FrameBeyondBounds(RemoteProtocolError):
    """A frame beyond a bound of ours: sent again, it will be as large, as deep or as wide."""


def require_expat(version: tuple[int, int, int] = version_info) -> None:
    """Raise ``ConfigurationError`` below the version whose names can be trusted."""
    if version < EXPAT_FLOOR:
        actual, floor = (".".join(map(str, numbers)) for numbers in (version, EXPAT_FLOOR))
        raise ConfigurationError(f"expat {actual} is older than {floor}")


def qualified(namespace: str, local: str) -> str:
    """The name of an element or attribute as this module writes it."""
    return f"{namespace}{SEPARATOR}{local}" if namespace else local


def element(
    name: str,
    attributes: dict[str, str] | None = None,
    *content: Element,
    text: str | None = None,
) -> Element:
    """Build an element with attributes, text and children, in this order."""
    built = Element(name, attributes or {})
    built.text = text
    built.extend(content)
    return built


def child(parent: Element, name: str) -> Element | None:
    """The first child of this name, or ``None``."""
    for candidate in parent:
        if candidate.tag == name:
            return candidate
    return None


def children(parent: Element, name: str) -> Iterator[Element]:
    """All children of this name, in order."""
    return (candidate for candidate in parent if candidate.tag == name)


def names_in(parent: Element, namespace: str) -> Iterator[str]:
    """The local names of the children of one namespace, in order."""
    for candidate in parent:
        space, _, local = candidate.tag.rpartition(SEPARATOR)
        if space == namespace:
            yield local


def text(parent: Element, name: str) -> str | None:
    """The text of the first child of this name; ``None`` when there is no such child."""
    element_found = child(parent, name)
    return None if element_found is None else element_found.text or ""


def parse(frame: str | bytes) -> Element:
    """Read one frame; a binary one breaks the protocol (RFC 7395, 3.2).

    Raises ``RemoteProtocolError`` for whatever is not exactly one well-formed element within the
    bounds. The text of the error never repeats content.
    """
    if not isinstance(frame, str):
        raise RemoteProtocolError("binary frame")
    if len(frame) * 4 > limits.FRAME_BYTES:
        _measure(frame)
    if frame.startswith("<stream:"):
        frame = _declare_stream_prefix(frame)
    builder = TreeBuilder()
    parser = ParserCreate(namespace_separator=SEPARATOR)
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    # So few brackets and equal signs cannot break a bound; only other frames pay for counting.
    if frame.count("<") > limits.DEPTH or frame.count("=") > limits.ATTRIBUTES:
        _count(parser, builder)
    _forbid(parser)
    try:
        parser.Parse(frame, True)
    except ExpatError as error:
        raise RemoteProtocolError(f"not well-formed: expat code {error.code}") from None
    except UnicodeEncodeError:
        raise RemoteProtocolError("not well-formed: lone surrogate") from None
    return builder.close()


class _Reached(Exception):
    """Raised to stop the parser: everything that was asked for has been read."""


def head(frame: str, until: str) -> Element | None:
    """What stands in a frame before the first inner element ``until``, however the rest may be.

    Or before what cannot be read, be it the opening tag of that element. ``None`` where nothing of
    that name comes within the first ``limits.HEAD`` elements.
    """
    builder, open_names, seen = TreeBuilder(), list[str](), 0
    parser = ParserCreate(namespace_separator=SEPARATOR)

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal seen
        seen += 1
        if seen > limits.HEAD:
            raise RemoteProtocolError("nothing of that name at the beginning")
        if open_names and name == until:
            raise _Reached
        open_names.append(name)
        builder.start(name, attributes)

    def end(name: str) -> None:
        open_names.pop()
        builder.end(name)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    _forbid(parser)
    try:
        parser.Parse(frame, True)
    except (_Reached, ExpatError):
        for name in reversed(open_names):
            builder.end(name)
        return builder.close() if seen else None
    except (UnicodeEncodeError, RemoteProtocolError):
        return None
    return None


def opening(frame: str) -> Element | None:
    """A frame's outer element by its opening tag alone; ``None`` where there is none to be read.

    Of the attributes those without a prefix. Names are not looked up in their namespaces: an engine
    may have written a prefix that no parser takes, in whatever tag a stranger's program has made.
    """
    parser = ParserCreate()
    outer: list[Element] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        plain = {key: value for key, value in attributes.items() if ":" not in key}
        namespace = plain.pop("xmlns", "")
        if ":" not in name:
            outer.append(Element(qualified(namespace, name), plain))
        raise _Reached

    parser.StartElementHandler = start
    _forbid(parser)
    with suppress(_Reached, ExpatError, UnicodeEncodeError, RemoteProtocolError):
        parser.Parse(frame, True)
    return outer[0] if outer else None


def _measure(frame: str) -> None:
    if len(frame.encode(errors="surrogatepass")) > limits.FRAME_BYTES:
        raise FrameBeyondBounds("frame exceeds the bound")


def _declare_stream_prefix(frame: str) -> str:
    """The frame with the prefix of ``<stream:error>`` declared, which Prosody leaves out."""
    tag = frame[: frame.find(">")]
    if "xmlns:stream" in tag:
        return frame
    end = min((tag.find(mark) for mark in " /\t\r\n" if mark in tag), default=len(tag))
    return f"{frame[:end]} xmlns:stream='{ns.STREAMS}'{frame[end:]}"


def _forbid(parser: XMLParserType) -> None:
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.ProcessingInstructionHandler = _refuse
    parser.CommentHandler = _refuse
    parser.XmlDeclHandler = _refuse


def _refuse(*_: object) -> NoReturn:
    raise RemoteProtocolError("restricted XML")


def _count(parser: XMLParserType, builder: TreeBuilder) -> None:
    """Let elements pass through counters on their way to the builder."""
    width = [0]

    def start(name: str, attributes: dict[str, str]) -> None:
        width[-1] += 1
        width.append(0)
        if len(width) - 1 > limits.DEPTH:
            raise FrameBeyondBounds("elements nested too deeply")
        if width[-2] > limits.CHILDREN:
            raise FrameBeyondBounds("too many child elements")
        if len(attributes) > limits.ATTRIBUTES:
            raise FrameBeyondBounds("too many attributes")
        builder.start(name, attributes)

    def end(name: str) -> None:
        width.pop()
        builder.end(name)

    parser.StartElementHandler = start
    parser.EndElementHandler = end


def serialise(root: Element) -> str:
    """Write one frame: ``xmlns`` wherever it changes, characters that XML 1.0 forbids left out.

    Raises ``LocalProtocolError`` when the frame exceeds the bound: one such frame would end the
    session, and its resend the next one.
    """
    parts: list[str] = []
    _write(root, "", parts)
    frame = "".join(parts)
    if len(frame) * 4 > limits.FRAME_BYTES and len(frame.encode()) > limits.FRAME_BYTES:
        raise LocalProtocolError("frame exceeds the bound")
    return frame


def _write(node: Element, outer: str, parts: list[str]) -> None:
    namespace, _, local = node.tag.rpartition(SEPARATOR)
    parts.append(f"<{local}")
    if namespace != outer:
        parts.append(f' xmlns="{attribute_text(namespace)}"')
    for index, (name, value) in enumerate(node.attrib.items()):
        parts.append(_attribute(name, value, index))
    if node.text or len(node):
        parts.append(f">{element_text(node.text or '')}")
        for inner in node:
            _write(inner, namespace, parts)
            parts.append(element_text(inner.tail or ""))
        parts.append(f"</{local}>")
    else:
        parts.append("/>")


def _attribute(name: str, value: str, index: int) -> str:
    namespace, _, local = name.rpartition(SEPARATOR)
    written = attribute_text(value)
    if not namespace:
        return f' {local}="{written}"'
    if namespace == XML:
        return f' xml:{local}="{written}"'
    return f' xmlns:a{index}="{attribute_text(namespace)}" a{index}:{local}="{written}"'
