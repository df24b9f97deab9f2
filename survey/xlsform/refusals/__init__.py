"""What pyxform says when it refuses a form, in Chinese."""

from survey.xlsform.refusals.chinese import in_chinese

__all__ = ["in_chinese"]
