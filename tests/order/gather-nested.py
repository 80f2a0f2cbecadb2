from turn import *


async def leaf(n):
    await nap(n)
    say("leaf %d", n)


async def branch(n):
    await asyncio.gather(leaf(n), leaf(n + 1))
    say("branch %d", n)


async def main():
    await asyncio.gather(branch(1), branch(3))
    say("tree")


run(main)
