"""`claimboard doctor --locators`: unproved locators of the catalogue, and differences of their answers."""

from dataclasses import asdict

import click

from dashboard.cli.output import print_json, sentences
from indicators.providers import proofs
from indicators.refresh import locator_survey
from indicators.runtime import clock
from indicators.store.store import open_store


def listed(as_json: bool) -> None:
    """Print the locators without a real answer of their own; no request is made."""
    with sentences():
        found = proofs.unproved()
        if as_json:
            print_json([{"series": one.id, **asdict(proof), "says": str(proof)} for one, proof in found])
            return
        click.echo(f"{len(found)} of {len(proofs.asked())} locators were never read from an answer of their own:")
        for one, proof in found:
            click.echo(f"{one.id} {proof.locator}: {proof}")


def asked(as_json: bool) -> None:
    """Fetch every locator and print a line for each; exit status 1 when one differs."""
    found: list[locator_survey.Answered] = []
    with sentences():
        for one in locator_survey.run(open_store(), clock.today()):
            found.append(one)
            if not as_json:
                click.echo(str(one))
    if as_json:
        print_json([asdict(one) for one in found])
    else:
        differ = sum(bool(one.differs) for one in found)
        click.echo(f"{len(found)} asked, {sum(not one.read for one in found)} not read, {differ} not as catalogued")
    if any(one.differs for one in found):
        raise click.exceptions.Exit(1)
