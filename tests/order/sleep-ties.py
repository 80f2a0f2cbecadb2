from turn import *


async def halves():
    await nap(1)
    await nap(1)
    say("half and half")


async def whole(name):
    await nap(2)
    say(name)


async def main():
    a, b, c, d = spawn(halves()), spawn(whole("whole")), spawn(whole("whole too")), spawn(halves())
    await a
    await b
    await c
    await d
    for i in range(9):
        spawn(whole("one of many"))
    await nap(3)
    say("end")


run(main)
