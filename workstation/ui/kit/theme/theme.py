"""The theme in force: colours, fonts and motion, switched while the program runs."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from workstation.domain.text_size import TEXT_SIZES
from workstation.ui.kit.theme import fonts
from workstation.ui.kit.theme.choices import Appearance, TextRole
from workstation.ui.kit.theme.colours import (
    HIGH_CONTRAST,
    UNDER_WATERMARK,
    Colours,
    ViewerColours,
    read_colours,
)
from workstation.ui.kit.theme.palette import qt_palette
from workstation.ui.kit.theme.qss import style_sheet
from workstation.ui.kit.theme.system_look import SystemLook, wants_no_motion
from workstation.ui.kit.theme.text_scale import SetLength, TextScale
from workstation.ui.kit.theme.tokens import (
    AvatarColours,
    Breakpoint,
    Motion,
    Radius,
    Shadow,
    Size,
    Space,
    TextStyle,
    colour,
    read,
    shadow,
    token_file,
)

_tokens = token_file()

SPACE = read(Space, {f"x{steps}": pixels for steps, pixels in _tokens["space"].items()})
RADIUS = read(Radius, _tokens["radius"])
SIZE = read(Size, _tokens["size"])
BREAKPOINT = read(Breakpoint, _tokens["breakpoint"])
MOTION = read(Motion, _tokens["motion"])
VIEWER = read(ViewerColours, _tokens["color"]["viewer"], colour)


STYLES = {role: TextStyle(**_tokens["type"][role.value]) for role in TextRole}


class Theme(QObject):
    """Answers what things look like now, and says when that changes.

    Painting code reads ``theme.colours`` at paint time; every widget is repainted on a change.
    ``changed`` is for those that keep something made from it, such as heights of rows;
    ``text_resized`` comes before it, for those that arrange by what there is room for.
    """

    changed = Signal()
    text_resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._app: QApplication | None = None
        self._has_sheet = False
        self._fonts: dict[tuple[TextRole, bool, bool], QFont] = {}
        self._families: list[str] = []
        self._appearance = Appearance.SYSTEM
        self._text_scale = TextScale(SIZE)
        self._reduced_motion = self._motionless_system = False
        self._sets = {name: read_colours(_tokens["color"][name]) for name in ("light", "dark")}
        self._watermarked = self._high_contrast = self._contrast_of_qt = False
        self._look = SystemLook()
        self._name = "light"
        self._system = Qt.ColorScheme.Unknown

    def install(self, app: QApplication, *, sheet: bool = True) -> None:
        """Dress ``app``; call once, before the first window. Without ``sheet`` it follows later."""
        self._app, self._has_sheet = app, sheet
        app.setStyle("Fusion")
        fonts.register()
        self._fonts.clear()  # what was asked for before knew nothing of ours
        self._families.clear()
        self._motionless_system = wants_no_motion()
        hints = app.styleHints()
        self._system = hints.colorScheme()
        hints.colorSchemeChanged.connect(self._on_system_changed)
        contrast = hints.accessibility()  # gone once nobody holds ``hints``
        contrast.contrastPreferenceChanged.connect(self.set_high_contrast)
        self.set_high_contrast(contrast.contrastPreference())
        self._apply_fonts()
        self._name = self._colour_set()
        self._apply()

    def add_sheet(self) -> None:
        """Give what Qt itself draws its style sheet, once the first page is made.

        While there is one, Qt styles a widget and all in it anew with each parent that it gets:
        40 ms for the window of a sign-in.
        """
        if not self._has_sheet:
            self._has_sheet = True
            self._apply_sheet()

    @property
    def colours(self) -> Colours:
        """The colours in force."""
        return self._sets[self._name][0]

    @property
    def paper(self) -> Colours:
        """The light colours, whichever are in force: paper is white."""
        return self._sets["light"][0]

    @property
    def watermarked(self) -> bool:
        """Whether the policy wants a watermark over what shows a patient."""
        return self._watermarked

    def set_watermarked(self, watermarked: bool) -> None:  # noqa: FBT001
        """Let there be a watermark, or none.

        Under one the faintest text takes the next stronger ink, else it would lose its contrast.
        """
        if watermarked == self._watermarked:
            return
        self._watermarked = watermarked
        self._remake_colours()

    def set_high_contrast(self, preference: Qt.ContrastPreference) -> None:
        """Follow the system: every text and every line in the strongest ink that it has."""
        self._contrast_of_qt = preference is Qt.ContrastPreference.HighContrast
        self._follow_contrast()

    def set_system_look(self, look: SystemLook) -> None:
        """Follow the desktop in what it asks of every program, beside what Qt knows of it."""
        self._look = look
        self._follow_contrast()
        self._follow_colours()

    def _follow_contrast(self) -> None:
        high = self._contrast_of_qt or self._look.high_contrast
        if high != self._high_contrast:
            self._high_contrast = high
            self._remake_colours()

    def _remake_colours(self) -> None:
        """Take the design's colours, but stronger inks in place of those too faint now."""
        stronger = HIGH_CONTRAST if self._high_contrast else {}
        if self._watermarked:
            stronger = {**UNDER_WATERMARK, **stronger}
        for name, values in ((name, _tokens["color"][name]) for name in self._sets):
            inks = {faint: values[strong] for faint, strong in stronger.items()}
            self._sets[name] = read_colours({**values, **inks})
        self._apply()
        self._announce()

    @property
    def avatars(self) -> tuple[AvatarColours, ...]:
        """The avatar pairs in force."""
        return self._sets[self._name][1]

    @property
    def dark(self) -> bool:
        """Whether the dark colours are in force."""
        return self._name == "dark"

    @property
    def appearance(self) -> Appearance:
        """What was chosen, which may be to follow the system."""
        return self._appearance

    @property
    def text_size(self) -> int:
        """The chosen size of text, in percent of the design's."""
        return self._text_scale.percent

    def next_text_size(self, step: int) -> int:
        """The next of the sizes offered, in percent: larger with 1, smaller with -1."""
        beyond = [size for size in TEXT_SIZES if (size - self.text_size) * step > 0]
        return min(beyond, key=lambda size: abs(size - self.text_size), default=self.text_size)

    def set_appearance(self, appearance: Appearance) -> None:
        """Change to ``appearance`` at once."""
        self._appearance = appearance
        if self._app is not None:
            hints = self._app.styleHints()
            hints.setColorScheme(SCHEMES[appearance])
        self._follow_colours()

    def set_text_size(self, percent: int) -> None:
        """Set text in ``percent`` of the design's; whatever holds text must be measured again."""
        if percent == self.text_size:
            return
        self._fonts.clear()
        self._text_scale.set(percent)
        self._apply_fonts()
        self.text_resized.emit()
        self._announce()
        if self._app is not None:
            for widget in self._app.allWidgets():
                if not widget.testAttribute(Qt.WidgetAttribute.WA_SetFont):
                    widget.setFont(QFont())  # under a sheet none inherits a new one by itself
                widget.updateGeometry()

    def hold(self, widget: QWidget, set_length: SetLength, now: int) -> None:
        """Give ``widget`` a length, as by ``QWidget.setFixedHeight``, that grows with the text."""
        self._text_scale.hold(widget, set_length, now)

    def scaled(self, drawn: int) -> int:
        """How long something is now that the design draws ``drawn`` pixels long."""
        return self._text_scale.scaled(drawn)

    def unscaled(self, now: int) -> int:
        """The length at 100 % of what is ``now`` long, to be kept until it is ``scaled``."""
        return self._text_scale.unscaled(now)

    def set_reduced_motion(self, reduced: bool) -> None:  # noqa: FBT001
        """Let every transition end at once, or not unless the system wants it so."""
        self._reduced_motion = reduced

    def duration(self, milliseconds: int) -> int:
        """How many milliseconds such a transition may take; 0 under reduced motion."""
        still = self._reduced_motion or self._motionless_system or self._look.motionless
        return 0 if still else milliseconds

    @staticmethod
    def paper_style(role: TextRole) -> TextStyle:
        """Size and line height of ``role`` on paper, whatever size of text was chosen."""
        return STYLES[role]

    def style(self, role: TextRole) -> TextStyle:
        """Size and line height of ``role``."""
        return self._text_scale.style(STYLES[role])

    def font(self, role: TextRole, *, strong: bool = False, tabular: bool = False) -> QFont:
        """The font of ``role``; ``strong`` is weight 600, ``tabular`` keeps figures aligned."""
        key = (role, strong, tabular)
        if key not in self._fonts:
            self._fonts[key] = fonts.make_font(
                self._installed_families(), self.style(role).size, strong=strong, tabular=tabular
            )
        return self._fonts[key]

    def shadow(self, elevation: int) -> Shadow | None:
        """The shadow of an elevation, 0 to 3."""
        return shadow(_tokens["elevation"][str(elevation)][self._name])

    def _installed_families(self) -> list[str]:
        if not self._families:
            self._families = fonts.only_installed(_tokens["font"]["ui"])
        return self._families

    def _colour_set(self) -> str:
        if self._appearance is Appearance.SYSTEM:
            scheme = self._look.scheme
            system = self._system if scheme is Qt.ColorScheme.Unknown else scheme
            return "dark" if system is Qt.ColorScheme.Dark else "light"
        return "dark" if self._appearance is Appearance.DARK else "light"

    def _on_system_changed(self, scheme: Qt.ColorScheme) -> None:
        self._system = scheme
        self._follow_colours()

    def _follow_colours(self) -> None:
        if self._colour_set() == self._name:
            return
        self._name = self._colour_set()
        self._apply()
        self._announce()

    def _apply(self) -> None:
        if self._app is not None:
            self._app.setPalette(qt_palette(self.colours))
            self._apply_sheet()

    def _apply_sheet(self) -> None:
        if self._app is not None and self._has_sheet:
            control_em = SIZE.control / QFontMetrics(self.font(TextRole.BODY)).height()
            self._app.setStyleSheet("")  # or Qt dresses a widget once for each of its ancestors
            self._app.setStyleSheet(style_sheet(self.colours, SPACE, RADIUS, control_em))
            QToolTip.setFont(self.font(TextRole.CAPTION))  # the first sheet took it away

    def _apply_fonts(self) -> None:
        if self._app is not None:
            self._app.setFont(self.font(TextRole.BODY))
            QToolTip.setFont(self.font(TextRole.CAPTION))

    def _announce(self) -> None:
        self.changed.emit()
        if self._app is not None:
            for widget in self._app.allWidgets():
                QWidget.update(widget)  # a list's own update asks for an index up to Qt 6.9


SCHEMES = {
    Appearance.LIGHT: Qt.ColorScheme.Light,
    Appearance.DARK: Qt.ColorScheme.Dark,
    Appearance.SYSTEM: Qt.ColorScheme.Unknown,
}

theme = Theme()
