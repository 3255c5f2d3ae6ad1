"""The pages of the room: public ones and those of the office."""
