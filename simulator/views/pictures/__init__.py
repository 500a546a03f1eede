"""Figures for pages: drawings that stand inside a page, each with its words and its numbers as texts."""

from simulator.views.pictures.picture import Picture

__all__ = ["Picture"]
