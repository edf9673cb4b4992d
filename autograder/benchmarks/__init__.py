"""What grading costs, measured. Each module is a command."""
