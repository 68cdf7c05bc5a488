"""The descriptions for administrators say what the settings are, and are kept up to date."""

import json
import re
import subprocess
import sys
from fnmatch import fnmatchcase
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from workstation.config import BY_KEY, DECLARATIONS
from workstation.config.kinds import Flag, Number, OneOf
from workstation.domain.language import Language
from workstation.settings.resolve import resolve
from workstation.settings.sources import SettingsLayer, SettingsSource
from workstation.support.policy import files, main

KEPT = Path("docs/policy")
PAGES = sorted(Path("docs").glob("*.md"))
EXAMPLE = re.compile(r"```json\n(\{\n.*?\n\})\n```", re.DOTALL)
WHAT_INIT_PRINTS = "the 64 characters that init printed"
XMLNS = "{http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions}"
POLICY = {
    "api.base": "https://api.hospital.example",
    "api.paths": {"history": "/v2/closed", "delete": "/v2/closed/:id"},
    "network.tls_names": {"10.0.0.1": "im.hospital.example"},
    "media.origins": ["https://media.hospital.example"],
    "data.retention_days": 30,
    "notifications.content": False,
    "ui.theme": "dark",
    "locked": ["ui.language"],
}


@pytest.fixture(scope="module")
def made():
    return files()


def test_the_files_in_the_repository_are_the_ones_made_from_the_settings(made):
    stored = {path.relative_to(KEPT).as_posix(): path for path in KEPT.rglob("*") if path.is_file()}
    assert stored.keys() == made.keys()
    for name, path in stored.items():
        assert path.read_text(encoding="utf-8") == made[name], (
            "run: python -m workstation.support.policy docs/policy"
        )


def test_the_command_writes_them(made, tmp_path):
    subprocess.run(  # noqa: S603  our own words
        [sys.executable, "-m", "workstation.support.policy", tmp_path],
        check=True,
        capture_output=True,
        timeout=180,
    )
    for name, content in made.items():
        assert (tmp_path / name).read_text(encoding="utf-8") == content


def test_a_folder_that_takes_none_is_named_in_one_line(tmp_path, capsys):
    (tmp_path / "file").touch()
    with pytest.raises(SystemExit) as ended:
        main([str(tmp_path / "file")])
    assert ended.value.code == 2
    assert str(tmp_path / "file") in capsys.readouterr().err.splitlines()[-1]


def test_the_schema_is_valid_and_takes_what_the_program_takes(made):
    schema = json.loads(made["policy.schema.json"])
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    validator.validate(POLICY)
    assert resolve([SettingsLayer(SettingsSource.POLICY_FILE, POLICY)]).problems == ()
    validator.validate({d.key: d.kind.write(d.default) for d in DECLARATIONS})


@pytest.mark.parametrize(
    "wrong",
    [
        {"unheard.of": 1},
        {"data.retention_days": 0},
        {"ui.theme": "blue"},
        {"api.paths": {"x": "/"}},
        {"locked": "x"},
        {"im.path": "x"},
    ],
)
def test_the_schema_refuses_what_the_program_reports(made, wrong):
    assert not Draft202012Validator(json.loads(made["policy.schema.json"])).is_valid(wrong)


def test_every_setting_has_a_policy_with_its_value_and_kind(made):
    root = ET.fromstring(made["DoctorWorkstation.admx"])  # noqa: S314  our own
    policies = {policy.get("name"): policy for policy in root.iter(f"{XMLNS}policy")}
    assert policies.keys() == {declaration.name for declaration in DECLARATIONS}
    for declaration in DECLARATIONS:
        policy = policies[declaration.name]
        assert policy.get("key") == r"Software\Policies\DoctorWorkstation"
        values = [node.get("valueName") for node in policy.iter() if node.get("valueName")]
        assert values == [declaration.key]
        kinds = {node.tag.removeprefix(XMLNS) for node in policy.iter()}
        tags = {Flag: "enabledValue", Number: "decimal", OneOf: "enum"}
        expected = {tag for kind, tag in tags.items() if isinstance(declaration.kind, kind)}
        assert kinds & (expected or {"text", "multiText"})


@pytest.mark.parametrize("language", [each.tag for each in Language])
def test_every_text_a_template_names_is_there(made, language):
    template = made["DoctorWorkstation.admx"]
    root = ET.fromstring(made[f"{language}/DoctorWorkstation.adml"])  # noqa: S314  our own
    strings = {node.get("id") for node in root.iter(f"{XMLNS}string")}
    presentations = {node.get("id") for node in root.iter(f"{XMLNS}presentation")}
    named = {part.split(")")[0] for part in template.split("$(string.")[1:]}
    texts_named = {part.split(")")[0] for part in template.split("$(presentation.")[1:]}
    assert named == strings
    assert texts_named == presentations
    boxes = {node.get("refId") for node in root.iter() if node.get("refId")}
    assert boxes == texts_named


def test_a_template_s_names_are_what_the_group_policy_editor_takes(made):
    """The schema (BaseTypes.xsd) takes letters, digits and ``_``."""
    templates = [text for name, text in made.items() if name.endswith(("admx", "adml"))]
    assert len(templates) == 1 + len(Language)
    for text in templates:
        names = [
            value
            for node in ET.fromstring(text).iter()  # noqa: S314  our own
            for attribute, value in node.attrib.items()
            if attribute in {"name", "id", "refId", "ref", "prefix"}
        ]
        names += re.findall(r"\$\((?:string|presentation)\.(.*?)\)", text)
        assert names
        assert [name for name in names if not re.fullmatch(r"\w+", name)] == []


@pytest.mark.parametrize("language", [each.value for each in Language])
def test_every_setting_has_its_texts(language):
    entries = json.loads(Path(f"resources/translations/{language}/setting.json").read_text())
    assert entries.keys() == BY_KEY.keys()
    assert all(entry["title"] and entry["help"] for entry in entries.values())


def test_every_key_that_a_page_names_is_one():
    areas = {key.partition(".")[0] for key in BY_KEY if "." in key}
    name = re.compile(rf"`((?:{'|'.join(sorted(areas))})\.[a-z_*.]+)`")
    named = {key for page in PAGES for key in name.findall(page.read_text(encoding="utf-8"))}
    named -= {"vault.key.copy", "im.hospital.example"}  # a file and a host
    assert len(named) > 40
    assert not {one for one in named if not any(fnmatchcase(key, one) for key in BY_KEY)}


@pytest.mark.parametrize("page", ["policy", "updates"])
def test_the_examples_of_a_page_are_policies_without_fault(made, page):
    text = Path(f"docs/{page}.md").read_text(encoding="utf-8")
    (example,) = EXAMPLE.findall(text.replace(WHAT_INIT_PRINTS, "0" * 64))
    values = json.loads(example)
    Draft202012Validator(json.loads(made["policy.schema.json"])).validate(values)
    assert resolve([SettingsLayer(SettingsSource.POLICY_FILE, values)]).problems == ()
