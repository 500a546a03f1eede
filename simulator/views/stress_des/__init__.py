"""The reporting sheet of a study by STRESS-DES: what it says, apart from how it is set."""
