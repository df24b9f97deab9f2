"""Digests, encodings and signatures."""
