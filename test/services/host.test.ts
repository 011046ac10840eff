import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { askFor, takeTurn } from './ask.ts'
import { startHost } from './host.ts'

const host = async (start: Parameters<typeof startHost>[0]) => {
  const started = await startHost(start)
  onTestFinished(() => started.close())
  return started.url
}

const never = (): Promise<never> => Promise.reject(new Error('not asked for'))

test('two suites that ask at once get the same server', async () => {
  let starts = 0
  const url = await host(async name => {
    starts++
    await sleep(50)
    return { address: `${name}-1`, stop: async () => undefined }
  })
  expect(await Promise.all([askFor(url, 'redis'), askFor(url, 'redis')])).toEqual(['redis-1', 'redis-1'])
  expect(starts).toBe(1)
})

test('a server that cannot be had is refused with the reason, to each that asks', async () => {
  const url = await host(() => Promise.reject(new Error('no Java')))
  await expect(askFor(url, 'kafka')).rejects.toThrow('no Java')
  await expect(askFor(url, 'kafka')).rejects.toThrow('no Java')
})

test('the end of a run stops what it started', async () => {
  const stopped: string[] = []
  const started = await startHost(async name => ({
    address: name,
    stop: async () => {
      stopped.push(name)
    },
  }))
  await askFor(started.url, 'redis')
  await started.close()
  expect(stopped).toEqual(['redis'])
})

test('suites take turns in the order in which they came', async () => {
  const url = await host(never)
  const order: string[] = []
  const first = await takeTurn(url)
  const second = takeTurn(url).then(release => {
    order.push('second')
    return release
  })
  await sleep(50)
  const third = takeTurn(url).then(release => {
    order.push('third')
    return release
  })
  await sleep(50)
  expect(order).toEqual([])
  first()
  ;(await second)()
  ;(await third)()
  expect(order).toEqual(['second', 'third'])
})

test('a suite that dies in its turn does not hold up the next', async () => {
  const url = await host(never)
  const { hostname, port } = new URL(url)
  const dying = connect({ host: hostname, port: Number(port) })
  dying.write('GET /turn HTTP/1.1\r\nHost: turn\r\n\r\n')
  await sleep(50)
  const next = takeTurn(url)
  dying.destroy()
  ;(await next)()
})
