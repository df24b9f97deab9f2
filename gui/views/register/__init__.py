"""The register 名录: the list of households, search and filters, the household dialog."""
