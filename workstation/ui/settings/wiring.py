"""The settings page of a signed-in doctor: what is set, who works here, help for when it fails."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from workstation import __version__
from workstation.domain.value import Value
from workstation.ui.settings.actions import (
    ACCOUNT,
    QUICK,
    SUPPORT,
    AccountSection,
    QuickSection,
    SupportSection,
)
from workstation.ui.settings.keys import KEYS, KeysSection
from workstation.ui.settings.page import SettingsPage
from workstation.ui.settings.protection import PROTECTION, ProtectionSection
from workstation.ui.shell.signed_in import SignedIn
from workstation.ui.shell.unlock_code.wiring import UnlockCodeWiring


class SettingsLinks(Value):
    """What the buttons of the settings page lead to."""

    sign_out: Callable[[], object]
    open_diagnostics: Callable[[], object]
    open_audit: Callable[[], object]
    open_replies: Callable[[], object]


def settings_page(
    signed_in: SignedIn, code: UnlockCodeWiring, links: SettingsLinks, parent: QWidget
) -> SettingsPage:
    """The page with everything on it; the current settings are for the caller to show."""

    def make_quick() -> QuickSection:
        section = QuickSection()
        section.button.clicked.connect(links.open_replies)
        return section

    def make_account() -> AccountSection:
        section = _account_section(signed_in)
        section.button.clicked.connect(links.sign_out)
        return section

    def make_support() -> SupportSection:
        section = SupportSection()
        section.diagnostics.clicked.connect(links.open_diagnostics)
        section.audit.clicked.connect(links.open_audit)
        return section

    page = SettingsPage(__version__, parent)
    page.add_section(QUICK, make_quick)
    page.add_section(KEYS, KeysSection)
    page.add_section(ACCOUNT, make_account)
    page.add_section(PROTECTION, partial(ProtectionSection, code))
    page.add_section(SUPPORT, make_support)
    return page


def _account_section(signed_in: SignedIn) -> AccountSection:
    """The section of who works here, by the name that the platform has now."""
    profile = signed_in.account.profile
    section = AccountSection(profile.display_name, is_durable=signed_in.store.is_durable)
    stop = profile.learned.subscribe(lambda page: section.show_doctor(page.name))
    section.destroyed.connect(stop)
    return section
