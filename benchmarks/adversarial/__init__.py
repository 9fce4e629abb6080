"""How long one megabyte of text written to be slow takes, and how the time grows with its length."""
