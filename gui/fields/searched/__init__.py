"""Fields whose answer is searched for in a long list."""
