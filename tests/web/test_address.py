import time

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.domain.address import ApiBase, Origin, WebAddress
from workstation.domain.errors import InputError


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("https://Host.EXAMPLE:443/a", "https://host.example/a"),
        ("HTTP://h:80", "http://h/"),
        ("https://医院.cn/图", "https://xn--ekrs67m.cn/%E5%9B%BE"),
        ("https://[0:0::1]:8443/x?y=1", "https://[::1]:8443/x?y=1"),
        ("https://a.b./", "https://a.b/"),
        ("https://192.168.3.1:9501/x%2Fy", "https://192.168.3.1:9501/x%2Fy"),
    ],
)
def test_an_address_has_one_spelling(written, canonical):
    assert str(WebAddress.parse(written)) == canonical


@pytest.mark.parametrize(
    "hostile",
    [
        "",
        "host.example/without/scheme",
        "ftp://h/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:image/png;base64,AAAA",
        "//h/protocol-relative",
        "https:///no-host",
        "https://user@h/",
        "https://h@evil.example/",
        "https://h\\@evil.example/",
        "https://h\t.example/",
        "https://h:0/",
        "https://h:99999/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.0.0.1/",
        "https://[fe80::1%25eth0]/",
        "https://-h.example/",
        "https://h..example/",
        "https://" + "a" * 64 + ".example/",
        "https://" + "a." * 126 + "example/",
        "https://h/" + "a" * 2048,
    ],
)
def test_an_address_two_readers_could_read_differently_is_refused(hostile):
    with pytest.raises(InputError) as refusal:
        WebAddress.parse(hostile)
    assert (refusal.value.field, refusal.value.reason) == ("address", "malformed")


@pytest.mark.parametrize("port", [-1, 0, 65_536])
def test_a_port_that_is_none_is_refused(port):
    assert Origin.at("https", "h.example", 65_535).port == 65_535
    with pytest.raises(InputError):
        Origin.at("https", "h.example", port)


@given(st.text(max_size=80))
def test_any_text_is_an_address_or_refused_and_stays_the_same_address(written):
    try:
        address = WebAddress.parse(f"https://{written}")
    except InputError:
        return
    assert WebAddress.parse(str(address)) == address


@given(st.text(max_size=40))
def test_what_is_read_is_what_the_http_library_would_call(written):
    try:
        address = WebAddress.parse(f"https://h.example/{written}")
    except InputError:
        return
    theirs = httpx.URL(str(address))
    assert (theirs.scheme, theirs.host, theirs.port) == ("https", "h.example", None)


def test_the_origin_is_scheme_host_and_port():
    home = Origin.of("https://h.example/a")
    assert home == Origin.of("https://h.example:443/b")
    for other in ("http://h.example/", "https://h.example:444/", "https://g.h.example/"):
        assert Origin.of(other) != home


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("localhost", True),
        ("127.8.8.8", True),
        ("[::1]", True),
        ("[::ffff:127.0.0.1]", True),
        ("a.localhost", True),
        ("localhost.example", False),
        ("10.0.0.1", False),
    ],
)
def test_this_computer_is_known_by_name_and_address(host, loopback):
    assert Origin.of(f"http://{host}/").loopback is loopback


def test_calls_and_media_hang_below_the_base():
    base = ApiBase.parse(" https://h.example/api/ ")
    assert str(base) == "https://h.example/api"
    assert str(base.call("/consult/7")) == "https://h.example/api/consult/7"
    assert str(base.media("media/1.jpg")) == "https://h.example/api/media/1.jpg"
    assert str(base.media("/m/1.jpg")) == "https://h.example/m/1.jpg"
    assert str(base.media("http://cdn.example/1.jpg")) == "http://cdn.example/1.jpg"
    with pytest.raises(InputError):
        base.media("file:///etc/passwd")


@pytest.mark.parametrize("text", ["https://h/?q=1", "https://h/#x", "h", ""])
def test_a_base_is_an_origin_and_a_path(text):
    with pytest.raises(InputError):
        ApiBase.parse(text)


def test_what_may_tell_about_a_patient_is_left_out_of_repr():
    address = WebAddress.parse("https://h.example/wang-lei.jpg?token=secret")
    assert repr(address) == "WebAddress(https://h.example)"


@pytest.mark.parametrize("reference", ["/a\tb", "/a\nb", "/a b", "\\\\evil.example/"])
def test_a_reference_that_readers_repair_each_in_their_way_is_refused(reference):
    with pytest.raises(InputError):
        WebAddress.parse("https://h/").resolve(reference)


@pytest.mark.parametrize("reference", ["http://[::1", "//[", "//h]/", "https://h\u2100.example/"])
def test_a_reference_that_no_reader_understands_is_refused(reference):
    with pytest.raises(InputError):
        WebAddress.parse("https://h/").resolve(reference)
    with pytest.raises(InputError):
        ApiBase.parse("https://h/").media(reference)


@pytest.mark.parametrize("label", ["é.", "a.", "é"])
def test_a_name_of_megabytes_is_refused_at_once(label):
    began = time.thread_time()
    with pytest.raises(InputError):
        Origin.at("https", label * 1_000_000, 443)
    assert time.thread_time() - began < 0.5
