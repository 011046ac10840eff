import { turnstreamError } from '../../processors/errors.ts'

/**
 * `work`, or a rejection with UNAVAILABLE after `ms`; the work goes on, and what becomes of it is ignored. Where this process
 * was busy when the time was up, it has as long again as it was late to read an answer that may be waiting: who answered in time
 * is not to blame.
 */
export const within = <T>(work: Promise<T>, ms: number): Promise<T> =>
  new Promise((resolve, reject) => {
    const due = performance.now() + ms
    const refuse = (): void => reject(turnstreamError('UNAVAILABLE', `no answer within ${ms} ms`))
    let timer = setTimeout(() => {
      timer = setTimeout(refuse, Math.max(0, performance.now() - due))
    }, ms)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
