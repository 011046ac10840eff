import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readConsoleFiles } from '../../infra/console/files.ts'
import { gateway } from '../gateway/gateway.ts'

it('the page and its files come with a policy that allows nothing inline and nothing from elsewhere', async () => {
  const { app } = gateway()
  const page = await app.inject('/')
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(page.body).toContain('<title>Turnstream 1.2.3</title>')
  const policy = String(page.headers['content-security-policy'])
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self'")
  expect(policy).not.toContain('unsafe')
  expect(page.headers['x-content-type-options']).toBe('nosniff')
  for (const [, path] of page.body.matchAll(/(?:src|href)="(\/console\/[^"]+)"/g))
    expect((await app.inject(path!)).statusCode, path).toBe(200)
})

it('what a browser has already is not sent again', async () => {
  const { app } = gateway()
  const { etag } = (await app.inject('/console/main.ts')).headers
  const again = await app.inject({ url: '/console/main.ts', headers: { 'if-none-match': String(etag) } })
  expect(again.statusCode).toBe(304)
  expect(again.body).toBe('')
  const other = await app.inject({ url: '/console/main.ts', headers: { 'if-none-match': '"other"' } })
  expect(other.statusCode).toBe(200)
})

it('files outside the page are not to be had', async () => {
  const { app } = gateway()
  for (const path of ['/console/none.ts', '/console/..%2ffiles.ts', '/console/sse.test.ts'])
    expect((await app.inject(path)).json(), path).toMatchObject({ error: { code: 'NOT_FOUND' } })
})

it('scripts reach the browser without types, and everything they import is served', () => {
  const warnings: unknown[] = []
  const note = (warning: Error): void => void warnings.push(warning.message)
  process.on('warning', note)
  const files = readConsoleFiles('1')
  process.off('warning', note)
  expect(warnings).toEqual([])
  const names = readdirSync(join(import.meta.dirname, '..', '..', 'infra', 'console', 'page'))
  expect([...files.keys()]).toEqual(names.filter(name => !name.endsWith('.test.ts')))
  for (const [name, { body, contentType }] of files) {
    if (!name.endsWith('.ts')) continue
    expect(contentType).toBe('text/javascript; charset=utf-8')
    expect(body.toString()).not.toMatch(/^(import type|export (interface|type)) /m)
    for (const [, path] of body.toString().matchAll(/from '([^']+)'/g))
      expect(files.has(path!.replace('./', '')), `${name} imports ${path}`).toBe(true)
  }
})

it('the scenes that a turn may name are listed', async () => {
  expect((await gateway().app.inject('/v1/scenes')).json()).toEqual({ scenes: ['general', 'returns', 'shipping'] })
})
