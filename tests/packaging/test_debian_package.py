"""The Debian package, on a Debian that has nothing: installs offline, works, upgrades, leaves."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.packaging.bare_debian import BareDebian, bare_debian, reason_not_to
from tests.packaging.built import numbered, packages
from tests.packaging.hospital import POLICY, hospital, roll_out
from tests.packaging.seat import PAINTED, QUEUE, everything_ended, seat
from tests.packaging.transcript import Transcript

NAME = "doctor-workstation"
INSTALL = "apt-get install -y -qq --no-install-recommends"
# Boxes of the screen: left, top, width, height. And how many colours tell a picture from letters.
SYMPTOM, PICTURE = (430, 120, 690, 130), (500, 250, 400, 300)
BELOW_THE_MESSAGES = (780, 620)
PHOTOGRAPH = 500
VERDICTS = ("skipped", "fine", "degraded", "unusable")


@pytest.fixture(scope="module")
def package() -> Path:
    return next(packages().glob("*.deb"))


@pytest.fixture(scope="module")
def machine(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BareDebian]:
    if reason := reason_not_to():
        pytest.skip(f"NOT RUN, {reason}")
    with bare_debian(tmp_path_factory.mktemp("debian"), package) as bare:
        shutil.copy(package, bare.root / "srv/new.deb")
        numbered(package, "0.0.1", bare.root / "srv/old.deb", "of-the-old-version")
        yield bare


@pytest.fixture
def transcript(package: Path) -> Iterator[Transcript]:
    """Kept beside the package as `transcript.txt`, also where a step fails."""
    written = Transcript()
    yield written
    written.write(package.with_name("transcript.txt"))


def test_it_belongs_to_root_and_its_scripts_ask_nothing(package: Path, tmp_path: Path) -> None:
    listed = subprocess.run(
        ["dpkg-deb", "-c", package], check=True, capture_output=True, text=True
    ).stdout.splitlines()
    assert all("root/root" in line for line in listed)
    subprocess.run(["dpkg-deb", "--control", package, tmp_path], check=True)
    assert {path.name for path in tmp_path.iterdir()} == {"control", "postinst", "prerm"}
    for name in ("postinst", "prerm"):
        subprocess.run(["sh", "-n", tmp_path / name], check=True)
        words = (tmp_path / name).read_text().split()
        assert not {"debconf", "read", "curl", "wget", "systemctl"} & set(words)


def test_it_carries_what_it_people_are_told_to_use(package: Path, tmp_path: Path) -> None:
    subprocess.run(["dpkg-deb", "-x", package, tmp_path], check=True)
    documents = tmp_path / f"usr/share/doc/{NAME}"
    for name in ("it.md", "policy.md", "check.md", "check.schema.json", "im-server.md"):
        assert (documents / name).is_file()
    for name in ("DoctorWorkstation.admx", "zh-CN/DoctorWorkstation.adml", "policy.schema.json"):
        assert (documents / "policy" / name).is_file()
    for page in documents.glob("**/*.md"):
        pointed = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        inside = [name for name in pointed if not name.startswith("../workstation/")]
        assert not [name for name in inside if not (page.parent / name).exists()], page.name
    guide = (documents / "im-server.md").read_text(encoding="utf-8")
    copied = re.findall(r"^cp /(\S+) ", guide, re.MULTILINE)
    assert len(copied) == 2
    assert all(list(tmp_path.glob(pattern)) for pattern in copied)


def test_from_an_empty_machine_to_a_doctor_at_work_an_upgrade_and_a_removal(
    machine: BareDebian, transcript: Transcript
) -> None:
    """In one story, since each step stands on the one before. No network at any moment."""
    installed = machine.root / f"opt/{NAME}"
    with transcript.step(f"{INSTALL} ./{NAME}_0.0.1_amd64.deb   (and all it depends on)"):
        machine.run(f"{INSTALL} /srv/old.deb")
    assert (installed / "current/of-the-old-version").exists()
    with hospital(machine) as clinic:
        with transcript.step(f"write {POLICY}"):
            roll_out(machine, json.dumps({"api.base": clinic["address"], "waiting.red": 90}))
        with transcript.step(f"{NAME} --check"):
            verdicts = checked(machine)
        assert verdicts["configuration"] == verdicts["tcp"] == verdicts["clock"] == "fine", verdicts
        signs_in_and_works(machine, clinic["token"], transcript)
    shows_the_demo(machine, transcript)
    files = saved(machine)
    assert files, "the demo's clinic saved its consultations"

    with transcript.step("an upgrade that is killed while it unpacks; the program still starts"):
        is_killed_while_unpacking(machine)
        assert (installed / "current/of-the-old-version").exists()
        machine.run(f"{NAME} --version")
    with transcript.step(f"dpkg --configure -a; {INSTALL} ./{NAME}.deb   (the upgrade again)"):
        machine.run(f"dpkg --configure -a; {INSTALL} /srv/new.deb")
    assert not (installed / "current/of-the-old-version").exists()
    assert len(list((installed / "run").iterdir())) == 1, "nobody runs the old one any more"
    assert files == saved(machine), "an upgrade touches nobody's data"
    says_what_is_wrong_with_a_policy(machine)
    (machine.root / POLICY.lstrip("/")).unlink()
    shows_the_demo(machine, transcript)

    with transcript.step(f"apt-get remove {NAME}"):
        machine.run(f"apt-get remove -y -qq {NAME}")
    assert not installed.exists()
    for folder in ("usr/bin", "usr/share/applications", "usr/share/man/man1"):
        assert not list((machine.root / folder).glob(f"*{NAME}*"))
    assert files.keys() <= saved(machine).keys(), "removing the program leaves people's data"


def signs_in_and_works(machine: BareDebian, token: str, transcript: Transcript) -> None:
    """The address is the policy's; the doctor pastes a token, and then listens and looks."""
    title = "a doctor starts it and pastes the token; the work queue is there"
    with transcript.step("the whole sitting"), seat(machine) as doctor:
        with transcript.step(title):
            doctor.signs_in(token)
        with transcript.step("who waits longest is opened by Ctrl J; the voice is heard"):
            doctor.press("ctrl+j")
            assert doctor.sees(SYMPTOM, PAINTED), "the conversation"
            doctor.click(*BELOW_THE_MESSAGES)
            doctor.press("Home", "space")
            assert doctor.hears()
        with transcript.step("the next one, by Ctrl J; the picture is seen, small and large"):
            doctor.press("ctrl+j")
            assert doctor.sees(SYMPTOM, PHOTOGRAPH), "thumbnails"
            doctor.click(*BELOW_THE_MESSAGES)
            doctor.press("Home", "space")
            assert doctor.sees(PICTURE, PHOTOGRAPH), "the viewer"


def shows_the_demo(machine: BareDebian, transcript: Transcript) -> None:
    title = f"{NAME} --demo; its work queue is there"
    with transcript.step(title), seat(machine, "--demo") as desktop:
        assert desktop.sees(QUEUE, PAINTED)
    everything_ended(machine)


def is_killed_while_unpacking(machine: BareDebian) -> None:
    """The power goes when the first of the new files lie beside the old ones."""
    begun = f"find /opt/{NAME} -name '*.dpkg-new' | grep -q ."
    machine.run(f"dpkg -i /srv/new.deb & until {begun}; do :; done; kill -9 $!")


def says_what_is_wrong_with_a_policy(machine: BareDebian) -> None:
    """A bad value is told; a file or a server that is none stops the program, with a word."""
    roll_out(machine, json.dumps({"waiting.red": "soon"}))
    assert checked(machine)["configuration"] == "degraded"
    for policy in ('{"waiting.red": 90,', json.dumps({"api.base": "hospital"})):
        roll_out(machine, policy)
        assert checked(machine) == {"configuration": "unusable"}


def checked(machine: BareDebian) -> dict[str, str]:
    """The worst verdict of each layer that was tested, as the installed program finds it."""
    result = machine.run(f"{NAME} --check --json", check=False)
    verdicts: dict[str, str] = {}
    for each in json.loads(result[result.index("{") :])["layers"]:
        worst = max(verdicts.get(each["layer"], "skipped"), each["verdict"], key=VERDICTS.index)
        verdicts[each["layer"]] = worst
    return {layer: verdict for layer, verdict in verdicts.items() if verdict != "skipped"}


def saved(machine: BareDebian) -> dict[Path, bytes]:
    """Every file that the program's run left to its user."""
    home = machine.root / "srv"
    files = [*home.glob(".local/**/*"), *home.glob(".config/**/*"), *home.glob(".cache/**/*")]
    own = [path for path in files if NAME in path.parts and "logs" not in path.parts]
    return {path: path.read_bytes() for path in own if path.is_file()}
