"""Reads the sources of labs: one module for each thing that stands in them."""
