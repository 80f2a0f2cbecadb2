from turn import *


async def never():
    say("never")


async def other():
    say("other")


async def main():
    task, second = spawn(never()), spawn(other())
    task.cancel()
    say(await join(task))
    await second
    say("end")


run(main)
