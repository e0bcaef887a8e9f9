"""The group `tm`: verbs of the translation memory. Each verb is registered here, and imports what it needs when it runs."""

from __future__ import annotations

import click

from glossary.cli import exchange, memory, upkeep
from glossary.cli.group import Verbs

_VERBS: tuple[click.Command, ...] = (
    exchange.import_,
    exchange.export,
    exchange.pretranslate,
    memory.match,
    memory.concordance,
    upkeep.stats,
    upkeep.maintain,
    upkeep.pivot,
    upkeep.optimize,
    upkeep.check,
)


@click.group("tm", cls=Verbs, subcommand_metavar="VERB [ARGS]...")
def group() -> None:
    """Keep translation units, and find again what was translated.

    Matches, concordance, files in and out, upkeep. The units lie in the same file as the terms.

    \b
    Example:
      glossary tm match "Le ministre est arrivé à Hanoï." --from fr --to en
    """


for _verb in _VERBS:
    group.add_command(_verb)
