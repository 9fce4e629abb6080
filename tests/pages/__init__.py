"""The pages as browsers and checkers of markup meet them, and what the whole service publishes."""
