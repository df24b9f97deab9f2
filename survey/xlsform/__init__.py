"""The only door to pyxform: read XLSForm workbooks; store built forms as JSON. pyxform loads on the first read only."""

from __future__ import annotations

from survey.xlsform.read import LoadedForm, read_form
from survey.xlsform.stored import form_from_json, form_to_json

__all__ = ["LoadedForm", "form_from_json", "form_to_json", "read_form"]
