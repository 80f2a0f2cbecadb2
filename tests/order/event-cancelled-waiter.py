from turn import *


async def waiter(n):
    try:
        await event.wait()
        say("%d goes on", n)
    finally:
        say("%d leaves", n)


async def main():
    global event
    event = asyncio.Event()
    a, b, c = spawn(waiter(1)), spawn(waiter(2)), spawn(waiter(3))
    await nap(1)
    b.cancel()
    event.set()
    say("1 %s", await join(a))
    say("2 %s", await join(b))
    say("3 %s", await join(c))


run(main)
