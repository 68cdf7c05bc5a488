"""Repositories that no computer may believe, each with a sentence in both languages."""

import asyncio
import json
import shutil
from unittest import mock

import pytest
from tuf.api.metadata import Snapshot

from tests.fakes.update_repository import DAY, Administrator
from workstation.domain.update_errors import UpdateError, UpdateIncomplete, UpdateRefused
from workstation.ui.kit.strings import Language, error_text, set_language
from workstation.updates.publishing import repository
from workstation.updates.repository_source import FolderSource

CUT = 20


def other_root(pc):
    stranger = Administrator.of(pc.it.folder.parent, "stranger")
    pc.source = FolderSource(stranger.folder)


def no_pin(pc):
    pc.root = ""


def foreign_keys_behind_the_root(pc):
    stranger = Administrator.of(pc.it.folder.parent, "stranger")
    stranger.add("9.0.0")
    stranger.approve("9.0.0", "all")
    shutil.rmtree(pc.it.folder / "metadata")
    shutil.copytree(stranger.folder / "metadata", pc.it.folder / "metadata")
    shutil.copy(pc.it.folder.parent / "pinned-root", pc.it.folder / "metadata/1.root.json")


def timestamp_without_signature(pc):
    path = pc.it.file("metadata/timestamp.json")
    path.write_text(json.dumps(json.loads(path.read_bytes()) | {"signatures": []}))


def timestamp_changed(pc):
    pc.it.change("metadata/timestamp.json", version=900)


def snapshot_changed(pc):
    path = pc.it.file("metadata/*.snapshot.json")
    path.write_bytes(path.read_bytes().replace(b"2027-", b"2097-"))


def releases_changed(pc):
    """The attacker's own version gets the ring; the length stays what it was."""
    path = pc.it.file("metadata/*.targets.json")
    path.write_bytes(path.read_bytes().replace(b"1.4.0", b"9.4.0"))


def releases_signed_by_the_wrong_key(pc):
    """Who renews has the freshness key alone, and approves nothing with pc.it."""
    path = pc.it.file("metadata/*.targets.json")
    document = json.loads(path.read_bytes())
    signatures = json.loads(pc.it.file("metadata/timestamp.json").read_bytes())["signatures"]
    path.write_text(json.dumps(document | {"signatures": signatures}))
    for state in pc.it.folder.glob("metadata/*.snapshot.json"):
        state.unlink()
    pc.it.renew()


def expired_timestamp(pc):
    pc.it.now += 31 * DAY


def expired_releases(pc):
    for _ in range(13):
        pc.it.now += 29 * DAY
        pc.it.renew()


def expired_root(pc):
    for _ in range(26):
        pc.it.now += 29 * DAY
        pc.it.renew()


def snapshot_that_names_no_releases(pc):
    def naming_none(version, *, expires, meta):
        assert meta
        return Snapshot(version, expires=expires, meta={})

    with mock.patch.object(repository, "Snapshot", naming_none):
        pc.it.renew()


def older_state_put_back(pc):
    old = pc.it.folder.parent / "old"
    shutil.copytree(pc.it.folder, old)
    pc.it.renew()
    asyncio.run(pc.look())
    shutil.rmtree(pc.it.folder)
    old.rename(pc.it.folder)


def older_snapshot_under_a_newer_timestamp(pc):
    asyncio.run(pc.look())
    for state in pc.it.folder.glob("metadata/*.snapshot.json"):
        state.unlink()
    shutil.copy(pc.it.folder / "metadata/timestamp.json", pc.it.folder.parent / "kept")
    pc.it.renew()


def clock_set_back(pc):
    """The repository ended long ago; somebody sets the clock to when it was valid."""
    asyncio.run(pc.look())
    before = pc.it.now
    pc.it.now += 29 * DAY
    pc.it.renew()
    asyncio.run(pc.look())
    for name in ("metadata/*.snapshot.json", "metadata/timestamp.json"):
        for path in pc.it.folder.glob(name):
            path.unlink()
    pc.it.now = before
    pc.it.renew()


def timestamp_missing(pc):
    pc.it.file("metadata/timestamp.json").unlink()


def snapshot_not_there_yet(pc):
    pc.it.file("metadata/*.snapshot.json").unlink()


def releases_half_copied(pc):
    path = pc.it.file("metadata/*.targets.json")
    path.write_bytes(path.read_bytes()[:-CUT])


def timestamp_half_copied(pc):
    path = pc.it.file("metadata/timestamp.json")
    path.write_bytes(path.read_bytes()[:-CUT])


def endless_timestamp(pc):
    pc.it.file("metadata/timestamp.json").write_bytes(b" " * 20_000)


def another_document_for_the_timestamp(pc):
    pc.it.file("metadata/timestamp.json").write_text('{"hello": 1}')


CASES = {
    other_root: "foreign_root",
    no_pin: "unpinned",
    foreign_keys_behind_the_root: "signature",
    timestamp_without_signature: "signature",
    timestamp_changed: "signature",
    snapshot_changed: "tampered",
    releases_changed: "tampered",
    releases_signed_by_the_wrong_key: "signature",
    expired_timestamp: "expired",
    expired_releases: "expired",
    expired_root: "expired",
    snapshot_that_names_no_releases: "malformed",
    older_state_put_back: "older",
    older_snapshot_under_a_newer_timestamp: "older",
    clock_set_back: "older",
    timestamp_missing: "",
    snapshot_not_there_yet: "",
    releases_half_copied: "",
    timestamp_half_copied: "",
    endless_timestamp: "too_large",
    another_document_for_the_timestamp: "malformed",
}


@pytest.mark.parametrize("spoil", CASES, ids=lambda spoil: spoil.__name__)
def test_it_is_refused_with_a_sentence(spoil, administrator, computer, tmp_path):
    shutil.copy(administrator.folder / "metadata/1.root.json", tmp_path / "pinned-root")
    spoil(computer)
    with pytest.raises(UpdateError) as refused:
        asyncio.run(computer.look())
    if CASES[spoil]:
        assert isinstance(refused.value, UpdateRefused)
        assert refused.value.reason == CASES[spoil]
    else:
        assert isinstance(refused.value, UpdateIncomplete)
    sentences = set()
    for language in reversed(Language):  # to end with the program's own
        set_language(language)
        text = error_text(refused.value)
        assert text.what
        assert text.next
        assert "{" not in str(text)
        sentences.add(text.what)
    assert len(sentences) == len(Language)


def test_of_what_ended_together_the_root_is_named(computer):
    """Who reads it renews the right thing: under a root that ended nothing else can be valid."""
    expired_root(computer)
    with pytest.raises(UpdateRefused) as refused:
        asyncio.run(computer.look())
    assert refused.value.place == "metadata/1.root.json"
