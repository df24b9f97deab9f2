"""One module per sub-command, each with ``run(words, output) -> int``; imported only when it is asked for."""
