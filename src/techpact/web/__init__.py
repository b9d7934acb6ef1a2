"""The web app: the views of the brief, live, and an API over the registry."""
