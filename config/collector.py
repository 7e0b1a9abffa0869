"""How often Python looks for garbage in a process that answers pages."""

import gc

YOUNG = (
    25_000  # objects made and kept before the young ones are looked through; a page makes some ten thousand
)


def settle() -> None:
    """Call once all modules are loaded: they are set apart and never looked through again, which also keeps the memory
    that forked processes share. With Python's own 700 every twentieth page waits 50 ms for a look through everything."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 20)
