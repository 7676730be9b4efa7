"""The suite in containers: ``make test-compose``. Needs a Docker engine, so `make test` leaves it out."""
