"""The ground: settings, database, clock, login, mail, jobs, audit and web parts, without one word of sports."""
