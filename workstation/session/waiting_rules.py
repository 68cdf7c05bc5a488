"""The waiting rules as they are set."""

from workstation.config.settings import Settings
from workstation.store.waiting import WaitingRules


def waiting_rules(settings: Settings) -> WaitingRules:
    """What starts the clock, and what is promised."""
    return WaitingRules.of_settings(
        settings.waiting_minutes,
        settings.overdue_minutes,
        settings.first_answer_minutes,
        settings.courtesies,
    )
