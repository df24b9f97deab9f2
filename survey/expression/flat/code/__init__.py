"""Python source of steps."""
