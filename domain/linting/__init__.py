"""Linting: what a criteria file may say by the grammar and yet cannot mean, told before anybody is judged by it."""
