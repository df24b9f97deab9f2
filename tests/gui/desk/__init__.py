"""Who works here, attachments, and synchronising by hand: the desk beyond a questionnaire and its keys."""
