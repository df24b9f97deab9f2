"""``python -m gui.screenshots OUT [WORKBOOK]``: pictures of every window and state, at normal and double letters."""
