"""One file per format, one line per format in `registry.py`."""
