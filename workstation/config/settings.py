"""The settings of this program, each field declared once.

Machine policy (Windows registry, then ``policy.json``) stands above the user's settings file, and
that above the defaults. Whatever is declared here is read, checked, saved, and described in the
JSON Schema and the Windows policy templates without another line.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from workstation.config.declaration import Who, declarations, declared
from workstation.config.kinds import (
    Address,
    CallPaths,
    FilePath,
    Flag,
    HostNames,
    Hosts,
    LanguageCode,
    Number,
    OneOf,
    Origins,
    Percent,
    ProxyRoute,
    RepositoryPlace,
    Text,
    WordList,
)
from workstation.domain.address import ApiBase, Origin
from workstation.domain.language import Language
from workstation.domain.quiet_hours import PATTERN
from workstation.domain.updates import EVERY_RING, RING_PATTERN, VERSION_PATTERN, UpdateMode

API_BASE = "api.base"
LOCKED = "locked"

_CALLS = (
    "im_servers",
    "im_password",
    "create",
    "consultation",
    "in_process",
    "history",
    "delete",
    "doctor",
    "save_doctor",
)
_CALLS_WITH_ID = ("consultation", "delete")
_MECHANISMS = ("PLAIN", "SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-512")
_NONE: Mapping[str, str] = MappingProxyType({})
_DNS_NAME = r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?"
_ROOM_NAME = r"[a-z0-9._-]*\{id\}[a-z0-9._-]*"
_ROOM_SERVICE = r"([a-z0-9.-]*\{domain\}[a-z0-9.-]*|[a-z0-9.-]+)"
_URL_PATH = r"/[A-Za-z0-9._~/-]*"
_DAY_MINUTES = 24 * 60
_EARLIER_SIZES = MappingProxyType({"standard": 100, "large": 115, "largest": 130})
"""Three words that files and policies of earlier versions have."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set, with its defaults; times and ages in the unit of the field's name."""

    api_base: ApiBase | None = declared(  # noqa: RUF009  a field, as dataclasses.field makes one
        API_BASE, Address(), None, Who.USER
    )
    api_paths: Mapping[str, str] = declared("api.paths", CallPaths(_CALLS, _CALLS_WITH_ID), _NONE)
    plain_api_hosts: tuple[str, ...] = declared("api.plain_hosts", Hosts(), ())
    ca_file: str = declared("network.ca_file", FilePath(), "")
    tls_names: Mapping[str, str] = declared("network.tls_names", HostNames(), _NONE)
    proxy: str = declared("network.proxy", ProxyRoute(), "system")
    media_origins: tuple[Origin, ...] = declared("media.origins", Origins(), ())
    im_domain: str = declared("im.domain", Text(_DNS_NAME), "")
    im_path: str = declared("im.path", Text(_URL_PATH), "/xmpp-websocket")
    im_room_name: str = declared("im.room_name", Text(_ROOM_NAME, required=True), "consult-{id}")
    im_room_service: str = declared(
        "im.room_service", Text(_ROOM_SERVICE, required=True), "consult.{domain}"
    )
    plain_im_hosts: tuple[str, ...] = declared("im.plain_hosts", Hosts(), ())
    weakest_mechanism: str = declared(
        "im.weakest_mechanism", OneOf(("remembered", *_MECHANISMS)), "remembered"
    )
    retention_days: int = declared("data.retention_days", Number(1, 3650), 365)
    waiting_minutes: int = declared("waiting.amber", Number(1, _DAY_MINUTES), 30, Who.USER)
    overdue_minutes: int = declared("waiting.red", Number(1, _DAY_MINUTES), 60, Who.USER)
    notify: bool = declared("notifications.enabled", Flag(), True, Who.USER)
    notify_content: bool = declared("notifications.content", Flag(), False, Who.USER)
    notify_sound: bool = declared("notifications.sound", Flag(), False, Who.USER)
    quiet_hours: str = declared("notifications.quiet_hours", Text(PATTERN), "", Who.USER)
    language: str = declared("ui.language", LanguageCode(), Language.ZH.value, Who.USER)
    theme: str = declared("ui.theme", OneOf(("light", "dark", "system")), "system", Who.USER)
    text_size: int = declared("ui.text_size", Percent(85, 200, _EARLIER_SIZES), 100, Who.USER)
    reduced_motion: bool = declared("ui.reduced_motion", Flag(), False, Who.USER)
    log_level: str = declared("log.level", OneOf(("debug", "info", "warning", "error")), "info")
    demo_allowed: bool = declared("demo.allowed", Flag(), True)
    update_mode: str = declared(
        "update.mode", OneOf(tuple(mode.value for mode in UpdateMode)), UpdateMode.OFF.value
    )
    update_repository: str = declared("update.repository", RepositoryPlace(), "")
    update_root: str = declared("update.root", Text(r"[0-9a-f]{64}"), "")
    update_ring: str = declared("update.ring", Text(RING_PATTERN, required=True), EVERY_RING)
    update_hours: str = declared("update.hours", Text(PATTERN), "")
    update_target_version: str = declared("update.target_version", Text(VERSION_PATTERN), "")
    update_allow_back: bool = declared("update.allow_back", Flag(), False)
    locked: tuple[str, ...] = declared(LOCKED, WordList(), ())


DECLARATIONS = declarations(Settings)
"""All settings in order; ``DECLARATIONS`` and ``Settings`` cannot differ."""

BY_KEY = MappingProxyType({declaration.key: declaration for declaration in DECLARATIONS})
