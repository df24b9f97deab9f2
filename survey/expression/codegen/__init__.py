"""Python source from parsed nodes."""
