"""From tests to findings: the registry, the evaluation of claims, the ledger, and one round of all."""
