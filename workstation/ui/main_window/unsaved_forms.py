"""What stood in a form when the sign-in before ended: said once, with the way back to it.

Drafts show in the list, notes and summaries at their patient; a quick reply or the name of a group
of them that cannot be saved as it is, and a new consultation, show nowhere until their form is
opened.
"""

from typing import TYPE_CHECKING

from workstation.domain.quick_replies import can_be_section, find_problem
from workstation.ui.kit.layers.snack_bar import NoticeAction
from workstation.ui.kit.strings import tr

if TYPE_CHECKING:
    from workstation.ui.main_window.main_window import MainWindow


def offer_unsaved_forms(main_window: "MainWindow") -> None:
    """Offer each unsaved form by a notice; the last stays in sight, all in the doctor's menu."""
    words, notify = main_window.signed_in.account.words, main_window.frame.notify
    open_replies = NoticeAction(main_window.navigation.manage_replies, tr("queue.open"))
    if not all(map(can_be_section, words.sections.values())):
        notify(tr("quick.unsaved_section"), open_replies)
    if any(find_problem(reply) is not None for reply in words.replies.values()):
        notify(tr("quick.unsaved"), open_replies)
    if words.opened.attempt is not None:
        _ = main_window.overlays.new_consultation  # hears whether the list has it by now
    form, waiting = words.opened.form, words.opened.waiting
    if waiting or (form is not None and form.describes_symptom):

        def open_form() -> None:
            main_window.overlays.new_consultation.open()

        text = tr("opening.another_waits") if waiting else tr("opening.unsaved")
        notify(text, NoticeAction(open_form, tr("queue.open")))
