from turn import *


async def sleeper(name, units):
    for i in range(2):
        await nap(units)
        say("%s %d", name, i)


async def main():
    a, b, c = spawn(sleeper("zero", 0)), spawn(sleeper("less", -1)), spawn(sleeper("one", 1))
    await a
    await b
    say("main")
    await c


run(main)
