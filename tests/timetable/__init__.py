"""Tests: timetable."""
