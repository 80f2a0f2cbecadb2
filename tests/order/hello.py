from turn import *


async def say_after(units, what):
    await nap(units)
    say(what)


async def main():
    hello, world = spawn(say_after(1, "hello")), spawn(say_after(2, "world"))
    say("started")
    await hello
    await world
    say("finished")


run(main)
