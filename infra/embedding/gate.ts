const within = 0
const shut = 1

/**
 * Between a thread and who ends it. Ending a thread inside native code ends the whole process, so a thread does such work
 * only within its gate, and who shuts the gate waits until nobody is within.
 */
export type Gate = Int32Array<SharedArrayBuffer>

/** An open gate; the thread it is made for is within until it leaves for the first time. */
export const newGate = (): Gate => {
  const gate = new Int32Array(new SharedArrayBuffer(8))
  gate[within] = 1
  return gate
}

/** `work` within the gate. Rejects with `Error('shut')` where the gate is shut, and does nothing then. */
export const inside = async <T>(gate: Gate, work: () => Promise<T>): Promise<T> => {
  // Enters before it looks: the other order could pass a gate that is shut in between.
  Atomics.add(gate, within, 1)
  try {
    if (Atomics.load(gate, shut) === 1) throw new Error('shut')
    return await work()
  } finally {
    leave(gate)
  }
}

/** One less within. */
export const leave = (gate: Gate): void => {
  Atomics.sub(gate, within, 1)
  Atomics.notify(gate, within)
}

/** Shuts the gate; resolves when nobody is within. */
export const shutGate = async (gate: Gate): Promise<void> => {
  Atomics.store(gate, shut, 1)
  for (let count = Atomics.load(gate, within); count > 0; count = Atomics.load(gate, within)) {
    await Atomics.waitAsync(gate, within, count).value
  }
}

/** Shuts the gate and blocks until nobody is within, for `limitMs` at most: for a process that exits. */
export const shutGateNow = (gate: Gate, limitMs: number): void => {
  Atomics.store(gate, shut, 1)
  const until = performance.now() + limitMs
  for (let count = Atomics.load(gate, within); count > 0; count = Atomics.load(gate, within)) {
    if (Atomics.wait(gate, within, count, until - performance.now()) === 'timed-out') return
  }
}
