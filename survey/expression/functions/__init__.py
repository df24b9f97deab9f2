"""The function library: XPath 1.0 core and the ODK XForms set, one module a family, all entered in one registry."""
