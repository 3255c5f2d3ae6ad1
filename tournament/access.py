"""What devices are paired for, as the plain strings that core.devices keeps."""


def court_scope(event_id: int, court_id: int) -> str:
    """The scope of a referee's device at a court."""
    return f"event:{event_id}:court:{court_id}"


def gate_scope(event_id: int, label: str) -> str:
    """The scope of a device at an entrance."""
    return f"event:{event_id}:gate:{label}"


def event_scope(event_id: int) -> str:
    """What the scopes of all of an event's devices begin with."""
    return f"event:{event_id}:"
