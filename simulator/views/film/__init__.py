"""The film of a trace: people as dots that go from station to station, on a page or as a GIF."""
