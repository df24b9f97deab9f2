"""The command line: the desktop's start and its headless twins. Nothing heavy is imported before a command runs."""
