"""View models and templates that the brief and the web app share."""
