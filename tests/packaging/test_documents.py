"""What IT is told to copy and to read comes with the installers, of which nobody has a checkout."""

import re
import sys
from pathlib import Path

from tests.house.source import ROOT
from tests.packaging.conftest import INSTALLER

sys.path.insert(0, str(INSTALLER))

import debian_package


def test_the_pages_and_the_group_policy_templates_are_there(tmp_path: Path) -> None:
    debian_package.put_documents(tmp_path / "documents")
    for name in ("it.md", "policy.md", "hospital.json", "policy/policy.schema.json"):
        assert (tmp_path / "documents" / name).is_file()
    policy = tmp_path / "documents/policy"
    assert (policy / "DoctorWorkstation.admx").is_file()
    assert {path.parent.name for path in policy.glob("*/*.adml")} == {"zh-CN", "en-US"}


def test_no_page_points_at_what_does_not_come_with_it(tmp_path: Path) -> None:
    """Why things are as they are, IT reads on the PC, too."""
    debian_package.put_documents(tmp_path)
    links = {
        (page, link)
        for page in tmp_path.rglob("*.md")
        for link in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    }
    assert (tmp_path / "data-protection.md", "decisions/wipe-by-rename.md") in links
    assert not [str(page) for page, link in links if not (page.parent / link).exists()]


def test_those_for_windows_lie_beside_the_installers() -> None:
    building = (INSTALLER / "windows/under_wine.py").read_text(encoding="utf-8")
    assert 'put_documents(into / "documents")' in building
    assert "`documents` beside the" in (ROOT / "docs/it.md").read_text(encoding="utf-8")
