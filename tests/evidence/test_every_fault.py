"""Writing a package while each call of the disk fails once: whole, or what was there before."""

import itertools

import pytest

from tests.evidence.samples import fill_package
from tests.fakes.edges import Edges
from workstation.domain.errors import StorageError
from workstation.evidence.package_writer import PackageWriter
from workstation.evidence.verification import verify_package


def test_whichever_call_fails_the_whole_package_has_the_name_or_what_was_there(tmp_path):
    for failing in itertools.count():
        path = tmp_path / str(failing) / "a.zip"
        path.parent.mkdir()
        path.write_bytes(b"before")
        writer, edges = PackageWriter(path), Edges(failing)
        with pytest.MonkeyPatch.context() as patch:
            edges.fail_files(patch)
            try:
                fill_package(writer)
            except StorageError:
                assert edges.struck, failing
        writer.abandon()
        assert [each.name for each in path.parent.iterdir()] == ["a.zip"], failing
        if path.read_bytes() != b"before":
            assert verify_package(path).findings == (), failing
        if not edges.struck:
            break
    assert failing > 5
    assert path.read_bytes() != b"before"
