"""What pyxform says when it refuses a form, and what it remarks on in one it accepts, in Chinese."""

from survey.xlsform.refusals.chinese import in_chinese, shortened
from survey.xlsform.refusals.culprit import Culprit, culprit
from survey.xlsform.refusals.remarks import Remark, remarks

__all__ = ["Culprit", "Remark", "culprit", "in_chinese", "remarks", "shortened"]
