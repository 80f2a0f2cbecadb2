from turn import *


async def leaf(n):
    say("leaf %d", n)


async def twig(n):
    say("twig %d", n)
    spawn(leaf(10 * n))
    spawn(leaf(10 * n + 1))
    say("twig %d made its leaves", n)


async def main():
    for i in range(3):
        spawn(twig(i))
    say("main")
    await asyncio.sleep(0)
    say("main again")
    await asyncio.sleep(0)
    say("main leaves")


run(main)
