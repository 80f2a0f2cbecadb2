from turn import *


async def inner():
    await nap(1)
    say("inner")
    return 1


async def middle():
    n = await inner()
    say("middle")
    return n + 1


async def outer():
    task = spawn(middle())
    n = await task
    say("outer")
    return n + 1


async def main():
    say("main %d", await outer())


run(main)
