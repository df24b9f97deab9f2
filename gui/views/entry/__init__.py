"""The questionnaire: one scrolling form, its sections, its problems."""
