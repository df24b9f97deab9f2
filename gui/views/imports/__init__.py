"""Taking a workbook in: choose, preview, accept, result."""
