"""What has to be right before and around the first window: input methods, Chinese dialogs, one copy, crash reports."""
