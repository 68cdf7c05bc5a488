"""Frames: what is well-formed and within bounds is read as written; everything else is refused."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workstation.domain.errors import LocalProtocolError, RemoteProtocolError
from workstation.xmpp import limits, xml
from workstation.xmpp.escape import permitted
from workstation.xmpp.xml import (
    Element,
    child,
    children,
    element,
    parse,
    qualified,
    serialise,
    text,
)


def same(one: Element, other: Element) -> bool:
    return (
        (one.tag, one.attrib, one.text or "", one.tail or "")
        == (other.tag, other.attrib, other.text or "", other.tail or "")
        and len(one) == len(other)
        and all(map(same, one, other))
    )


def test_names_carry_their_namespaces() -> None:
    root = parse(
        "<message xmlns='jabber:client' xml:lang='zh'><x xmlns=''/><y xmlns='u:v'/></message>"
    )
    assert root.tag == qualified("jabber:client", "message")
    assert root.attrib == {qualified("http://www.w3.org/XML/1998/namespace", "lang"): "zh"}
    assert [inner.tag for inner in root] == [qualified("", "x"), qualified("u:v", "y")]


def test_children_are_found_by_their_full_name_only() -> None:
    root = parse("<a xmlns='u:a'><b>one</b><b xmlns='u:b'>two</b><b>three</b><c/></a>")
    name = qualified("u:a", "b")
    assert [result.text for result in children(root, name)] == ["one", "three"]
    assert text(root, name) == "one"
    assert text(root, qualified("u:a", "c")) == ""
    assert text(root, qualified("u:b", "c")) is None
    assert child(root, qualified("u:b", "c")) is None


@pytest.mark.parametrize(
    "frame",
    [
        "<stream:error><conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>",
        "<stream:error/>",
        "<stream:error\n/>",
        "<stream:error xmlns:stream='http://etherx.jabber.org/streams'/>",
    ],
)
def test_prosodys_stream_error_needs_no_declared_prefix(frame: str) -> None:
    assert parse(frame).tag == qualified("http://etherx.jabber.org/streams", "error")


@pytest.mark.parametrize(
    ("frame", "why"),
    [
        ("", "not well-formed"),
        (" ", "not well-formed"),
        ("<a", "not well-formed"),
        ("<a></b>", "not well-formed"),
        ("<a/><b/>", "not well-formed"),
        ("text", "not well-formed"),
        ("<a>&lol;</a>", "not well-formed"),
        ("<p:a/>", "not well-formed"),
        ("<a p:b='c'/>", "not well-formed"),
        ("<a b='c' b='d'/>", "not well-formed"),
        ("<a>\0</a>", "not well-formed"),
        ("<a>\x01</a>", "not well-formed"),
        ("<a>\ufffe</a>", "not well-formed"),
        ("<a>&#xD800;</a>", "not well-formed"),
        ("<a>\ud800</a>", "surrogate"),
        ("<a xmlns='u:v\x1fother'/>", "not well-formed"),
        ("<a xmlns='u:v&#x1f;other'/>", "not well-formed"),
        ("<stream:error", "not well-formed"),
        ("<stream:stream xmlns:stream='http://etherx.jabber.org/streams'>", "not well-formed"),
        ("<!DOCTYPE a><a/>", "restricted XML"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "restricted XML"),
        ("<?xml version='1.0'?><a/>", "restricted XML"),
        ("<?php x?><a/>", "restricted XML"),
        ("<a><?php x?></a>", "restricted XML"),
        ("<a><!-- b --></a>", "restricted XML"),
        ("<!-- b --><a/>", "restricted XML"),
    ],
)
def test_a_frame_that_is_not_one_plain_element_is_refused(frame: str, why: str) -> None:
    with pytest.raises(RemoteProtocolError, match=why):
        parse(frame)


def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often anything reaches the tree that is built."""
    calls: Counter[str] = Counter()

    class Counting:
        def __getattr__(self, name: str):
            return lambda *_: calls.update([name])

    monkeypatch.setattr(xml, "TreeBuilder", Counting)
    return calls


def test_an_entity_bomb_is_refused_before_it_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    levels = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    read = counted(monkeypatch)
    with pytest.raises(RemoteProtocolError, match="restricted"):
        parse(f"<!DOCTYPE x [<!ENTITY a0 'ha'>{levels}]><x>&a9;</x>")
    assert read == Counter()


def deep(levels: int) -> str:
    return "<a>" * levels + "</a>" * levels


def wide(elements: int) -> str:
    return f"<a>{'<b/>' * elements}</a>"


def furnished(attributes: int) -> str:
    return "<a {}/>".format(" ".join(f"b{number}='='" for number in range(attributes)))


def long(size: int) -> str:
    return f"<a>{'x' * (size - len('<a></a>'))}</a>"


@pytest.mark.parametrize(
    ("build", "bound", "why"),
    [
        (deep, limits.DEPTH, "deeply"),
        (wide, limits.CHILDREN, "children|child elements"),
        (furnished, limits.ATTRIBUTES, "attributes"),
        (long, limits.FRAME_BYTES, "bound"),
    ],
)
def test_each_bound_holds_at_the_limit_and_breaks_just_over_it(build, bound, why) -> None:
    assert parse(build(bound)).tag == "a"
    with pytest.raises(RemoteProtocolError, match=why):
        parse(build(bound + 1))


def test_the_bound_of_a_frame_counts_bytes_not_characters() -> None:
    characters = (limits.FRAME_BYTES - len("<a></a>")) // 3
    assert parse(f"<a>{'陈' * characters}</a>").text
    with pytest.raises(RemoteProtocolError, match="bound"):
        parse(f"<a>{'陈' * (characters + 1)}</a>")
    with pytest.raises(RemoteProtocolError, match="bound"):
        parse("<a>" + "\ud800" * (characters + 1) + "</a>")


def test_the_bound_of_an_own_frame_is_the_same() -> None:
    room = limits.FRAME_BYTES - len("<a></a>")
    assert serialise(element("a", text="x" * room))
    with pytest.raises(LocalProtocolError, match="bound"):
        serialise(element("a", text="x" * (room + 1)))


def test_of_eighty_thousand_levels_no_more_are_read_than_allowed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = counted(monkeypatch)
    with pytest.raises(RemoteProtocolError, match="deeply"):
        parse("<a>" * 80_000)
    assert read == Counter(start=limits.DEPTH)


def test_characters_that_xml_forbids_are_left_out() -> None:
    assert (
        permitted("a\x00b\x0bc\ud800d\ufffee\uffff\tf\ng\rh\U0001f600")
        == "abcde\tf\ng\rh\U0001f600"
    )
    assert serialise(element("a", {"b": "x\x01y"}, text="\x02z")) == '<a b="xy">z</a>'


def test_markup_in_text_stays_text() -> None:
    written = serialise(element("a", {"b": "\"'<&>\n\t\r"}, text="]]></a><b>&amp;\r\n"))
    read = parse(written)
    assert read.attrib == {"b": "\"'<&>\n\t\r"}
    assert read.text == "]]></a><b>&amp;\r\n"
    assert len(read) == 0


@pytest.mark.parametrize("sign", "&<>\"'\r\n\t\x00\x1f\ud800\udfff\ufffe\uffff")
def test_each_special_character_is_noticed_alone(sign: str) -> None:
    read = parse(serialise(element("a", {"b": sign}, text=sign)))
    assert (read.get("b"), read.text or "") == (permitted(sign), permitted(sign))


def test_namespaces_are_declared_where_they_change() -> None:
    inner = [element(qualified("u:b", "z")), element("plain")]
    outer = element(qualified("u:a", "x"), {qualified("u:c", "k"): "v"})
    outer.append(element(qualified("u:b", "y"), None, *inner))
    assert serialise(outer) == (
        '<x xmlns="u:a" xmlns:a0="u:c" a0:k="v"><y xmlns="u:b"><z/><plain xmlns=""/></y></x>'
    )


NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_.-]{0,8}", fullmatch=True).filter(
    lambda name: not name.lower().startswith("xml")
)
NAMESPACES = st.sampled_from(
    ["", "jabber:client", "urn:xmpp:sm:3", "http://jabber.org/protocol/muc"]
)
QUALIFIED = st.builds(qualified, NAMESPACES, NAMES)
WORDS = st.text(max_size=20).map(permitted)
LANG = st.just(qualified("http://www.w3.org/XML/1998/namespace", "lang"))


def tails(built: Element, tail: str) -> Element:
    built.tail = tail
    return built


ELEMENTS = st.recursive(
    st.builds(
        lambda name, attributes, words: element(name, attributes, text=words),
        QUALIFIED,
        st.dictionaries(QUALIFIED | LANG, WORDS, max_size=4),
        WORDS,
    ),
    lambda inner: st.builds(
        lambda name, attributes, content, words: element(name, attributes, *content, text=words),
        QUALIFIED,
        st.dictionaries(QUALIFIED | LANG, WORDS, max_size=4),
        st.lists(st.builds(tails, inner, WORDS), max_size=4),
        WORDS,
    ),
    max_leaves=12,
)


@given(ELEMENTS)
@settings(max_examples=200)
def test_what_is_written_is_read_back_the_same(written: Element) -> None:
    assert same(parse(serialise(written)), written)


def reads(frame: str) -> bool:
    try:
        return isinstance(parse(frame), Element)
    except RemoteProtocolError:
        return False


@given(st.text(max_size=60))
@settings(max_examples=200)
def test_any_text_reads_or_is_refused(frame: str) -> None:
    assert reads(frame) is reads(frame)
    assert reads(serialise(element("a", text=frame)))


def test_an_attribute_of_another_namespace_is_written_with_its_own_prefix() -> None:
    written = serialise(element(qualified("urn:a", "a"), {qualified("urn:b", "b"): "1"}))
    assert written == '<a xmlns="urn:a" xmlns:a0="urn:b" a0:b="1"/>'
    assert parse(written).get(qualified("urn:b", "b")) == "1"


def test_an_attribute_of_xml_itself_keeps_the_prefix_that_nobody_declares() -> None:
    language = qualified(xml.XML, "lang")
    written = serialise(element(qualified("urn:a", "a"), {language: "zh"}))
    assert written == '<a xmlns="urn:a" xml:lang="zh"/>'
    assert parse(written).get(language) == "zh"
