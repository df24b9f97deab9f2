"""The windows and pages a person works in."""
