"""What is made of results: tables, files, feedback. Reports know results; results know nobody."""
