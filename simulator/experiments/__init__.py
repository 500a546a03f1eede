"""How sure: replications, executors, paired comparison."""
