"""What is read from outside beside frames: of each kind true samples, its reader, and its errors.

A reader gives whatever it makes of the bytes, or raises one of the errors that it names. It raises
``AssertionError`` itself where what it gave must never be.
"""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

from tests.fakes.documents import document
from tests.fakes.platform_rows import ROW
from tests.fuzz.pipeline import finish
from tests.fuzz.update_metadata import read_metadata
from tests.fuzz.update_metadata import samples as _metadata
from tests.media.conftest import camera_exif, encoded
from workstation.api import schemas
from workstation.api.consultations import _read, _read_object
from workstation.api.envelope import Envelope, open_envelope
from workstation.api.rows import Rows, read_rows
from workstation.config import DECLARATIONS
from workstation.config.calls import IN_PROCESS
from workstation.domain import quick_reply_file
from workstation.domain.consultation import Consultation
from workstation.domain.errors import AnswerError, InputError, PlatformError
from workstation.domain.keys import KeyFileUnusable, KeyKind, VaultKey
from workstation.domain.media_errors import MediaError
from workstation.domain.policy_errors import PolicyUnusable
from workstation.domain.quick_replies import QuickReply
from workstation.domain.update_errors import UpdateError
from workstation.media.documents import DocumentRules, require_document
from workstation.media.formats import MediaKind, require
from workstation.media.picture import clean_picture, inspect
from workstation.settings.resolve import resolve
from workstation.settings.sources import SettingsSource, _parsed
from workstation.vault.keys import key_cost, wrapped_key
from workstation.vault.keys.key_cost import KeyCost
from workstation.vault.keys.wrapped_key import decode, wrap
from workstation.web.api_client import HttpAnswer
from workstation.web.json_text import ReadObject, parse

ACCOUNT = "https://clinic.test 1001"
STATUSES = 200, 200, 200, 200, 201, 204, 400, 401, 403, 404, 409, 413, 429, 500, 503
TYPES = "application/json", "text/html", "text/plain; charset=gbk", ""
VOICES = Path(__file__).parents[1] / "devices/voices"
PICTURES = Path(__file__).parents[1] / "media/samples"
RULES = DocumentRules.of(("pdf", "docx", "xlsx", "pptx", "doc", "xls", "ppt", "odt"), 20)


@dataclass(frozen=True)
class Content:
    """A kind of content; ``again`` makes it pass a check of its own after it was changed."""

    samples: Callable[[], Sequence[bytes]]
    read: Callable[[bytes], object]
    errors: tuple[type[Exception], ...]
    again: Callable[[bytes], bytes] | None = None


def _answers() -> list[bytes]:
    """A body for each reader of the REST API."""
    profile = {"member_id": 1001, "name": "李医生", "title": "主任", "good_at": "皮疹,湿疹"}
    payloads: list[Any] = [
        [ROW, {**ROW, "consultation_id": "8"}],
        ROW,
        profile,
        [{"ip": "10.0.0.7", "port": 5280}, {"ip": "im.clinic.test", "port": "5281"}],
        {"password": "7Gq2", "expires_in": 3600},
    ]
    bodies = [{"success": True, "code": 0, "result": each} for each in payloads]
    bodies += [{"sucess": "true", "resutls": payloads[0]}, {"success": False, "message": "no"}]
    return [json.dumps(each, ensure_ascii=False).encode() for each in bodies]


class _Answer(HttpAnswer):
    """One whose body is read here, however long it is, and not in a thread."""

    async def value(self, read_object: ReadObject | None = None) -> Any:
        return parse(self.body, read_object)


def _read_answer(content: bytes) -> None:
    """Every reader on it, under a status and a type that follow from it."""
    chance = random.Random(content)  # noqa: S311 - to repeat a run
    headers = {"content-type": chance.choice(TYPES), "retry-after": chance.choice(("9", "x"))}
    answer = _Answer(chance.choice(STATUSES), headers, content)
    envelope = finish(open_envelope(answer, IN_PROCESS))
    for read in (_row, _servers, _profile, _password):
        try:
            read(envelope)
        except AnswerError:
            continue
    in_one_go = finish(
        open_envelope(answer, IN_PROCESS, partial(_read_object, known=lambda _: None))
    )
    rows = _rows(in_one_go)
    assert rows == _rows(envelope), "a row is another one when it is read at once"
    numbers = [each.consultation_id for each in rows.items] if isinstance(rows, Rows) else []
    assert len(set(numbers)) == len(numbers), numbers


def _rows(envelope: Envelope) -> Rows[Consultation] | str:
    """The rows of a list, or why there are none."""
    try:
        return _read(envelope, IN_PROCESS)
    except AnswerError as error:
        return str(error)


def _row(envelope: Envelope) -> None:
    schemas.consultation(envelope.payload, envelope.fields)


def _servers(envelope: Envelope) -> None:
    for each in read_rows(envelope.payload, schemas.im_server, lambda each: each, call="").items:
        assert 0 < each.port < 1 << 16, each


def _profile(envelope: Envelope) -> None:
    schemas.profile(envelope.payload)


def _password(envelope: Envelope) -> None:
    secret, seconds = schemas.im_password(envelope.payload)
    assert secret
    assert 0 <= seconds <= 30 * 24 * 3600, seconds


def _pictures() -> list[bytes]:
    made = [
        encoded("JPEG", exif=camera_exif(), comment=b"x"),
        encoded("JPEG", progressive=True),
        *(encoded(form) for form in ("PNG", "GIF", "WEBP", "BMP")),
    ]
    return made + [path.read_bytes() for path in sorted(PICTURES.glob("*.heic"))]


def _read_picture(content: bytes) -> None:
    clean_picture(inspect(content))


def _decode_picture(content: bytes) -> None:
    """As the window shows it: what passes every check is decoded by Qt."""
    from workstation.ui.media.pictures import decode

    picture = inspect(content)
    image = decode(content, picture.format.extension)
    assert image.width() * image.height() <= picture.width * picture.height


def _recordings() -> list[bytes]:
    return [path.read_bytes() for path in sorted(VOICES.iterdir()) if path.suffix != ".md"]


def _documents() -> list[bytes]:
    return [document(kind) for kind in ("pdf", "docx", "xlsx", "doc", "ppt", "odt")]


@cache
def _policies() -> tuple[bytes, ...]:
    every = {each.key: each.kind.write(each.default) for each in DECLARATIONS}
    some = {key: value for number, (key, value) in enumerate(every.items()) if number % 3 == 0}
    server = {"api.base": "https://clinic.test/api", "im.domain": "clinic.test"}
    return tuple(json.dumps(each).encode() for each in (every, {**some, **server}, server))


def _read_policy(content: bytes) -> None:
    resolve([_parsed(SettingsSource.POLICY_FILE, Path("policy.json"), content)])


def _read_settings(content: bytes) -> None:
    """Nothing of the user's file may ever move what only a policy may."""
    resolution = resolve([_parsed(SettingsSource.USER, Path("settings.json"), content)])
    moved = [
        each.key
        for each in DECLARATIONS
        if not each.is_for_users and resolution.sources[each.key] is SettingsSource.USER
    ]
    assert not moved, moved


def _quick_replies() -> list[bytes]:
    replies = [
        QuickReply("问候", "你好", "您好，请问哪里不舒服？"),
        QuickReply("", "take", 'Take "one" tablet,\nafter meals'),
    ]
    whole = quick_reply_file.write_file(replies)
    return [whole, whole.decode("utf-8-sig").encode("gb18030"), "标题,内容\n一,二\n".encode()]


@cache
def _wrapped_keys() -> tuple[bytes, ...]:
    cost = KeyCost(64, 1)
    keys = [
        wrap(VaultKey(bytes(range(32))), b"123456", ACCOUNT, KeyKind.CODE, cost),
        wrap(VaultKey(bytes(range(32))), b"1", ACCOUNT, KeyKind.BOTH, cost, half=b"h" * 32),
    ]
    usual = KeyCost(key_cost.MIN_MEMORY_KIB, 3)
    return tuple(replace(each, cost=usual).encode() for each in keys)


def _read_wrapped_key(content: bytes) -> None:
    """Whoever writes the file makes neither guessing cheaper nor unlocking dearer than allowed."""
    wrapped = decode(content, ACCOUNT)
    assert wrapped.cost.allowed, wrapped.cost


def _checked_again(content: bytes) -> bytes:
    """With a checksum that fits what was changed."""
    try:
        fields = json.loads(content)
        fields.pop("check", None)
        return json.dumps({**fields, "check": wrapped_key._check(fields)}).encode()
    except (ValueError, AttributeError, TypeError, RecursionError):
        return content


CONTENTS = {
    "answers": Content(_answers, _read_answer, (AnswerError, PlatformError)),
    "pictures": Content(_pictures, _read_picture, (MediaError,)),
    "decoded pictures": Content(_pictures, _decode_picture, (MediaError,)),
    "recordings": Content(
        _recordings, lambda content: require(content, MediaKind.RECORDING), (MediaError,)
    ),
    "documents": Content(
        _documents, lambda content: require_document(content, RULES), (MediaError,)
    ),
    "policies": Content(_policies, _read_policy, (PolicyUnusable,)),
    "settings": Content(_policies, _read_settings, ()),
    "quick replies": Content(_quick_replies, quick_reply_file.read_file, (InputError,)),
    "updates": Content(_metadata, read_metadata, (UpdateError,)),
    "wrapped keys": Content(_wrapped_keys, _read_wrapped_key, (KeyFileUnusable,), _checked_again),
}
