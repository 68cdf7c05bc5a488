"""A repository of updates one of whose files somebody changed: as it was signed, or refused."""

import random
import re
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from functools import cache
from pathlib import Path

from tests.fakes.update_repository import Administrator
from tests.fuzz.pipeline import finish
from workstation.domain.updates import Release
from workstation.updates.repository_source import OpenedFile
from workstation.updates.trust_store import TrustStore
from workstation.updates.verification import verify_repository

ROLE = re.compile(rb'"_type": ?"(\w+)"')


class ChangedFolder:
    """The files of a repository, one of them changed."""

    def __init__(self, files: dict[str, bytes], name: str, content: bytes) -> None:
        self._files = {**files, name: content}

    async def read(self, name: str, limit: int) -> bytes | None:
        content = self._files.get(name)
        return None if content is None else content[: limit + 1]

    def open_at(self, name: str, offset: int) -> AbstractAsyncContextManager[OpenedFile | None]:
        raise AssertionError(f"no package is fetched: {name} from {offset}")


class ForgetfulStore(TrustStore):
    """That of a computer that looks for the first time; it lies in memory."""

    def __init__(self) -> None:
        self._written: dict[str, bytes] = {}

    async def read(self, name: str) -> bytes | None:
        return self._written.get(name)

    async def write(self, name: str, content: bytes) -> None:
        self._written[name] = content

    async def latest_ms(self, now_ms: int) -> int:
        return now_ms


class Repository:
    """One with a release for everybody; ``files`` are its metadata by name."""

    def __init__(self) -> None:
        folder = Path(tempfile.mkdtemp(prefix="fuzz-updates-"))
        administrator = Administrator.of(folder)
        administrator.add("1.4.0")
        administrator.approve("1.4.0", "all")
        top = administrator.folder
        self.files = {path.relative_to(top).as_posix(): path.read_bytes()
                      for path in sorted(top.glob("metadata/*"))}  # fmt: skip
        self._root, self._now_ms = administrator.root, administrator.now_ms
        shutil.rmtree(folder)
        self.releases = self.look(next(iter(self.files)), next(iter(self.files.values())))

    def look(self, name: str, content: bytes) -> Sequence[Release]:
        """What a computer makes of it with this content in place of a file's."""
        source = ChangedFolder(self.files, name, content)
        work = verify_repository(source, ForgetfulStore(), self._root, self._now_ms)
        return finish(work).releases

    def place_of(self, content: bytes) -> str:
        """The newest file of the role that the content names, or any."""
        role = ROLE.search(content)
        names = [name for name in self.files if role and f"{role[1].decode()}.json" in name]
        return names[-1] if names else random.Random(content).choice([*self.files])  # noqa: S311


@cache
def _repository() -> Repository:
    return Repository()


def samples() -> list[bytes]:
    """All metadata of a repository."""
    return list(_repository().files.values())


def read_metadata(content: bytes) -> None:
    """Whatever is believed in spite of the change is what was signed."""
    repository = _repository()
    releases = repository.look(repository.place_of(content), content)
    assert releases in (repository.releases, ()), releases
