"""Regular expressions: Java spelling, and the ones that can run for ever."""
