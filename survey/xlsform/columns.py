"""The column names that mean something: those of XLSForm, as the pinned pyxform knows them, and our own."""

from __future__ import annotations

from collections.abc import Mapping

from survey.xlsform.sheets.workbook import normal_header

OUR_SURVEY_COLUMNS = frozenset({"purpose", "sensitivity", "unit", "prefill"})
OUR_SETTINGS = frozenset(
    {
        "table_number",
        "issuing_authority",
        "approval_number",
        "valid_until",
        "legal_basis",
        "frequency",
        "restricted_to",
    },
)
OUR_CHECKS = frozenset(
    {
        "id",
        "level",
        "scope",
        "when",
        "assert",
        "message",
        "vars",
        "valid_from",
        "valid_to",
        "in_year",
        "group_by",
        "note",
    },
)


def known_columns() -> Mapping[str, frozenset[str]]:
    """Every known column by sheet, normalised and without a language; ``choices`` may have any others besides."""
    from pyxform import aliases
    from pyxform.question import MultipleChoiceQuestion
    from pyxform.survey import Survey

    survey = {*aliases.survey_header, *MultipleChoiceQuestion.get_slot_names(), *OUR_SURVEY_COLUMNS}
    settings = {*aliases.settings_header, *Survey.get_slot_names(), *OUR_SETTINGS}
    return {
        "survey": frozenset(map(normal_header, survey)) | {"intent", "note", "disabled"},
        "choices": frozenset({"list_name", "name", "label", "media", "image", "big_image", "audio", "video"}),
        "settings": frozenset(map(normal_header, settings)),
        "checks": OUR_CHECKS,
    }
