"""What `add`, `repair` and `check` do with sources.toml and the fixtures beside it. A room at the door."""
