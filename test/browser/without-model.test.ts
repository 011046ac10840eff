import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Serving, serve } from '../chaos/serving.ts'
import { launch, withoutBrowser } from './chromium.ts'
import { markOf, visit } from './visit.ts'

describe.skipIf(withoutBrowser)('the console where no model is configured', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'turnstream-console-'))
  let browser: Browser
  let server: Serving
  beforeAll(async () => {
    server = await serve(dataDir, [], { OPENAI_API_KEY: '', OLLAMA_HOST: '' })
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.kill('SIGTERM')
    rmSync(dataDir, { recursive: true })
  })

  it('says of an answer of the help centre that it is degraded, and of a hit on it too', async () => {
    const { faults, ask } = await visit(browser, server.url)
    expect(await markOf(await ask('How long do I have to return an item?'))).toBe(
      'Degraded to the help centre: no model is configured',
    )
    expect(await markOf(await ask('how long do I have to return an item'))).toBe(
      'Exact hit, on an answer degraded to the help centre: no model is configured',
    )
    expect(faults).toEqual([])
  })
})
