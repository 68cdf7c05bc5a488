"""The schema accepts no value that the program refuses: an editor's "fine" is a promise."""

import json
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from workstation.config import BY_KEY, DECLARATIONS
from workstation.domain.policy_errors import PolicyUnusable
from workstation.settings.resolve import resolve
from workstation.settings.sources import SettingsLayer, SettingsSource
from workstation.support.policy import files

MADE = files()
SCHEMA = json.loads(MADE["policy.schema.json"])
VALIDATOR = Draft202012Validator(SCHEMA)
PROPERTIES = {key: Draft202012Validator(part) for key, part in SCHEMA["properties"].items()}
XMLNS = "{http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions}"

# What is nearly right: these, cut and joined, find more holes than any text by chance.
PIECES = st.sampled_from(
    [
        *("hospital", "https://", "http://", "ftp://", "HTTPS://", "//", "/", ".", "..", ":", "::"),
        *(":443", ":0", ":65535", ":65536", ":99999", "[", "]", "[::1]", "[1::2]", "1::2", "::1"),
        *("[1:2:3:4:5:6:7:8]", "127.0.0.1", "10.0.0.256", "1.2.3", "0x7f", "-a", "a-", "_", "a.b"),
        *("b.example", "1", "01", "@", "u:p@", "%zz", "%20", "?", "#", "?a=b", "#x", "=", "~", "²"),
        *("\\", "\\\\", "C:\\", "C:", "\\\\srv\\share\\", "\\\\?\\", "system", "direct"),
        *(
            ":id",
            "{id}",
            "{domain}",
            "医院",
            "é",
            "\u3000",
            "\u00ad",
            "\u200b",
            "\n",
            "\t",
            "２",
            " ",
        ),
        *("22:00-07:00", "24:00-07:00", "ui.theme", "zh", "100", "api.base", "", "x\n"),
        *("a" * 63, "a" * 64, "a." * 130, "a" * 2048),
    ]
)
TEXTS = st.lists(PIECES, max_size=6).map("".join) | st.text(max_size=20)
NUMBERS = st.integers(-2, 4000) | st.floats(-2, 4000) | st.integers(-2, 4000).map(float)
SCALARS = TEXTS | NUMBERS | st.booleans() | st.none()
VALUES = (
    SCALARS
    | st.lists(SCALARS, max_size=4)
    | st.dictionaries(TEXTS | st.sampled_from(["history", "delete", "create"]), SCALARS, max_size=3)
)


def patterns_in(part):
    if isinstance(part, dict):
        if isinstance(part.get("pattern"), str):
            yield part["pattern"]
        for inner in part.values():
            yield from patterns_in(inner)


PATTERNED = [key for key, part in SCHEMA["properties"].items() if any(patterns_in(part))]
FITTING = st.one_of([st.from_regex(each) for each in sorted(set(patterns_in(SCHEMA)))])
"""Texts of the schema's own making: from one of its patterns each."""


def forms(key, texts):
    """Some texts as one value of a setting: the first, all in a list, and in an object."""
    names = SCHEMA["properties"][key].get("properties", texts)
    yield texts[0]
    yield texts
    yield from ({name: text} for name in names for text in texts)


def accepted(key, raw):
    """Whether the schema accepts it; then the program does, or the test fails."""
    if not PROPERTIES[key].is_valid(raw):
        return False
    BY_KEY[key].kind.read(raw)
    return True


@settings(max_examples=500)
@given(VALUES)
def test_what_the_schema_accepts_the_program_accepts(raw):
    for key in BY_KEY:
        note(key)
        accepted(key, raw)


@settings(max_examples=400)
@given(st.lists(FITTING, min_size=1, max_size=3))
def test_what_the_schema_s_patterns_make_the_program_accepts(texts):
    for key in PATTERNED:
        note(key)
        for raw in forms(key, texts):
            accepted(key, raw)


@pytest.mark.parametrize(
    ("key", "raw"),
    [
        ("api.base", "hospital"),
        ("api.base", "ftp://hospital.example"),
        ("api.base", "https://user:pw@hospital.example"),
        ("api.base", "https://127.1"),
        ("api.base", "https://a..b"),
        ("api.base", "https://hospital.example/?a=b"),
        ("api.base", "https://hospital.example:65536"),
        ("api.base", "http://hospital.example"),
        ("api.paths", {"history": "/a/../b"}),
        ("api.paths", {"history": "/a/:id"}),
        ("api.paths", {"delete": "/a"}),
        ("network.ca_file", "ca.pem"),
        ("network.tls_names", {"10.0.0.1": "a b"}),
        ("network.tls_names", {"10.0.0.300": "a"}),
        ("network.proxy", "socks5://proxy:1080"),
        ("network.proxy", ""),
        ("media.origins", ["media.hospital.example"]),
        ("im.plain_hosts", ["https://im.example"]),
        ("im.room_name", ""),
        ("im.room_service", ""),
        ("locked", ["ui.langauge"]),
    ],
)
def test_the_schema_refuses_what_the_program_refuses_or_would_pass_over(key, raw):
    assert not VALIDATOR.is_valid({key: raw})


@pytest.mark.parametrize(
    ("key", "raw"),
    [
        ("api.base", ""),
        ("api.base", "https://api.hospital.example"),
        ("api.base", "https://api.hospital.example:8443/platform/v2/"),
        ("api.base", "https://10.1.2.3"),
        ("api.base", "https://[fd00::1]:8443"),
        ("api.base", "http://127.0.0.1:8000"),
        ("api.paths", {"history": "/v2/closed", "delete": "/v2/closed/:id"}),
        ("network.ca_file", "/etc/doctor-workstation/hospital-ca.pem"),
        ("network.ca_file", r"C:\医院\ca.pem"),
        ("network.ca_file", r"\\server\share\ca.pem"),
        ("network.ca_file", r"\\fs-01.hospital.example\it$\ca.pem"),
        ("update.repository", r"\\files\workstation"),
        ("update.repository", r"\\fs-01.hospital.example\信息科 更新\医生工作站"),
        ("network.tls_names", {"10.0.0.1": "im.hospital.example", "fd00::1": "im.example"}),
        ("network.proxy", "direct"),
        ("network.proxy", "http://user:secret@proxy.hospital:3128"),
        ("network.proxy", "proxy:3128"),
        ("media.origins", ["https://media.hospital.example", "https://10.0.0.1:8443/"]),
        ("im.plain_hosts", ["10.0.0.1", "im.hospital.example", "[::1]"]),
        ("notifications.quiet_hours", "22:00-07:00"),
        ("locked", ["ui.language", "api.base"]),
        ("data.retention_days", 30),
    ],
)
def test_what_administrators_write_is_accepted(key, raw):
    assert accepted(key, raw)


@given(st.lists(PIECES, max_size=3).map("".join), st.booleans())
def test_a_server_that_the_schema_accepts_starts_the_program(end, plain):
    policy = {"api.base": f"http{'' if plain else 's'}://{end}"}
    if VALIDATOR.is_valid(policy):
        assert resolve([SettingsLayer(SettingsSource.POLICY_FILE, policy)]).problems == ()


def test_plain_http_is_accepted_where_hosts_without_encryption_are_named():
    named = {"api.base": "http://10.0.0.1", "api.plain_hosts": ["10.0.0.1"]}
    assert VALIDATOR.is_valid(named)
    assert resolve([SettingsLayer(SettingsSource.POLICY_FILE, named)]).problems == ()
    assert not VALIDATOR.is_valid({**named, "api.plain_hosts": []})
    with pytest.raises(PolicyUnusable):
        resolve([SettingsLayer(SettingsSource.POLICY_FILE, {"api.base": "http://10.0.0.1"})])


def test_the_patterns_are_of_the_dialect_that_editors_have():
    for pattern in patterns_in(SCHEMA):
        assert "(?<" not in pattern
        assert not re.search(r"\\[ADSWZbdpsw]", pattern.replace("\\\\", "")), pattern


@pytest.mark.parametrize("declaration", DECLARATIONS, ids=lambda each: each.key)
def test_what_group_policy_offers_the_program_accepts(declaration):
    """Numbers and choices; a free text can be checked by no template."""
    root = ET.fromstring(MADE["DoctorWorkstation.admx"])  # noqa: S314  our own
    (policy,) = [
        each for each in root.iter(f"{XMLNS}policy") if each.get("name") == declaration.name
    ]
    offered = [
        int(each.get("value")) for each in policy.iter(f"{XMLNS}decimal") if each.get("value")
    ]
    offered += [
        int(each.get(end))
        for each in policy.iter(f"{XMLNS}decimal")
        for end in ("minValue", "maxValue")
        if each.get(end)
    ]
    offered += [each.text for each in policy.iter(f"{XMLNS}string")]
    for raw in offered:
        declaration.kind.read(raw)
