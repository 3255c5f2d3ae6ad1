"""The engine: frozen values in, frozen values out; no web, database, translation, clock or global chance."""
