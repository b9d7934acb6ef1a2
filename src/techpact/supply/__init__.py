"""Supply: where an alliance depends on outsiders, and who inside could replace what."""
