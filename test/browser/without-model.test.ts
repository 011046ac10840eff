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

  it('says of an answer of the help centre that it is degraded and saves nothing, of a hit on it that it is and does', async () => {
    const { page, faults, ask } = await visit(browser, server.url)
    const money = page.locator('.figure').nth(2)
    const degraded = page.locator('#figures').getByText('degraded to the help centre')
    expect(await markOf(await ask('How long do I have to return an item?'))).toBe(
      'Degraded to the help centre: no model is configured',
    )
    await degraded.waitFor()
    expect(await money.textContent()).toMatch(/^Money saved\$00\.0 % of \$0\.00\d+; \$0 spent$/)
    expect(await degraded.textContent()).toMatch(
      /^1 turn degraded to the help centre\. Not counted as saved: \$0\.00\d+ that gpt-5 would have cost\.$/,
    )
    expect(await markOf(await ask('how long do I have to return an item'))).toBe(
      'Exact hit, on an answer degraded to the help centre: no model is configured',
    )
    await degraded.getByText('Saved by 1 hit on such answers').waitFor()
    expect(await money.textContent()).toMatch(/^Money saved\$0\.00\d+50\.0 % of \$0\.00\d+; \$0 spent$/)
    expect(faults).toEqual([])
  })

  it('says how to add a pool', async () => {
    const { page } = await visit(browser, server.url)
    await page.locator('#pools').getByText('No pool of models is configured').waitFor()
    expect(await page.locator('#pools').textContent()).toContain('docs/models.md says how to add one')
  })
})
