"""The register (名录) of businesses: its fields, how a cell of each is read, and every rule a household must meet."""

from survey.household.check import check_household
from survey.household.columns import complete_columns, doubtful_rows
from survey.household.fields import (
    IGNORED_HEADERS,
    REGISTER_FIELDS,
    RegisterField,
    field_of_header,
    header_key,
    register_field,
)
from survey.household.places import complete_household, county_of

__all__ = [
    "IGNORED_HEADERS",
    "REGISTER_FIELDS",
    "RegisterField",
    "check_household",
    "complete_columns",
    "complete_household",
    "county_of",
    "doubtful_rows",
    "field_of_header",
    "header_key",
    "register_field",
]
