import { turnstreamError } from '../../processors/errors.ts'

/** `work`, or a rejection with UNAVAILABLE after `ms`; the work goes on, and what becomes of it is ignored. */
export const within = <T>(work: Promise<T>, ms: number): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(turnstreamError('UNAVAILABLE', `no answer within ${ms} ms`)), ms)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
