"""Where and when each match of a day is played: pure values in, pure values out."""
