import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from workstation.config import BY_KEY, DECLARATIONS, Settings
from workstation.config.calls import CALLS, ID

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=6,
)


@pytest.mark.parametrize("declaration", DECLARATIONS, ids=lambda d: d.key)
def test_every_default_is_a_value_of_its_kind(declaration):
    kind = declaration.kind
    assert kind.read(kind.write(declaration.default)) == declaration.default
    assert getattr(Settings(), declaration.name) == declaration.default


@settings(max_examples=300)
@given(ANYTHING)
def test_anything_is_a_value_or_refused_and_survives_being_saved(raw):
    for declaration in DECLARATIONS:
        note(declaration.key)
        kind = declaration.kind
        try:
            value = kind.read(raw)
        except ValueError:
            continue
        assert kind.read(kind.write(value)) == value


def _read(key, raw):
    return BY_KEY[key].kind.read(raw)


@pytest.mark.parametrize(
    ("key", "raw"),
    [
        ("api.base", "hospital.example"),
        ("api.base", "ftp://hospital.example"),
        ("api.base", "https://user:pw@hospital.example"),
        ("api.base", 7),
        ("api.paths", {"history": "no/slash"}),
        ("api.paths", {"history": "/a/../b"}),
        ("api.paths", {"history": "/a?b=c"}),
        ("api.paths", {"history": "/a/:id"}),
        ("api.paths", {"delete": "/a"}),
        ("api.paths", {"delete": "/a/:identity"}),
        ("api.paths", {"unheard_of": "/a"}),
        ("api.paths", "history"),
        ("network.ca_file", "ca.pem"),
        ("network.tls_names", {"10.0.0.1": "a b"}),
        ("network.proxy", "socks5://proxy:1080"),
        ("network.proxy", "http://proxy:3128/path"),
        ("network.proxy", ""),
        ("network.proxy", "http://:p@proxy"),
        ("media.origins", "https://a\nnonsense"),
        ("media.origins", "https://a" + "\nhttps://a" * 200),
        ("im.path", "xmpp"),
        ("im.domain", "a b"),
        ("im.room_name", ""),
        ("im.room_name", "consult"),
        ("im.room_service", ""),
        ("data.retention_days", 0),
        ("data.retention_days", 3651),
        ("data.retention_days", "30"),
        ("data.retention_days", True),
        ("notifications.enabled", "yes"),
        ("notifications.enabled", 2),
        ("ui.language", "ZH"),
        ("ui.theme", None),
        ("waiting.courtesies", "谢谢 您"),
        ("files.kinds", "pdf\nexe"),
        ("network.ca_file", "/" + "a" * 2048),
        ("update.repository", "http://updates.example"),
    ],
)
def test_bad_values_are_refused(key, raw):
    with pytest.raises(ValueError):  # noqa: PT011  kinds say no more
        _read(key, raw)


@pytest.mark.parametrize(
    ("key", "raw", "written"),
    [
        ("api.base", " https://Hospital.example:443/api/ ", "https://hospital.example/api"),
        ("api.base", "", ""),
        (
            "api.paths",
            ["history=/v2/list", "delete = /v2/:id"],
            {"history": "/v2/list", "delete": "/v2/:id"},
        ),
        ("network.ca_file", r"C:\certs\ca.pem", r"C:\certs\ca.pem"),
        ("network.ca_file", "/etc/ca.pem", "/etc/ca.pem"),
        ("network.tls_names", ["10.0.0.1=IM.example"], {"10.0.0.1": "im.example"}),
        ("network.proxy", "proxy:3128", "http://proxy:3128"),
        ("network.proxy", "HTTPS://proxy:3128", "https://proxy:3128"),
        ("network.proxy", "http://u:p@proxy:3128/", "http://u:p@proxy:3128"),
        ("network.proxy", "http://u:a#b/c?d@e f@proxy", "http://u:a%23b%2Fc%3Fd%40e%20f@proxy"),
        ("network.proxy", "HIS\\u:50%25:x@proxy", "http://HIS%5Cu:50%25:x@proxy"),
        ("network.proxy", "u@proxy", "http://u:@proxy"),
        ("media.origins", "https://a/\r\n\r\nhttp://b:80", ["https://a", "http://b"]),
        ("im.plain_hosts", ["[::1]", "IM.example", "im.example"], ["::1", "im.example"]),
        ("notifications.enabled", 1, True),
        ("data.retention_days", 3650, 3650),
        ("data.retention_days", 30.0, 30),
        ("locked", ["ui.theme"], ["ui.theme"]),
    ],
)
def test_values_are_read_in_every_form_a_policy_has(key, raw, written):
    assert BY_KEY[key].kind.write(_read(key, raw)) == written


def test_the_calls_whose_paths_can_be_set_are_the_calls_there_are():
    kind = BY_KEY["api.paths"].kind
    assert kind.keys == tuple(call.key for call in CALLS)
    assert kind.with_id == tuple(call.key for call in CALLS if ID in call.path)


@pytest.mark.parametrize("raw", [84, 201, True, "large", "100", None, 100.5])
def test_text_is_set_in_no_size_out_of_the_range(raw):
    with pytest.raises(ValueError, match=r"^$"):
        _read("ui.text_size", raw)
