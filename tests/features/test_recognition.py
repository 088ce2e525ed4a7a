"""Recognition, as its feature tells it."""

from pytest_bdd import scenarios

scenarios("recognition.feature")
