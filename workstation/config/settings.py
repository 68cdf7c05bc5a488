"""The settings of this program, each field declared once.

Machine policy (Windows registry, then ``policy.json``) stands above the user's settings file, and
that above the defaults. Whatever is declared here is read, checked, saved, described in the JSON
Schema and the Windows policy templates, and shown on the settings page, in this order, without
another line of code; its texts stand in the translations.
"""

from collections.abc import Mapping
from types import MappingProxyType

from workstation.config.calls import CALLS, ID
from workstation.config.declaration import PageRow, PageSection, declarations, declared
from workstation.config.kinds import (
    Address,
    CallPaths,
    FilePath,
    Flag,
    HostNames,
    Hosts,
    HoursOfDay,
    LanguageCode,
    Minutes,
    Number,
    OneOf,
    Origins,
    Percent,
    ProxyRoute,
    SomeOf,
    Text,
    WordList,
)
from workstation.config.patterns import LOG_COLLECTOR
from workstation.config.repository_place import RepositoryPlace
from workstation.domain.address import ApiBase, Origin
from workstation.domain.courtesy import DEFAULT_COURTESIES
from workstation.domain.documents import DOCUMENT_KINDS
from workstation.domain.export import ExportRule
from workstation.domain.language import Language
from workstation.domain.text_size import TEXT_SIZES
from workstation.domain.updates import EVERY_RING, RING_PATTERN, VERSION_PATTERN, UpdateMode
from workstation.domain.value import Value

API_BASE = "api.base"
LANGUAGE = "ui.language"
LOCKED = "locked"
NOTIFY = "notifications.enabled"
TEXT_SIZE = "ui.text_size"
NOTIFY_CONTENT = "notifications.content"
THEME = "ui.theme"
VIEWER_OWN_WINDOW = "viewer.own_window"

_CALL_KEYS = tuple(call.key for call in CALLS)
_CALL_KEYS_WITH_ID = tuple(call.key for call in CALLS if ID in call.path)
_MECHANISMS = ("PLAIN", "SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-512")
_NONE: Mapping[str, str] = MappingProxyType({})
_DNS_NAME = r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?"
_ROOM_NAME = r"[a-z0-9._-]*\{id\}[a-z0-9._-]*"
_ROOM_SERVICE = r"([a-z0-9.-]*\{domain\}[a-z0-9.-]*|[a-z0-9.-]+)"
_URL_PATH = r"/[A-Za-z0-9._~/-]*"
_DAY_MINUTES = 24 * 60
_EXPORT_RULE = OneOf(tuple(rule.value for rule in ExportRule))
_LOOKS = PageRow(PageSection.APPEARANCE)
_NOTICE = PageRow(PageSection.NOTICES, needs=NOTIFY)


class Settings(Value):
    """What can be set, with its defaults; times and ages in the unit of the field's name."""

    api_base: ApiBase | None = declared(API_BASE, Address(), None, PageRow(PageSection.SIGN_IN))
    api_paths: Mapping[str, str] = declared(
        "api.paths", CallPaths(_CALL_KEYS, _CALL_KEYS_WITH_ID), _NONE
    )
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
    fast_sign_in: bool = declared("im.fast", Flag(), True)
    vault_key: str = declared("vault.key", OneOf(("auto", "system", "code", "both")), "auto")
    code_length: int = declared("vault.code_length", Number(4, 64), 6)
    retention_days: int = declared("data.retention_days", Number(1, 3650), 365)
    waiting_minutes: int = declared(
        "waiting.amber",
        Minutes(1, _DAY_MINUTES),
        30,
        PageRow(PageSection.WAITING, offered=(10, 15, 20, 30, 45, 60), below="waiting.red"),
    )
    overdue_minutes: int = declared(
        "waiting.red",
        Minutes(1, _DAY_MINUTES),
        60,
        PageRow(PageSection.WAITING, offered=(30, 45, 60, 90, 120, 180)),
    )
    first_answer_minutes: int = declared("waiting.first_answer", Number(0, _DAY_MINUTES), 0)
    courtesies: tuple[str, ...] = declared("waiting.courtesies", WordList(), DEFAULT_COURTESIES)
    picture_addresses: bool = declared("consultations.picture_addresses", Flag(), False)
    amend_minutes: int = declared("messages.amend_minutes", Number(0, _DAY_MINUTES), 30)
    patient_notes: bool = declared("notes.enabled", Flag(), True)
    handover: bool = declared("handover.enabled", Flag(), True)
    read_photos: bool = declared("photos.read_text", Flag(), True)
    file_kinds: tuple[str, ...] = declared("files.kinds", SomeOf(DOCUMENT_KINDS), DOCUMENT_KINDS)
    file_megabytes: int = declared("files.max_megabytes", Number(1, 20), 20)
    notify: bool = declared(NOTIFY, Flag(), True, PageRow(PageSection.NOTICES))
    notify_content: bool = declared(NOTIFY_CONTENT, Flag(), False, _NOTICE)
    notify_sound: bool = declared("notifications.sound", Flag(), False, _NOTICE)
    quiet_hours: str = declared("notifications.quiet_hours", HoursOfDay(), "", _NOTICE)
    close_to_tray: bool = declared(
        "window.close_to_tray", Flag(), False, PageRow(PageSection.NOTICES)
    )
    start_minimised: bool = declared(
        "window.start_minimised", Flag(), False, PageRow(PageSection.NOTICES)
    )
    theme: str = declared(THEME, OneOf(("light", "dark", "system")), "system", _LOOKS)
    text_size: int = declared(
        TEXT_SIZE,
        Percent(TEXT_SIZES[0], TEXT_SIZES[-1]),
        100,
        PageRow(PageSection.APPEARANCE, offered=TEXT_SIZES),
    )
    reduced_motion: bool = declared("ui.reduced_motion", Flag(), False, _LOOKS)
    language: str = declared(LANGUAGE, LanguageCode(), Language.ZH.value, _LOOKS)
    viewer_own_window: bool = declared(VIEWER_OWN_WINDOW, Flag(), False, _LOOKS)
    photo_alignment: bool = declared("viewer.align", Flag(), True)
    log_level: str = declared("log.level", OneOf(("debug", "info", "warning", "error")), "info")
    lock_idle_minutes: int = declared("lock.idle_minutes", Number(0, _DAY_MINUTES), 10)
    lock_max_tries: int = declared("lock.max_tries", Number(0, 100), 10)
    audit_keep_days: int = declared("audit.keep_days", Number(1, 3650), 183)
    audit_forward: str = declared("audit.forward", Text(LOG_COLLECTOR, required=True), "off")
    screen_watermark: bool = declared("screen.watermark", Flag(), False)
    exclude_from_capture: bool = declared("screen.exclude_from_capture", Flag(), False)
    export_copy_text: str = declared("export.copy_text", _EXPORT_RULE, "allow")
    export_copy_picture: str = declared("export.copy_picture", _EXPORT_RULE, "allow")
    export_save: str = declared("export.save", _EXPORT_RULE, "allow")
    export_print: str = declared("export.print", _EXPORT_RULE, "allow")
    export_pdf: str = declared("export.pdf", _EXPORT_RULE, "allow")
    demo_allowed: bool = declared("demo.allowed", Flag(), True)
    update_mode: str = declared(
        "update.mode", OneOf(tuple(mode.value for mode in UpdateMode)), UpdateMode.OFF.value
    )
    update_repository: str = declared("update.repository", RepositoryPlace(), "")
    update_root: str = declared("update.root", Text(r"[0-9a-f]{64}"), "")
    update_ring: str = declared("update.ring", Text(RING_PATTERN, required=True), EVERY_RING)
    update_hours: str = declared("update.hours", HoursOfDay(), "")
    update_target_version: str = declared("update.target_version", Text(VERSION_PATTERN), "")
    update_allow_back: bool = declared("update.allow_back", Flag(), False)
    locked: tuple[str, ...] = declared(LOCKED, WordList(), ())


DECLARATIONS = declarations(Settings)
"""All settings in order; ``DECLARATIONS`` and ``Settings`` cannot differ."""

BY_KEY = MappingProxyType({declaration.key: declaration for declaration in DECLARATIONS})
