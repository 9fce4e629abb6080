"""What the demo publishes, twice: read by libraries that are not ours, held to schemas, and compared."""
