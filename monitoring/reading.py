"""Texts that are kept in Kazakh and in Russian, of which one may be missing."""

from django.utils.translation import get_language


def in_reading(kk: str, ru: str) -> str:
    """In the language of the page, else in the other one."""
    return (ru or kk) if (get_language() or "kk")[:2] == "ru" else (kk or ru)
