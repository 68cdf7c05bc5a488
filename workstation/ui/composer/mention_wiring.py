"""An at sign opens the names of the team above the text; the one picked is written behind it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from workstation.domain.consultation import Consultation
from workstation.domain.ids import MemberId
from workstation.ui.composer.composer import Composer
from workstation.ui.kit.layers.menu import Menu
from workstation.ui.kit.layers.popover import Side
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import Icon
from workstation.ui.shell.signed_in import SignedIn


class MentionWiring(QObject):
    """Writes into the text for ``open_consultation``; whom it mentions is read off the text."""

    def __init__(
        self,
        signed_in: SignedIn,
        composer: Composer,
        open_consultation: Callable[[], Consultation | None],
    ) -> None:
        super().__init__(composer)
        self._signed_in, self._composer = signed_in, composer
        self._open_consultation = open_consultation
        composer.editor.mention_asked.connect(self._open_names)

    def _open_names(self) -> None:
        names = self._names()
        if not names:
            return
        menu = Menu(self._composer.box)  # above it: for whom one writes stays in sight
        menu.setAccessibleName(tr("composer.mention"))
        for member_id, name in names.items():
            title = name or tr("details.doctor", number=member_id)
            written = f"{name or member_id} "
            menu.add(title, partial(self._composer.insert, written), icon=Icon.PERSON)
        menu.open(Side.ABOVE)
        menu.focus_first()

    def _names(self) -> dict[MemberId, str]:
        """The other doctors of the team; a name is empty where nobody knows it."""
        consultation, mine = self._open_consultation(), self._signed_in.account.member_id
        ids = () if consultation is None else consultation.doctor_ids
        names = self._signed_in.store.names
        return {one: names.get(one, "") for one in ids if one != mine}
