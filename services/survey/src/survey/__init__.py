"""Survey service: follow-up of resolved cases, improvement until its effect is verified, appraisal (P1 04, P2, R6)."""
