"""The tests: engine and rules without a database, services and pages on two, journeys in a browser."""
