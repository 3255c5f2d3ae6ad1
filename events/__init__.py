"""When and where: the year, events, venues, the programme and the calendar feed."""
