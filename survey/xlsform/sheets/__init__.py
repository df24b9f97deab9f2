"""The sheets of a form workbook, bounded and with their cell addresses."""
