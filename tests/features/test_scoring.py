"""Scoring, as its feature tells it."""

from pytest_bdd import scenarios

scenarios("scoring.feature")
