"""What the gallery shows of the foundation; a page's module may bring a ``SCENES`` of its own."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from workstation.domain.connection import Phase
from workstation.domain.errors import TokenRejected
from workstation.settings.resolve import resolve
from workstation.settings.sources import SettingsLayer, SettingsSource
from workstation.ui.gallery.__main__ import GalleryScene
from workstation.ui.kit.fields.field import Field, SecretField
from workstation.ui.kit.fields.ordered_list import OrderedListEditor
from workstation.ui.kit.fields.search_field import SearchField
from workstation.ui.kit.fields.select import Select
from workstation.ui.kit.fields.tag_editor import TagEditor
from workstation.ui.kit.fields.text_area import TextArea
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.layers.menu import Menu
from workstation.ui.kit.layers.undo_bar import UndoBar
from workstation.ui.kit.painting import Ink, Tone
from workstation.ui.kit.theme import SIZE, SPACE, Icon, TextRole, theme
from workstation.ui.kit.widgets.avatar import Avatar, Presence
from workstation.ui.kit.widgets.banner import Banner, BannerTone
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.checkbox import CheckBox
from workstation.ui.kit.widgets.chip import Chip, FilterChip, RemovableTag
from workstation.ui.kit.widgets.empty_state import EmptyState
from workstation.ui.kit.widgets.focus_ring import FocusRing
from workstation.ui.kit.widgets.icon_button import IconButton
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.panel import Panel
from workstation.ui.kit.widgets.segmented import Segmented
from workstation.ui.kit.widgets.switch import Switch
from workstation.ui.settings.page import SettingsPage
from workstation.ui.shell.window_frame import WindowFrame
from workstation.ui.sign_in.page import SignInPage


def _line(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(SPACE.x2)
    for widget in widgets:
        row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
    row.addStretch(1)
    return row


def _sheet(*parts: QWidget | QBoxLayout) -> QWidget:
    panel = Panel()
    column = QVBoxLayout(panel)
    column.setContentsMargins(SPACE.x6, SPACE.x6, SPACE.x6, SPACE.x6)
    column.setSpacing(SPACE.x3)
    for part in parts:
        if isinstance(part, QBoxLayout):
            column.addLayout(part)
        else:
            column.addWidget(part)
    column.addStretch(1)
    return panel


def buttons() -> QWidget:
    """Buttons of every kind in every state."""
    focused = Button("焦点", ButtonKind.FILLED)
    off = Button("不可用", ButtonKind.FILLED)
    off.setEnabled(False)
    busy = Button("登录", ButtonKind.FILLED, large=True)
    busy.set_busy(True)
    tool = IconButton(Icon.PANEL, "详情")
    tool.setCheckable(True)
    tool.setChecked(True)
    sheet = _sheet(
        _line(Button("发送", ButtonKind.FILLED), Button("取消"), Button("删除", ButtonKind.DANGER)),
        _line(focused, off, Button("重试", ButtonKind.LINK), Button("取消", ButtonKind.QUIET)),
        _line(
            Button("发送", ButtonKind.FILLED, icon=Icon.SEND),
            Button("查看历史咨询", icon=Icon.HISTORY),
        ),
        _line(
            Button("保存", ButtonKind.FILLED, keys="Ctrl S"),
            Button("删除", ButtonKind.DANGER, icon=Icon.TRASH),
        ),
        _line(busy, IconButton(Icon.SEARCH, "搜索"), tool, IconButton(Icon.MORE, "更多")),
    )
    FocusRing(focused, 6)
    return sheet


def fields() -> QWidget:
    """Fields: at rest, error, confirmation, secret, search, several lines."""
    rest = Field(large=False)
    rest.set_name("科室", "例如：儿科")
    wrong = Field(large=False)
    wrong.set_text("x")
    wrong.set_error("请输入完整的科室名称")
    server = Field(icon=Icon.SERVER)
    server.set_text("clinic.example.com")
    server.set_hint("服务器可用，连接已加密", Ink.SUCCESS)
    secret = SecretField(icon=Icon.KEY)
    secret.set_text("0123456789abcdef")
    search = SearchField("Ctrl K")
    search.set_name("搜索姓名、症状、团队")
    filled = SearchField()
    filled.edit.setText("皮疹")
    area = TextArea(limit=200)
    area.set_text(
        "从事儿科临床工作 18 年，主要看儿童皮疹、过敏和反复发热。接诊时会先请您拍清楚照片。"
    )
    off = Field(large=False)
    off.set_text("不可用")
    off.setEnabled(False)
    for field in (wrong, server, secret, area, off):
        field.set_name("字段")
    filled.set_name("搜索")
    return _sheet(rest, wrong, server, secret, search, filled, area, off)


def choices() -> QWidget:
    """Check boxes, switches, segments, selects."""
    boxes = []
    for state in (Qt.CheckState.Unchecked, Qt.CheckState.Checked, Qt.CheckState.PartiallyChecked):
        box = CheckBox()
        box.setTristate(True)
        box.setCheckState(state)
        box.setAccessibleName("选择")
        boxes.append(box)
    on = Switch("提醒")
    on.setChecked(True)
    segmented = Segmented(("light", "dark", "system"))
    segmented.set_texts("主题", ("浅色", "深色", "跟随系统"))
    select = Select()
    plain = Select(plain=True, icon=Icon.GLOBE)
    for choice in (select, plain):
        choice.addItem("简体中文", "zh")
        choice.addItem("English", "en")
        choice.setAccessibleName("语言")
    stay = CheckBox("在本机保持登录", "公用电脑请不要勾选。")
    stay.setChecked(True)
    return _sheet(_line(*boxes, Switch("关"), on), stay, _line(segmented), _line(select, plain))


def marks() -> QWidget:
    """Chips, tags, avatars."""
    chosen = FilterChip("近 6 个月")
    chosen.setChecked(True)
    avatars = []
    for number, (name, size) in enumerate(
        (
            ("小宝", SIZE.avatar_sm),
            ("周明岚", SIZE.avatar_md),
            ("刘子墨", SIZE.avatar_lg),
            ("孙悦", SIZE.avatar_lg),
            ("Wang Xiaobao", SIZE.avatar_lg),
            ("何雨桐", SIZE.avatar_xl),
        )
    ):
        avatar = Avatar(size)
        avatar.show_person(name, number, doctor=number == 1)
        avatars.append(avatar)
    avatars[3].show_presence(Presence.ONLINE)
    return _sheet(
        _line(
            Chip("12 分钟", icon=Icon.CLOCK),
            Chip("41 分钟", Tone.WARNING, icon=Icon.CLOCK),
            Chip("2 小时", Tone.DANGER, icon=Icon.CLOCK),
        ),
        _line(FilterChip("全部团队", end=Icon.DOWN), chosen, FilterChip("含图片")),
        _line(
            RemovableTag("儿童皮疹"), Chip("湿疹", round_ends=False), Chip("尚未保存", Tone.ACCENT)
        ),
        _line(*avatars),
        Label("皮疹按压会褪色吗？" * 12, TextRole.MESSAGE, wrap=True),
        Label("一行放不下的文字在末尾省略，" * 6, elide=True),
    )


def editors() -> QWidget:
    """Tags and an ordered list."""
    tags = TagEditor()
    tags.set_tags(["儿童皮疹", "食物过敏", "湿疹", "荨麻疹", "反复发热", "新生儿黄疸"])
    tags.set_name("擅长")
    honours = OrderedListEditor()
    honours.set_items(["2023 年度市级优秀医师", "儿科学分会青年委员", "2019 年度院级教学奖"])
    honours.set_add_text("添加荣誉")
    return _sheet(tags, honours)


def bars() -> QWidget:
    """Banners."""
    amber, green = Banner(), Banner()
    amber.show_text(BannerTone.WARNING, "连接已断开", "8 秒后重试", "立即重试")
    green.show_text(BannerTone.SUCCESS, "已恢复连接", "已发送 2 条消息")
    return _sheet(amber, green)


def overlays() -> QWidget:
    """A menu and a snack bar."""
    anchor = Button("更多")
    sheet = _sheet(_line(anchor))
    sheet.resize(480, 360)
    menu = Menu(anchor)
    menu.add("复制", int, icon=Icon.COPY, keys="Ctrl C")
    menu.add("存为常用语", int, icon=Icon.QUICK)
    menu.add("删除", int, icon=Icon.TRASH, ink=Ink.DANGER)
    sheet.show()
    menu.open()
    UndoBar(sheet, "已删除 2 个咨询").start()
    return sheet


def dialog() -> QWidget:
    """A dialog with a question."""
    sheet = _sheet(Label("资料"))
    sheet.resize(720, 400)
    sheet.show()
    asked = Dialog(sheet, "有未保存的修改", "简介、擅长和荣誉还没有保存。离开前要保存吗？")
    asked.add_button("cancel", "继续编辑")
    asked.add_button("discard", "放弃修改")
    asked.add_button("save", "保存", ButtonKind.FILLED)
    asked.open()
    return sheet


def empty() -> QWidget:
    """An empty state."""
    state = EmptyState(Icon.INBOX)
    state.show_text("没有接诊中的咨询", "有新咨询时会提醒您。")
    state.add_button(Icon.HISTORY).setText("查看历史咨询")
    state.add_button(Icon.QUICK).setText("管理常用语")
    return _sheet(state)


def frame() -> QWidget:
    """The window's frame, with a banner."""
    made = WindowFrame()
    made.add_page("active", Panel)
    made.show_page("active")
    made.rail.show_doctor("林若川", 7)
    made.rail.show_unread(8)
    made.rail.show_connection(Phase.WAITING, 8)
    made.show_banner(BannerTone.WARNING, "连接已断开", "8 秒后重新连接。", "立即重试")
    return made


def sign_in() -> QWidget:
    """The sign-in page with everything in order so far."""
    page = SignInPage("1.0.0")
    page.show_address("clinic.example.com")
    page.token.set_text("0123456789abcdef")
    page.show_reachable()
    page.show_stay(stay=True)
    return page


def sign_in_error() -> QWidget:
    """The sign-in page with a token that the server does not accept."""
    page = SignInPage("1.0.0")
    page.show_address("clinic.example.com")
    page.token.set_text("0123456789abcde")
    page.show_reachable()
    page.show_error(TokenRejected())
    return page


def settings() -> QWidget:
    """The settings page inside the frame, with notices off: nothing is to be chosen about them."""
    values = {"ui.theme": "light", "ui.text_size": theme.text_size, "notifications.enabled": False}
    page = SettingsPage("1.0.0")
    page.show_resolution(resolve([SettingsLayer(SettingsSource.USER, values)]))
    for section in page.sections.values():
        section.complete()
    made = WindowFrame()
    made.add_page("settings", lambda: page)
    made.show_page("settings")
    made.rail.show_doctor("林若川", 7)
    made.rail.show_connection(Phase.ONLINE)
    return made


FACTORIES: tuple[tuple[Callable[[], QWidget], int, int], ...] = (
    (buttons, 480, 320),
    (fields, 480, 560),
    (choices, 480, 280),
    (marks, 480, 520),
    (editors, 480, 380),
    (bars, 720, 160),
    (overlays, 480, 360),
    (dialog, 720, 400),
    (empty, 720, 480),
    (frame, 1440, 900),
    (sign_in, 1440, 900),
    (sign_in_error, 1440, 900),
    (settings, 1440, 900),
)

SCENES = [GalleryScene(make.__name__, width, height, make) for make, width, height in FACTORIES]
