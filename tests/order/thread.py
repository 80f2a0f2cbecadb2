from turn import *
import time


def work(n):
    time.sleep(0.02)
    return n * 2


async def other():
    print("other runs")


async def main():
    loop = asyncio.get_running_loop()
    beside = spawn(other())
    before = loop.turn
    print("begin")
    n = await asyncio.to_thread(work, 21)
    print("%d, two turns later: %s" % (n, "yes" if loop.turn >= before + 2 else "no"))
    await beside


run(main)
