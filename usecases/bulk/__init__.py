"""What an import does to many rows without asking the database: it can run in another process (see excel.read)."""
