"""A scrolling form of questions: rows, headings, problems; used by the questionnaire and the register."""
