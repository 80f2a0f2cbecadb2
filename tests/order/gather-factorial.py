from turn import *


async def factorial(name, number):
    f = 1
    for i in range(2, number + 1):
        say("%s: factorial(%d), i=%d", name, number, i)
        await nap(1)
        f *= i
    say("%s: factorial(%d) = %d", name, number, f)
    return f


async def main():
    say("%d %d %d", *await asyncio.gather(factorial("A", 2), factorial("B", 3), factorial("C", 4)))


run(main)
