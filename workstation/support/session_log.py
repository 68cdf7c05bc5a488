"""What the log tells of a whole run: which program, where, under whose settings, and its end.

Sign-in, connection and storage write their own lines where they happen. Only technical words of a
plain alphabet are allowed as literals here; the value of a setting is never written.
"""

import logging
import re
from collections.abc import Mapping

from workstation.base import log as file_log
from workstation.base.log import allow_literal
from workstation.base.paths import Folders
from workstation.config import DECLARATIONS
from workstation.settings.resolve import Resolution
from workstation.settings.sources import SettingsSource
from workstation.support.versions import facts

log = logging.getLogger(__name__)

_TECHNICAL = re.compile(r"[\w .,+()/~-]{1,80}", re.ASCII)
_LIKE_A_SETTING = re.compile(r"[a-z_]{1,20}(?:\.[a-z_]{1,30}){1,2}")

_EVERYTHING = "everything"
"""What is refused of a file or key that cannot be read as a whole."""


def start(
    folders: Folders, resolution: Resolution, screen: Mapping[str, str], deaf: object = None
) -> logging.Handler:
    """Log into the folders of this run; give the handler to ``stop``.

    ``screen`` are the facts that only the window's side knows.
    ``deaf`` is why a second start cannot call this window. Raises ``StorageError`` where nothing
    can be written.
    """
    folders.prepare()
    handler = file_log.start(folders.logs, resolution.settings.log_level)
    log_start(resolution, {**facts(), **screen})
    if deaf is not None:
        log.warning("a second start cannot call this window: %s", deaf)
    return handler


def stop(handler: logging.Handler) -> None:
    """Log that the run ends in order."""
    log.info("ended")
    file_log.stop(handler)


def log_start(resolution: Resolution, computer: Mapping[str, str]) -> None:
    """Log that the run begins: versions and kind of computer (``computer``), then settings."""
    allow_literal(*(value for value in computer.values() if _TECHNICAL.fullmatch(value)))
    facts_by_name = {"program": "", "system": "", "distribution": "", "platform": "", **computer}
    log.info(
        "started: version %(program)s, on %(system)s, %(distribution)s, shown by %(platform)s",
        facts_by_name,
    )
    for name in sorted(computer):
        allow_literal(name)
        log.debug("%s is %s", name, computer[name])
    log_settings(resolution)


def log_settings(resolution: Resolution) -> None:
    """Log which keys come from where, what of them was refused or has no effect, and why."""
    allow_literal(*(declaration.key for declaration in DECLARATIONS))
    for key, source in resolution.sources.items():
        if source is not SettingsSource.DEFAULT:
            log.info("setting %s by %s", key, source)
    for problem in resolution.problems:
        allow_literal(problem.reason, _EVERYTHING)
        if problem.source.machine and _LIKE_A_SETTING.fullmatch(problem.key):
            allow_literal(problem.key)  # an administrator's word, who looks for it here
        key = problem.key or _EVERYTHING
        if problem.well_read:
            log.warning("without effect, %s: %s in %s", problem.reason, key, problem.source)
        else:
            log.warning("refused, %s: %s in %s", problem.reason, key, problem.source)
