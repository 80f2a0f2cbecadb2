"""The twin of dispatch.ac."""
import asyncio


async def add(a, b):
    return a + b


async def multiply(a, b):
    product = 0
    for _ in range(b):
        await asyncio.sleep(0.01)
        product += a
    return product


async def ask(a, b):
    await asyncio.sleep(0.05)
    return a + b or 7


COMMANDS = {"add": add, "mul": multiply, "ask": ask}


async def main():
    for line in ("add 20 22", "ask", "wait", "mul 6 7"):
        name, *numbers = line.split()
        a, b = [int(number) for number in numbers] or (0, 0)
        run = COMMANDS.get(name)
        print(f"{line}: {await run(a, b) if run else 'no such command'}")


asyncio.run(main())
