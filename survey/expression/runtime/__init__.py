"""What generated code calls: values and their coercions, comparisons, paths, moments."""
