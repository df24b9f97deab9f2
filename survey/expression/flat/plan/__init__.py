"""Steps in order: each after what it reads, what hangs on one guard together, what asks the same asked once."""
