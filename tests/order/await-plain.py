from turn import *


async def down(depth):
    if depth == 0:
        return 1
    return await down(depth - 1) + 1


async def other():
    say("other")


async def main():
    task = spawn(other())
    say("down")
    say("depth %d", await down(20))
    await task
    say("end")


run(main)
