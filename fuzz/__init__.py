"""Input that nobody thought of: bytes through every reader, and every language's printed days read back."""
