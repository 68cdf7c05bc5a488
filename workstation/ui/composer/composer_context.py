"""What is wired to one composer has in common."""

from workstation.base.task_scope import TaskScope
from workstation.domain.value import Value
from workstation.ui.composer.composer import Composer
from workstation.ui.composer.open_reply import OpenReply
from workstation.ui.shell.signed_in import SignedIn


class ComposerContext(Value):
    """One composer, the reply that stands in it, and the sign-in that sends it.

    ``scope`` ends with the window.
    """

    signed_in: SignedIn
    composer: Composer
    reply: OpenReply
    scope: TaskScope
