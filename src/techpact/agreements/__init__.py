"""What do the texts say, and how do they differ? Texts in, cited records out."""
