import type { Process } from './process.ts'

/** The rules of the leases in Redis (`infra/redis/leases.ts`), on virtual time. */
export interface LeaseServer {
  renew(holder: string, epoch: number): 'granted' | 'behind' | 'quarantine'
  /** Holders that may serve without having applied the epoch; 1 while that cannot be said. */
  behind(epoch: number): number
  /** Forgets everything, as a restart without memory does. */
  forget(): void
}

export const leaseMs = 1_500
const renewals = 5
const drift = 0.01
const pollMs = 10

export const createLeaseServer = (nowMs: () => number): LeaseServer => {
  let since = nowMs()
  let floor = -1
  const holders = new Map<string, { epoch: number; endsMs: number }>()
  const quarantined = (): boolean => since + leaseMs > nowMs()
  return {
    renew: (holder, epoch) => {
      floor = Math.max(floor, epoch)
      if (quarantined()) return 'quarantine'
      if (epoch < floor) return 'behind'
      holders.set(holder, { epoch, endsMs: nowMs() + leaseMs })
      return 'granted'
    },
    behind: epoch => {
      floor = Math.max(floor, epoch)
      if (quarantined()) return 1
      return [...holders.values()].filter(holder => holder.endsMs > nowMs() && holder.epoch < epoch).length
    },
    forget: () => {
      holders.clear()
      floor = -1
      since = nowMs()
    },
  }
}

export interface VirtualLeases {
  held(): boolean
  applied(epoch: number): void
  /** Calls back once every holder has applied the epoch; never where the process dies before. */
  settled(epoch: number, then: () => void): void
}

/** The leases of one process: counted from before a renewal is sent. Messages take their time, or are lost. */
export const openLeases = (holder: string, server: LeaseServer, process: Process): VirtualLeases => {
  let epoch: number | null = null
  let untilMs = Number.NEGATIVE_INFINITY
  const renew = (): void => {
    if (epoch === null) return
    const sentMs = process.nowMs()
    const sent = epoch
    process.message(() => {
      if (server.renew(holder, sent) !== 'granted') return
      process.reply(() => {
        untilMs = Math.max(untilMs, sentMs + leaseMs * (1 - drift))
      })
    })
  }
  const renewEver = (): void => {
    renew()
    process.after(leaseMs / renewals, renewEver)
  }
  renewEver()
  return {
    held: () => process.nowMs() < untilMs,
    applied: next => {
      if (epoch !== null && next <= epoch) return
      epoch = next
      renew()
    },
    settled: (wanted, then) => {
      const ask = (): void => {
        let answered = false
        process.message(() => {
          const behind = server.behind(wanted)
          process.reply(() => {
            answered = true
            if (behind === 0) then()
            else process.after(pollMs, ask)
          })
        })
        // A message that is lost is sent again.
        process.after(200, () => {
          if (!answered) ask()
        })
      }
      ask()
    },
  }
}
