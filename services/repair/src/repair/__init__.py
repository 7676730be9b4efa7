"""Repair service: the work on one fault, from plan to the customer's confirmation (seed 001, R4 and R5)."""
