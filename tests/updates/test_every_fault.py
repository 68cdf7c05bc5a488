"""Each call of the disk fails once, while a package is staged and while a repository is judged."""

import shutil

import pytest

from tests.fakes.edges import Edges
from workstation.domain.errors import WorkstationError
from workstation.updates.repository_source import FolderSource
from workstation.updates.staging import PackageFetch, StagingFolder

MAX_CALLS = 200


async def test_whichever_call_fails_a_package_is_staged_or_refused_and_next_time_whole(
    computer, tmp_path
):
    repository = await computer.look()
    (release,) = repository.releases
    target = repository.target(release)

    async def no_pause(_seconds):
        pass

    refused = 0
    for failing in range(MAX_CALLS):
        folder = StagingFolder(tmp_path / str(failing))
        fetch = PackageFetch(folder, computer.clock, lambda: True, no_pause)
        edges = Edges(failing)
        with pytest.MonkeyPatch.context() as patch:
            edges.fail_files(patch)
            try:
                is_staged = await fetch.stage(computer.source, repository, release)
            except WorkstationError:
                is_staged, refused = False, refused + 1
        assert folder.holds(target) or not is_staged, failing
        assert await fetch.stage(computer.source, repository, release)
        assert folder.holds(target), failing
        assert {file.name for file in (folder.staged / "metadata").iterdir()} == {
            name.rpartition("/")[2] for name in repository.documents
        }, failing
        if not edges.struck:
            break
    assert not edges.struck
    assert refused > 10


async def test_whichever_call_fails_a_repository_of_before_is_not_believed(administrator, computer):
    """What this computer has seen and cannot read now was seen all the same."""
    before = shutil.copytree(administrator.folder, administrator.folder.with_name("before"))
    administrator.renew()
    await computer.look()
    computer.source = FolderSource(before)
    for failing in range(MAX_CALLS):
        edges = Edges(failing)
        with pytest.MonkeyPatch.context() as patch:
            edges.fail_files(patch)
            with pytest.raises(WorkstationError):
                await computer.look()
        if not edges.struck:
            break
    assert not edges.struck
    assert failing > 5
