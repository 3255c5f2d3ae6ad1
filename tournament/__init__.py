"""What is played: formats, draws, timetables, results and standings."""
