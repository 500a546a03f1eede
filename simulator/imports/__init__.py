"""What is read from elsewhere: files that others publish, turned into tables that this program reads.

The room knows ``simulator.scenario`` and ``simulator.errors`` and nothing else of the program. It ships no row of
anybody's data, and nothing about a person leaves it: only counts do.
"""
