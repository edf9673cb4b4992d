"""A small class of example submissions: what `make grade` grades."""
