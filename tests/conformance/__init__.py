"""Run a file of expression cases (the public suites of ODK Web Forms, enketo and JavaRosa) against our engine."""
