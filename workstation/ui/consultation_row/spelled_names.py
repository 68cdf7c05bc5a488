"""Patients found by how their names are read, in the lists that are searched while one types."""

from collections.abc import Callable, Iterable

from workstation.base.task_scope import TaskScope
from workstation.domain.consultation import Consultation
from workstation.domain.ids import ConsultationId
from workstation.domain.pinyin import Readings, find_spelled, is_spelling
from workstation.ui.shell.signed_in import SignedIn


class SpelledNames:
    """Finds names by letters, 王小宝 by ``wxb``; each name is looked at once for them.

    How characters are read is loaded when letters are typed first. Until ``on_ready`` is called
    nothing is spelled.
    """

    def __init__(self, signed_in: SignedIn, scope: TaskScope, on_ready: Callable[[], None]) -> None:
        self._signed_in, self._scope, self._on_ready = signed_in, scope, on_ready
        self._readings: Readings = {}
        self._is_asked = False
        self._letters = ""
        self._answers: dict[str, bool] = {}

    def spells(self, letters: str, consultation: Consultation) -> bool:
        """Whether some letters spell the name of the patient, or a part of it."""
        if not is_spelling(letters):
            return False
        if not self._is_asked:
            self._is_asked = True
            self._scope.spawn(self._load(), optional=True)
        if letters != self._letters:
            self._letters, self._answers = letters, {}
        name = consultation.target.name
        if name not in self._answers:
            self._answers[name] = find_spelled(name, letters, self._readings) is not None
        return self._answers[name]

    def among(
        self, letters: str, consultations: Iterable[Consultation]
    ) -> frozenset[ConsultationId]:
        """The consultations whose patient's name the letters spell."""
        return frozenset(
            consultation.consultation_id
            for consultation in consultations
            if self.spells(letters, consultation)
        )

    async def _load(self) -> None:
        self._readings = await self._signed_in.messaging.quick_replies.load_readings()
        self._answers = {}
        self._on_ready()
