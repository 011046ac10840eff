import { setTimeout as delay } from 'node:timers/promises'

/** Resolves when `holds` does. Rejects after `ms`, with what it is about; groups may take seconds to settle between machines. */
export const eventually = async (
  about: string,
  holds: () => boolean | Promise<boolean>,
  ms = 25_000,
): Promise<void> => {
  const deadline = performance.now() + ms
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`not within ${ms} ms: ${about}`)
    await delay(5)
  }
}
