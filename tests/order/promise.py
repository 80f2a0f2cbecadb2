from turn import *


async def waiter(n):
    result = await promise
    say("%d got %d", n, result)


async def main():
    global promise
    promise = asyncio.get_running_loop().create_future()
    a, b = spawn(waiter(1)), spawn(waiter(2))
    await nap(1)
    promise.set_result(42)
    say("resolved")
    say("main got %d", await promise)
    await b
    await a


run(main)
