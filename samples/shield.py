"""The twin of shield.ac."""
import asyncio


async def book(a, b, amount):
    a["balance"] -= amount
    print("taken", amount)
    await asyncio.sleep(0.2)
    b["balance"] += amount
    print("given", amount)


async def transfer(a, b, amount):
    await asyncio.sleep(0.1)
    print("prepared")
    try:
        booking = asyncio.create_task(book(a, b, amount))
        try:
            await asyncio.shield(booking)
        except asyncio.CancelledError:
            await booking
            raise
        await asyncio.sleep(0.1)
        print("receipt printed")
    finally:
        print("no receipt")


async def main():
    a, b = {"balance": 1000}, {"balance": 0}
    task = asyncio.create_task(transfer(a, b, 100))

    await asyncio.sleep(0.2)
    print("cancel, please")
    task.cancel()
    try:
        await task
        print("transfer: done, ", end="")
    except asyncio.CancelledError:
        print("transfer: cancelled, ", end="")
    print(f"the books agree: {a['balance']} + {b['balance']}")


asyncio.run(main())
