import { expect } from 'vitest'
import type { TroubledProxy } from '../../infra/local/proxy.ts'
import type { Serving } from '../chaos/serving.ts'
import { expectAllAnswered, healed, inTrouble, type Load, startLoad } from './servers.trouble.ts'
import { readyOf } from './servers.ts'

/** What befalls a service, or the connection to it, while servers that use it are asked. */
export type Befalling = (servers: readonly Serving[], asking: Load) => Promise<void>

/** It says nothing, so these parts are in trouble. */
export const saysNothing =
  (proxy: TroubledProxy, parts: readonly string[]): Befalling =>
  async (servers, asking) => {
    proxy.stall()
    for (const part of parts) await inTrouble(servers, part)
    await asking.more(16)
    proxy.mend()
  }

/** A round trip takes this much longer, ms, and the part is in trouble; null: none is. */
export const takesLonger =
  (proxy: TroubledProxy, ms: number, part: string | null): Befalling =>
  async (servers, asking) => {
    proxy.delay(ms)
    if (part !== null) await inTrouble(servers, part)
    await asking.more(16)
    proxy.delay(0)
  }

/** Its connections break now and then, which is no reason not to be ready. */
export const breaksNowAndThen =
  (proxy: TroubledProxy): Befalling =>
  async (servers, asking) => {
    for (let times = 0; times < 5; times++) {
      proxy.drop()
      for (const server of servers) expect((await readyOf(server)).status).toBe(200)
      await asking.more(8)
    }
  }

/** That every question has its answer while one after the other befalls the servers, and until these parts have healed. */
export const expectAnsweredWhile = async (
  servers: readonly Serving[],
  parts: readonly string[],
  ...befalling: readonly Befalling[]
): Promise<void> => {
  const asking = startLoad(servers)
  await asking.more(8)
  for (const befall of befalling) await befall(servers, asking)
  await healed(servers, parts)
  await asking.end()
  expectAllAnswered(asking)
}
