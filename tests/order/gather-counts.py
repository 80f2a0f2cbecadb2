from turn import *


async def count():
    say("One")
    await nap(1)
    say("Two")


async def main():
    await asyncio.gather(count(), count(), count())
    say("gathered")


run(main)
