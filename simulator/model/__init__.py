"""What happens: calendar, draws, stations, the flow, the trace."""
