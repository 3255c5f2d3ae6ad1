"""Pages that belong to no sport: login, pairing a tablet, the language, privacy."""
