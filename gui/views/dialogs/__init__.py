"""Dialogs: export, synchronise, settings, history, trouble."""
