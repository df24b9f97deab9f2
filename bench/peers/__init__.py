"""Others doing the same work, for comparison."""
