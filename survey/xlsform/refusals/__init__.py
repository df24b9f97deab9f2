"""What pyxform says when it refuses a form, and what it remarks on in one it accepts, in Chinese."""

from survey.xlsform.refusals.chinese import in_chinese, shortened
from survey.xlsform.refusals.culprit import Culprit, culprit
from survey.xlsform.refusals.naming import name_fault
from survey.xlsform.refusals.remarks import Remark, remarks
from survey.xlsform.refusals.slips import missing_columns, slips

__all__ = [
    "Culprit",
    "Remark",
    "culprit",
    "in_chinese",
    "missing_columns",
    "name_fault",
    "remarks",
    "shortened",
    "slips",
]
