"""Settings that count before NumPy and Paddle are imported."""

from autograder.environment import grade_quietly

grade_quietly()
