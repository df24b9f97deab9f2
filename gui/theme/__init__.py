"""How the desktop looks: colours, fonts, the style sheet and the icons."""
