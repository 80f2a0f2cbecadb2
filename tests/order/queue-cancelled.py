from turn import *


async def receive(queue, n):
    try:
        item = await queue.get()
        say("%d got %d", n, item)
    finally:
        say("%d leaves", n)


async def main():
    queue = asyncio.Queue(1)
    a, b = spawn(receive(queue, 1)), spawn(receive(queue, 2))
    await nap(1)
    await queue.put(5)
    a.cancel()
    say("sent, and the receiver cancelled")
    say("1 %s", await join(a))
    say("2 %s", await join(b))


run(main)
