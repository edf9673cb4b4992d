"""Reads notebooks that strangers hand in: one module for each step from bytes to the code that answers need."""
