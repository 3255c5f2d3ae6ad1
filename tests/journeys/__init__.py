"""A real Chromium does what each person does, against a real gunicorn."""
