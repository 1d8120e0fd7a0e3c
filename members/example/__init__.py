"""Invented people of the example network."""

from members.example.accounts import EXAMPLE_ACCOUNTS, EXAMPLE_PASSWORD, EXAMPLE_SECRET, ExampleAccount

__all__ = ["EXAMPLE_ACCOUNTS", "EXAMPLE_PASSWORD", "EXAMPLE_SECRET", "ExampleAccount"]
