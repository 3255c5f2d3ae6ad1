"""Who comes: organisations, team leaders, sign-up, the waiting list and the gate."""
