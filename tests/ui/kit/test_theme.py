"""Tokens, colours, contrast, fonts, icons, and switching between them."""

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetricsF, QGuiApplication, QRawFont
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.fresh import said_by
from workstation.base.paths import resources
from workstation.config import Settings
from workstation.domain.errors import ConfigurationError
from workstation.ui.kit.theme import SIZE, Appearance, Icon, TextRole, icon_pixmap, theme
from workstation.ui.kit.theme.colours import Colours
from workstation.ui.kit.theme.tokens import Radius, colour, read, shadow, token_file
from workstation.ui.settings.appearance import apply_settings

SURFACES = ("bg_panel", "bg_canvas", "bg_raised", "bg_selected")
SHADED = ("bg_panel", "bg_canvas", "bg_raised", "bg_field", "bg_sunken", "bg_rail")
READABLE, VISIBLE, NOTICED = 4.5, 3.0, 1.07
TEXT_ON = [
    *itertools.product(
        (
            "text_primary",
            "text_secondary",
            "text_tertiary",
            "accent_text",
            "danger_text",
            "warning_text",
            "success_text",
        ),
        SURFACES,
    ),
    ("accent_on", "accent_fill"),
    ("accent_on", "accent_hover"),
    ("danger_on", "danger_fill"),
    ("match_text", "match_bg"),
    ("snack_text", "snack_bg"),
    ("snack_action", "snack_bg"),
    ("warning_text", "warning_tint"),
    ("danger_text", "danger_tint"),
    ("success_text", "success_tint"),
    ("text_primary", "bubble_me"),
    ("text_primary", "bubble_patient"),
    ("text_primary", "bubble_colleague"),
    ("colleague_text", "bg_canvas"),
]
GRAPHICS_ON = [
    ("border_input", "bg_field"),
    ("focus", "bg_panel"),
    ("success_mark", "bg_rail"),
    ("warning_mark", "bg_rail"),
    ("wave_rest", "bubble_patient"),
]

EARLY = """
import os
from PySide6.QtGui import QRawFont
from PySide6.QtWidgets import QApplication
from workstation.ui.kit.theme import TextRole, theme

application = QApplication([])
QRawFont.fromFont(theme.font(TextRole.BODY))
theme.install(application)
print(QRawFont.fromFont(theme.font(TextRole.BODY)).familyName(), flush=True)
os._exit(0)
"""


def luminance(tint: QColor) -> float:
    """Relative luminance, WCAG 2.1."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (tint.redF(), tint.greenF(), tint.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
@pytest.mark.parametrize(("ink", "ground"), TEXT_ON)
def test_text_can_be_read_on_what_it_lies_on(appearance: Appearance, ink: str, ground: str) -> None:
    theme.set_appearance(appearance)
    now = theme.colours
    assert contrast(getattr(now, ink), getattr(now, ground)) >= READABLE


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
@pytest.mark.parametrize("ground", SHADED)
def test_what_the_pointer_is_on_stands_out_and_can_be_read(
    appearance: Appearance, ground: str
) -> None:
    theme.set_appearance(appearance)
    surface = getattr(theme.colours, ground)
    lit = theme.colours.hovered(surface)
    assert contrast(lit, surface) >= NOTICED
    inks = {ink for ink, on in TEXT_ON if on == "bg_panel"}
    assert [ink for ink in inks if contrast(getattr(theme.colours, ink), lit) < READABLE] == []


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
@pytest.mark.parametrize(("mark", "ground"), GRAPHICS_ON)
def test_graphics_can_be_seen(appearance: Appearance, mark: str, ground: str) -> None:
    theme.set_appearance(appearance)
    assert contrast(getattr(theme.colours, mark), getattr(theme.colours, ground)) >= VISIBLE


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_initials_can_be_read_in_every_avatar(appearance: Appearance) -> None:
    theme.set_appearance(appearance)
    assert len(theme.avatars) == 6
    assert all(contrast(pair.foreground, pair.background) >= READABLE for pair in theme.avatars)


def test_alpha_stands_last_in_the_tokens() -> None:
    assert colour("#121C2266").getRgb() == (0x12, 0x1C, 0x22, 0x66)
    assert colour("#121C22").alpha() == 255


@pytest.mark.parametrize("wrong", ["#123", "#12345", "red", "#1234567", "#0011223344"])
def test_a_colour_of_another_form_is_refused(wrong: str) -> None:
    with pytest.raises(ConfigurationError):
        colour(wrong)


def test_a_colour_of_no_digits_is_refused() -> None:
    with pytest.raises(ValueError, match="hexadecimal"):
        colour("#gggggg")


def test_a_token_too_many_or_too_few_is_refused() -> None:
    radius = token_file()["radius"]
    with pytest.raises(ConfigurationError, match="brisk"):
        read(Radius, {**radius, "brisk": 1})
    with pytest.raises(ConfigurationError, match="md"):
        read(Radius, {name: value for name, value in radius.items() if name != "md"})


def test_a_token_stays_as_it_is() -> None:
    with pytest.raises(AttributeError):
        SIZE.rail = 1


def test_a_shadow_is_read_or_absent() -> None:
    cast = shadow("0 4 16 #14202824")
    assert cast is not None
    assert (cast.offset, cast.blur, cast.colour.alpha()) == (4, 16, 0x24)
    assert shadow("none") is None


def test_both_themes_have_every_colour_of_their_own() -> None:
    sets = {}
    for appearance in (Appearance.LIGHT, Appearance.DARK):
        theme.set_appearance(appearance)
        sets[appearance] = {
            name: getattr(theme.colours, name).name() for name in Colours.__annotations__
        }
    light, dark = sets.values()
    same = {name for name in light if light[name] == dark[name]}
    assert same <= {"accent_on", "danger_on"}


def test_a_change_of_theme_repaints_and_is_announced(qtbot: QtBot) -> None:
    painted = []

    class Probe(QWidget):
        def paintEvent(self, _event: object) -> None:
            painted.append(theme.colours.bg_panel.name())

    probe = Probe()
    qtbot.addWidget(probe)
    probe.show()
    qtbot.waitUntil(lambda: painted == ["#ffffff"])
    with qtbot.waitSignal(theme.changed):
        theme.set_appearance(Appearance.DARK)
    qtbot.waitUntil(lambda: painted[-1] == "#161b1e")


def test_following_the_system_follows_it_at_once(dressed: QApplication) -> None:
    hints = dressed.styleHints()
    theme.set_appearance(Appearance.SYSTEM)
    assert not theme.dark
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.dark
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert not theme.dark


def test_a_chosen_theme_does_not_follow_the_system(dressed: QApplication) -> None:
    dressed.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert not theme.dark
    dressed.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)


def test_qts_own_palette_is_the_themes() -> None:
    theme.set_appearance(Appearance.DARK)
    palette = QGuiApplication.palette()
    assert palette.window().color() == theme.colours.bg_canvas
    assert palette.text().color() == theme.colours.text_primary


def test_figures_of_a_tabular_font_have_one_width() -> None:
    metrics = QFontMetricsF(theme.font(TextRole.BODY, tabular=True))
    assert len({metrics.horizontalAdvance(figure * 8) for figure in "0123456789"}) == 1


def test_the_bundled_font_is_in_force_in_both_weights() -> None:
    for strong, name in ((False, "Regular"), (True, "SemiBold")):
        raw = QRawFont.fromFont(theme.font(TextRole.BODY, strong=strong))
        assert (raw.familyName(), raw.styleName()) == ("Inter", name)


def test_a_font_that_was_asked_for_too_early_is_the_bundled_one_afterwards() -> None:
    assert said_by(EARLY) == ["Inter"]


def test_reduced_motion_ends_everything_at_once() -> None:
    assert theme.duration(220) == 220
    theme.set_reduced_motion(True)
    assert theme.duration(220) == 0


def test_the_doctors_setting_reduces_motion() -> None:
    apply_settings(Settings(reduced_motion=True))
    assert theme.duration(220) == 0
    apply_settings(Settings(theme="light"))
    assert theme.duration(220) == 220


def test_every_icon_has_a_file_and_every_file_a_name() -> None:
    files = {path.stem for path in (resources() / "icons").glob("*.svg")}
    assert {icon.value for icon in Icon} == files


@pytest.mark.parametrize("icon", list(Icon), ids=lambda icon: icon.value)
def test_every_icon_is_drawn_in_the_colour_it_is_asked_in(icon: Icon) -> None:
    ink = QColor("#ff0000")
    image = icon_pixmap(icon, ink, 20, 1.5).toImage()
    assert (image.width(), image.devicePixelRatio()) == (30, 1.5)
    drawn = [
        image.pixelColor(x, y)
        for x, y in itertools.product(range(30), range(30))
        if image.pixelColor(x, y).alpha() > 200
    ]
    assert drawn
    assert all(one.green() < 8 and one.blue() < 8 for one in drawn)


def test_high_contrast_of_the_system_takes_the_strongest_inks_and_gives_them_back() -> None:
    before = theme.colours
    theme.set_high_contrast(Qt.ContrastPreference.HighContrast)
    try:
        assert theme.colours.text_tertiary == before.text_primary
        assert theme.colours.border_default == before.text_secondary
    finally:
        theme.set_high_contrast(Qt.ContrastPreference.NoPreference)
    assert theme.colours.text_tertiary == before.text_tertiary
