"""The group `tm`: verbs of the translation memory. Each verb is registered here, and imports what it needs when it runs."""

from __future__ import annotations

import click

from glossary.cli import memory, upkeep

_VERBS: tuple[click.Command, ...] = (
    memory.match,
    memory.concordance,
    upkeep.stats,
    upkeep.maintain,
    upkeep.pivot,
    upkeep.optimize,
    upkeep.check,
)


@click.group("tm")
def group() -> None:
    """Keep translation units, and find again what was translated: matches, concordance, upkeep.

    \b
    Example:
      glossary tm match "Le ministre est arrivé à Hanoï." --from fr --to en
    """


for _verb in _VERBS:
    group.add_command(_verb)
