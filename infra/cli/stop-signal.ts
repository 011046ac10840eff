/**
 * Ctrl-C in a terminal reaches the whole process group, and npm and the launcher pass it on once more: signals so close
 * together are one wish.
 */
const sameWishMs = 500

/** Resolves with the first SIGINT, SIGTERM or SIGHUP. A second one, later, ends the process at once. */
export const stopSignal = (): Promise<NodeJS.Signals> =>
  new Promise(resolve => {
    let first: number | null = null
    const onSignal = (signal: NodeJS.Signals): void => {
      if (first === null) {
        first = performance.now()
        resolve(signal)
      } else if (performance.now() - first > sameWishMs) process.exit(1)
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal)
  })
