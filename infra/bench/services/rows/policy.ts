import { Agent, request } from 'node:http'
import { json } from 'node:stream/consumers'
import { turnstreamError } from '../../../../processors/errors.ts'
import { recordLatency } from '../../../eval/latency.ts'
import type { Observed } from '../../report.ts'
import { memoryOfServices, type RunServiceRow } from './row.ts'

const post = (url: string, agent: Agent, body: object): Promise<void> =>
  new Promise((resolve, reject) => {
    const text = Buffer.from(JSON.stringify(body))
    const headers = { 'content-type': 'application/json', 'content-length': text.length }
    const sent = request(`${url}/v1/policies`, { agent, method: 'POST', headers }, response => {
      json(response).then(answer => {
        if (response.statusCode === 200) resolve()
        else reject(turnstreamError('UNAVAILABLE', `the gateway answered with ${JSON.stringify(answer)}`))
      }, reject)
    })
    sent.once('error', reject)
    sent.end(text)
  })

/** Policy changes that match nothing, posted to two gateways in turn, each after the acknowledgement of the one before. */
export const policyAcknowledged: RunServiceRow = async (bed): Promise<Observed> => {
  const { policies } = bed.sizes.services
  const urls = [bed.up().server.url, (await bed.second()).server.url]
  const agent = new Agent({ keepAlive: true })
  const latency = recordLatency()
  const warmUp = Math.ceil(policies / 10)
  try {
    for (let n = 0; n < policies + warmUp; n++) {
      const change = { match: { entries: [`semantic_cache:bench:${n}`] }, reason: 'the bench changes nothing' }
      const start = performance.now()
      await post(urls[n % urls.length]!, agent, change)
      if (n >= warmUp) latency.record(performance.now() - start)
    }
  } finally {
    agent.destroy()
  }
  const latencyMs = latency.percentiles()
  return {
    values: { ...latencyMs },
    count: latency.count(),
    latencyMs,
    perSecond: null,
    failure: null,
    details: { gateways: urls.length, servicesMb: memoryOfServices(bed) },
  }
}
