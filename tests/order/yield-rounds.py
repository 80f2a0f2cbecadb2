from turn import *


async def runner(name, rounds):
    for i in range(rounds):
        say("%s %d", name, i)
        await asyncio.sleep(0)
    say("%s ends", name)


async def main():
    a, b, c = spawn(runner("a", 3)), spawn(runner("b", 1)), spawn(runner("c", 2))
    await a
    say("main after a")
    await b
    await c
    say("end")


run(main)
