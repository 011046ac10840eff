import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Serving, serve } from '../chaos/serving.ts'
import { launch, withoutBrowser } from './chromium.ts'
import { overflow, seriousViolations } from './look.ts'
import { visit } from './visit.ts'

describe.skipIf(withoutBrowser)('what-ifs in the console', { timeout: 120_000 }, () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'turnstream-console-'))
  let browser: Browser
  let server: Serving
  beforeAll(async () => {
    server = await serve(dataDir, ['--port', '0'])
    browser = await launch()
    for (const message of ['How long do I have to return an item?', 'What does express delivery cost?'])
      for (let again = 0; again < 2; again++)
        await fetch(`${server.url}/v1/chat`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ message }),
        })
  })
  afterAll(async () => {
    await browser?.close()
    await server?.kill('SIGTERM')
    rmSync(dataDir, { recursive: true })
  })

  const run = async (page: Page, kind: string, options: string): Promise<void> => {
    const form = page.locator('#replays form')
    if (!(await form.isVisible())) await page.getByText('Try something else').click()
    await form.getByLabel('What to do').selectOption(kind)
    await form.getByLabel('Options').fill(options)
    await form.getByRole('button', { name: 'Run' }).click()
  }
  const newest = (page: Page) => page.getByRole('list', { name: 'Replays, newest first' }).getByRole('listitem').first()

  it('are asked for, run, and told side by side', async () => {
    const { page, faults } = await visit(browser, server.url)
    await run(page, 'whatif', 'cache.exactTtlMs=0\ncache.ttlMs=0')
    const item = newest(page)
    await item.getByRole('heading', { name: 'cache.exactTtlMs=0 cache.ttlMs=0' }).waitFor()
    await item.getByRole('button', { name: 'Show' }).click({ timeout: 60_000 })
    const hits = item.getByRole('row', { name: /^Hit rate/ })
    await hits.waitFor()
    expect(await hits.getByRole('cell').allTextContents()).toEqual(['50.0 %', '0.0 %', '−50.00 points'])
    await item
      .getByText('2 turns would have been answered otherwise: exact (degraded) → faq/small (degraded) 2')
      .waitFor()
    await item
      .getByRole('button', { name: /^Why t_/ })
      .first()
      .click()
    await page.getByRole('heading', { name: 'Why this answer' }).waitFor()
    await page.getByRole('button', { name: 'Close' }).click()
    expect(await seriousViolations(page)).toEqual([])
    expect(await overflow(page)).toBe(0)
    expect(faults).toEqual([])
  })

  it('draw a sweep, and keep what was opened while others run', async () => {
    const { page, faults } = await visit(browser, server.url)
    await run(page, 'sweep', 'cache.ttlMs=0,1000000\ncache.exactTtlMs=0,1000000')
    const item = newest(page)
    await item.getByRole('heading', { name: 'cache.ttlMs=0,1000000 cache.exactTtlMs=0,1000000' }).waitFor()
    await item.getByRole('button', { name: 'Show' }).click({ timeout: 60_000 })
    const plot = page.getByRole('img', { name: /^Spend against wrong hits of 4 configurations/ })
    await plot.waitFor()
    expect(await plot.locator('circle').count()).toBe(5)
    await run(page, 'whatif', 'cache.agreement=0')
    await newest(page).getByRole('heading', { name: 'cache.agreement=0' }).waitFor()
    await newest(page).getByRole('button', { name: 'Cancel' }).click()
    await newest(page)
      .getByText(/^(cancelled|done) ·/)
      .waitFor()
    expect(await plot.isVisible()).toBe(true)
    expect(faults).toEqual([])
  })

  it('say what is wrong with what was asked', async () => {
    const { page } = await visit(browser, server.url)
    await run(page, 'whatif', 'cache.thresold=0.9')
    await page.getByRole('alert').getByText('did you mean cache.threshold?').waitFor()
  })

  it('fit a narrow screen, in the dark too', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await visit(browser, server.url, { viewport: { width: 390, height: 800 }, colorScheme })
      const shows = page.locator('#replays').getByRole('button', { name: 'Show' })
      await shows.first().waitFor()
      for (let left = await shows.count(); left > 0; left--) await shows.first().click()
      await page.locator('.replay-result').first().waitFor()
      expect(await overflow(page)).toBe(0)
      expect(await seriousViolations(page)).toEqual([])
    }
  })
})
