"""Files of an entry: those that are answers, and those that the questionnaire shows."""
