"""techpact."""
