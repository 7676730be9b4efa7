"""The learned second opinion: a linear model over character n-grams that is asked where the rules are unsure (R2).

Standard library only. Submodules are imported by name: `proposal` is what a model says, `model` says it,
`consultation` joins it with the rules' decision, `training` and what it stands on make a model out of examples.
"""
