"""Nothing typed is lost, mixed up, or looks kept when it is not: switching, closing, waiting, failing."""
