import { describe, expect, it } from 'vitest'
import { gateway, listening, raw } from './gateway.ts'

const get = (path: string, host: string | null, version = '1.1'): string =>
  `GET ${path} HTTP/${version}\r\n${host === null ? '' : `Host: ${host}\r\n`}Connection: close\r\n\r\n`

const statusOf = async (url: string, host: string): Promise<number> =>
  Number((await raw(url, get('/health', host))).split(' ')[1])

describe('a request with a Host header', () => {
  it.each([['localhost'], ['LocalHost:8080'], ['127.0.0.1'], ['127.0.0.1:1'], ['[::1]'], ['[::1]:8080']])(
    'of loopback, %s, is taken',
    async host => {
      expect(await statusOf(await listening(gateway()), host)).toBe(200)
    },
  )

  it.each([
    ['evil.example'],
    ['evil.example:8080'],
    ['localhost.evil.example'],
    ['127.0.0.1.evil.example'],
    ['evil.example:127.0.0.1'],
    ['127.0.0.2'],
    ['[::2]'],
    ['localhost:8080:8080'],
    [''],
  ])('of somewhere else, "%s", is refused', async host => {
    expect(await statusOf(await listening(gateway()), host)).toBe(421)
  })

  it.each([
    ['/'],
    ['/console/page.js'],
    ['/v1/costs'],
    ['/v1/explain/t'],
    ['/health'],
    ['/ready'],
    ['/metrics'],
    ['/openapi.json'],
    ['/nowhere'],
  ])('of somewhere else is refused at %s, in the error format, with what would be right', async path => {
    const gate = gateway()
    const response = await gate.app.inject({ url: path, headers: { host: 'evil.example' } })
    expect(response.statusCode).toBe(421)
    expect(response.json().error).toEqual({
      code: 'UNKNOWN_HOST',
      message: expect.stringMatching(/localhost, 127\.0\.0\.1, \[::1\].*server\.hosts/),
      request_id: response.headers['x-request-id'],
    })
  })

  it('of somewhere else asks nothing, and is refused in OpenAI’s format at the OpenAI-compatible paths', async () => {
    const gate = gateway()
    const host = { host: 'evil.example' }
    expect((await gate.post('/v1/chat', { message: 'Hello?' }, host)).statusCode).toBe(421)
    const messages = [{ role: 'user', content: 'Hello?' }]
    const response = await gate.post('/v1/chat/completions', { model: 'auto', messages }, host)
    expect(response.statusCode).toBe(421)
    expect(response.json().error).toMatchObject({ type: 'invalid_request_error', code: 'UNKNOWN_HOST' })
    expect((await gate.app.inject({ url: '/v1/models', headers: host })).json().error).toHaveProperty('param', null)
    expect(gate.asks).toEqual([])
  })

  it('of server.host or server.hosts is taken, in any case and at any port', async () => {
    const configuration = { server: { host: '127.0.0.2', hosts: ['Chat.Example.com', '::2'] } }
    const url = await listening(gateway(undefined, { configuration }))
    for (const host of ['127.0.0.2', 'chat.example.com:443', 'CHAT.EXAMPLE.COM', '[::2]:80', 'localhost'])
      expect(await statusOf(url, host), host).toBe(200)
    expect(await statusOf(url, 'example.com')).toBe(421)
  })
})

it('a request of HTTP/1.0 without a Host header, which no browser sends, is taken', async () => {
  expect(await raw(await listening(gateway()), get('/health', null, '1.0'))).toMatch(/^HTTP\/1.1 200 /)
})
