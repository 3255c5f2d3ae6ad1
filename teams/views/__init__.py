"""The pages of who comes: sign-up, the team's own changes, the gate and the office."""
