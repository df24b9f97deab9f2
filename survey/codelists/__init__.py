"""Versioned code lists: areas, industries, and the small ones (sex, education, operating status…).

The data stand in ``codes/``; nothing is read before it is asked for, and every list is read once.
"""

from survey.codelists.areas import Areas, areas
from survey.codelists.codes import Code, CodeList
from survey.codelists.files import catalogue
from survey.codelists.finding import Finder
from survey.codelists.industries import Industries, industries
from survey.codelists.small import code_list, list_names, options

__all__ = [
    "Areas",
    "Code",
    "CodeList",
    "Finder",
    "Industries",
    "areas",
    "catalogue",
    "code_list",
    "industries",
    "list_names",
    "options",
]
