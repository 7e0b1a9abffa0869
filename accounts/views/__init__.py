"""Screens of people and organisations, one module a subject."""

from accounts.views.session import locked_out

__all__ = ["locked_out"]
