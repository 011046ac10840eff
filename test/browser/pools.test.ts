import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ProviderStub, startProviderStub } from '../../infra/stub/provider.ts'
import { type Serving, serve } from '../chaos/serving.ts'
import { launch, withoutBrowser } from './chromium.ts'
import { overflow, seriousViolations } from './look.ts'
import { visit } from './visit.ts'

const answering = (port = 0): Promise<ProviderStub> =>
  startProviderStub({ answer: messages => `Answer to: ${messages.at(-1)!.content}`, port })

describe.skipIf(withoutBrowser)('the pools in the console', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'turnstream-console-'))
  let stubs: ProviderStub[]
  let browser: Browser
  let server: Serving
  beforeAll(async () => {
    stubs = [await answering(), await answering()]
    const [first, second] = stubs.map(({ url }, at) => ({
      ...{ kind: 'openai', tier: 'small', model: `stub-${at + 1}`, baseUrl: `${url}/v1` },
      breaker: { least: 2, pauseMs: 200 },
    }))
    const pools = JSON.stringify({ first, second })
    server = await serve(dataDir, ['--port', '0', '--set', `pools=${pools}`])
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.kill('SIGTERM')
    for (const stub of stubs ?? []) await stub.close()
    rmSync(dataDir, { recursive: true })
  })
  const pool = (page: Page, name: string): Locator =>
    page
      .getByRole('list', { name: 'Pools' })
      .getByRole('listitem')
      .filter({ has: page.getByRole('heading', { name, exact: true }) })

  it('show traffic move when one is stopped, and come back', { timeout: 60_000 }, async () => {
    const { page, faults, ask } = await visit(browser, server.url)
    const [first, second] = [pool(page, 'first'), pool(page, 'second')]
    await first.getByText('no calls of late').waitFor()
    await ask('How long do I have to return an item?')
    await first.getByText('in use').waitFor()
    expect(await first.textContent()).toContain('stub-1, small tier')
    await first.getByText('1 call answered, 0 failed in ten minutes').waitFor()
    expect(await second.textContent()).toContain('no calls of late')

    const port = Number(new URL(stubs[0]!.url).port)
    await stubs[0]!.close()
    for (const what of ['express delivery', 'a replacement', 'gift wrapping']) await ask(`What does ${what} cost?`)
    await first.getByText(/^left alone: .*ECONN.*; (tried again in \d+ s|being tried)$/).waitFor()
    await page.locator('#pools-state').getByText('1 pool left alone').waitFor()
    await second.getByText('3 calls answered').waitFor()
    expect(await second.getByRole('img').getAttribute('aria-label')).toBe('The last 2 minutes: 3 answered, 0 failed')
    expect(await seriousViolations(page)).toEqual([])
    expect(await overflow(page)).toBe(0)

    stubs[0] = await answering(port)
    await expect.poll(() => page.locator('#pools-state').textContent(), { timeout: 20_000 }).toBe('')
    await ask('Can I change my delivery address?')
    await first.getByText('2 calls answered').waitFor()
    await first.getByText('in use').waitFor()
    expect(faults).toEqual([])
  })

  it('fit a narrow screen, in the dark too', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await visit(browser, server.url, { viewport: { width: 390, height: 800 }, colorScheme })
      await pool(page, 'second').waitFor()
      expect(await overflow(page)).toBe(0)
      expect(await seriousViolations(page)).toEqual([])
    }
  })
})
