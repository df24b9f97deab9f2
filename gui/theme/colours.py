"""The colours, chosen for paper-like calm; every text colour has a contrast of at least 4.5:1 on its ground."""

from __future__ import annotations

from types import MappingProxyType

from PySide6.QtGui import QColor, QPalette

GROUND = "#F3F5F7"
SURFACE = "#FFFFFF"
SUNKEN = "#EEF1F4"
LINE = "#D5DBE1"
EDGE = "#B4BEC8"
TEXT = "#1D2731"
QUIET = "#566370"
PRIMARY = "#1B5E8C"
PRIMARY_DARK = "#144A70"
PRIMARY_PALE = "#E4EFF7"
RED = "#B3261E"
RED_PALE = "#FCEDEC"
AMBER = "#855300"
AMBER_PALE = "#FFF4DC"
BLUE = "#1B5E8C"
BLUE_PALE = "#E9F2F9"
GREEN = "#22693A"
GREEN_PALE = "#E6F3EA"

SHEET_NAMES = MappingProxyType(
    {name.lower(): value for name, value in globals().items() if name.isupper() and isinstance(value, str)}
)


def palette() -> QPalette:
    """Return the light palette for the Fusion style; it does not follow the desktop's dark mode."""
    roles = QPalette.ColorRole
    result = QPalette(QColor(GROUND))
    for role, colour in (
        (roles.Window, GROUND),
        (roles.WindowText, TEXT),
        (roles.Base, SURFACE),
        (roles.AlternateBase, "#F8FAFB"),
        (roles.Text, TEXT),
        (roles.Button, SURFACE),
        (roles.ButtonText, TEXT),
        (roles.ToolTipBase, SURFACE),
        (roles.ToolTipText, TEXT),
        (roles.PlaceholderText, "#6B7884"),
        (roles.Highlight, PRIMARY),
        (roles.HighlightedText, SURFACE),
        (roles.Link, PRIMARY),
        (roles.Mid, LINE),
    ):
        result.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor("#6B7884"))
    return result
