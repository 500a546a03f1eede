"""Fingerprint data-sharing flow simulator."""
