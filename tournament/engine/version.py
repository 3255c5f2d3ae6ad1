"""The number stored with every draw, so that it can be replayed by the code that made it."""

ENGINE_VERSION = "2"
